// Levels of sharing: each reads all that the one before it reads, and more.
#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/base/text.h"
#include "core/consent/sharing.h"
#include "tests/support/test.h"

#include <algorithm>
#include <set>
#include <tuple>

using namespace attune;

namespace {

constexpr std::array levels = {SharingLevel::none, SharingLevel::session, SharingLevel::history,
                               SharingLevel::shared_model};

/// Every read by any module that the rules allow somebody in this state: module, purpose, signal.
std::set<std::tuple<int, int, int>> reads(const MatrixRules& rules, ConsentState state) {
    std::set<std::tuple<int, int, int>> allowed;
    for (int m = 0; m < module_count; ++m)
        for (int p = 0; p < purpose_count; ++p)
            for (int s = 0; s < signal_count; ++s)
                if (rules.decide(static_cast<Module>(m), static_cast<Purpose>(p), static_cast<Signal>(s),
                                 state) == Decision::allowed)
                    allowed.insert({m, p, s});
    return allowed;
}

/// What the matrix file itself has for a purpose: signal -> days.
std::map<std::string, int> cells_in_file(Purpose purpose) {
    std::map<std::string, int> cells;
    const Json file = Json::parse(find_resource("consent/matrix.json").value());
    for (const auto& [signal, cell] : file["purposes"][std::string(name(purpose))]["signals"].items())
        cells[signal] = cell["days"].get<int>();
    return cells;
}

} // namespace

class Sharing_test : public QObject {
    Q_OBJECT
private slots:
    // FB-90, by the rules that are executed: more is read at each level, and nothing less.
    void each_level_reads_all_that_the_one_before_it_reads_and_more() {
        for (std::size_t l = 1; l < levels.size(); ++l) {
            const auto before = reads(shipped_rules(), permitted_at(levels[l - 1]));
            const auto after = reads(shipped_rules(), permitted_at(levels[l]));
            QVERIFY2(std::includes(after.begin(), after.end(), before.begin(), before.end()),
                     std::string(name(levels[l])).c_str());
            QVERIFY(after.size() > before.size());
            const auto fewer = signals_at(shipped_matrix(), levels[l - 1]);
            const auto more = signals_at(shipped_matrix(), levels[l]);
            QVERIFY(std::includes(more.begin(), more.end(), fewer.begin(), fewer.end()));
            QVERIFY(days_kept_at(shipped_matrix(), levels[l]) >=
                    days_kept_at(shipped_matrix(), levels[l - 1]));
        }
    }

    void a_level_permits_its_purposes_and_no_other_data() {
        QTest::addColumn<int>("level");
        QTest::addColumn<QList<int>>("purposes");
        const auto of = [](std::initializer_list<Purpose> purposes) {
            QList<int> all;
            for (const Purpose purpose : purposes)
                all << static_cast<int>(purpose);
            return all;
        };
        QTest::newRow("none") << 0 << of({});
        QTest::newRow("session") << 1 << of({Purpose::adjust_this_session});
        QTest::newRow("history") << 2
                                 << of({Purpose::adjust_this_session, Purpose::adjust_my_recommendations});
        QTest::newRow("shared_model") << 3
                                      << of({Purpose::adjust_this_session, Purpose::adjust_my_recommendations,
                                             Purpose::improve_models});
    }
    void a_level_permits_its_purposes_and_no_other() {
        QFETCH(int, level);
        QFETCH(QList<int>, purposes);
        const auto one = static_cast<SharingLevel>(level);
        QCOMPARE(std::string(name(one)), std::string(QTest::currentDataTag()));
        for (int p = 1; p < purpose_count; ++p)
            QCOMPARE(permitted_at(one).has(static_cast<Purpose>(p)), purposes.contains(p));
        QList<int> listed;
        for (const Purpose purpose : purposes_at(one))
            listed << static_cast<int>(purpose);
        QCOMPARE(listed, purposes);
    }

    // What is said to be read is what stands in the file.
    void what_a_level_reads_is_what_the_matrix_says() {
        for (const SharingLevel level : levels) {
            std::map<std::string, int> due;
            for (const Purpose purpose : purposes_at(level))
                for (const auto& [signal, days] : cells_in_file(purpose))
                    due[signal] = std::max(due[signal], days);
            std::set<std::string> told;
            for (const Signal signal : signals_at(shipped_matrix(), level))
                QVERIFY(told.insert(std::string(name(signal))).second);
            QCOMPARE(told.size(), due.size());
            int longest = 0;
            for (const auto& [signal, days] : due) {
                QVERIFY2(told.contains(signal), signal.c_str());
                longest = std::max(longest, days);
            }
            QCOMPARE(days_kept_at(shipped_matrix(), level), longest);
        }
        QVERIFY(signals_at(shipped_matrix(), SharingLevel::none).empty());
        QVERIFY(!signals_at(shipped_matrix(), SharingLevel::session).empty());
    }

    void every_level_has_its_words() {
        for (const SharingLevel level : levels)
            for (const char* part : {"sharing.level.", "sharing.means."})
                QVERIFY2(Text::english().has(part + std::string(name(level))),
                         std::string(name(level)).c_str());
    }
};
ATTUNE_TEST(Sharing_test);
#include "sharing_test.moc"
