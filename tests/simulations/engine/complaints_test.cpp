// Complaints as they were found in the field (KuaiRand, like and hate log): in bursts, and unevenly over
// people. 28.4 % of them follow the one before within 5 seconds and 36.7 % within a minute; of those who
// complain, the median has 3 and one in twenty has 49 or more. Each with a control in which its cause is off.
#include "tests/simulations/example_run.h"

#include <algorithm>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

struct Complaints {
    double within_5_s = 0, within_a_minute = 0; ///< shares of the gaps between two of one person
    double median = 0, high = 0; ///< per person with any: median, and what one in twenty exceeds
};

Complaints complaints(const Assumptions& assumptions) {
    const WorldData world = make_synthetic_world(assumptions, 1000, 1);
    const int users = sized(1200, 6000);
    std::vector<double> last(static_cast<std::size_t>(users), -1);
    std::vector<int> count(last.size());
    double gaps = 0, short_gaps = 0, minute_gaps = 0;
    RunRequest request = request_over(world, assumptions, Policy{}, users, 60);
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            if (event.kind != LoggedKind::feedback || event.feedback != FeedbackKind::not_interested)
                continue;
            const std::size_t user = event.user.value;
            ++count[user];
            if (last[user] >= 0) {
                const double seconds = (event.hours - last[user]) * 3600;
                gaps += 1;
                short_gaps += seconds < 5 ? 1 : 0;
                minute_gaps += seconds < 60 ? 1 : 0;
            }
            last[user] = event.hours;
        }
    };
    observe(request);
    std::erase(count, 0);
    std::sort(count.begin(), count.end());
    const Complaints found{short_gaps / gaps, minute_gaps / gaps,
                           static_cast<double>(count[count.size() / 2]),
                           static_cast<double>(count[count.size() * 95 / 100])};
    qInfo("within 5 s %.3f (0.284), within a minute %.3f (0.367); median %.0f (3), one in twenty %.0f (49)",
          found.within_5_s, found.within_a_minute, found.median, found.high);
    return found;
}

} // namespace

class Complaints_test : public QObject {
    Q_OBJECT
private slots:
    void complaints_come_in_bursts_as_measured() {
        const Complaints found = complaints({});
        QVERIFY2(std::abs(found.within_5_s - 0.284) < 0.05, qPrintable(QString::number(found.within_5_s)));
        QVERIFY2(std::abs(found.within_a_minute - 0.367) < 0.07,
                 qPrintable(QString::number(found.within_a_minute)));
        Assumptions calm;
        calm.complaint_burst = 0;
        QVERIFY(complaints(calm).within_5_s < 0.15);
    }

    void few_people_make_most_complaints_as_measured() {
        const Complaints found = complaints({});
        QVERIFY2(found.median >= 2 && found.median <= 5, qPrintable(QString::number(found.median)));
        QVERIFY2(found.high >= 35 && found.high <= 70, qPrintable(QString::number(found.high)));
        // The control: where everybody complains at one rate, one in twenty has no ten times the median.
        Assumptions even;
        even.complaint_spread = 0;
        even.mistap_rate = 0;
        const Complaints alike = complaints(even);
        QVERIFY2(alike.high < 6 * alike.median,
                 qPrintable(QString("%1 and %2").arg(alike.high).arg(alike.median)));
    }
};
ATTUNE_TEST(Complaints_test);

#include "complaints_test.moc"
