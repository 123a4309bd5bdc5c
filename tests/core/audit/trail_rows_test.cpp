// Rows followed one by one, devices that ask everyone not to share, and steps: what keeps the rules by a hair
// passes. What breaks them by a hair is planted in trail_faults_rows.cpp.
#include "core/audit/trail_words.h"
#include "core/base/random.h"
#include "tests/core/audit/trail_faults.h"
#include "tests/support/test.h"

#include <algorithm>

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;

namespace {

using P = Purpose;
using I = Invariant;
constexpr P mine = P::adjust_my_recommendations;

} // namespace

class Trail_rows_test : public QObject {
    Q_OBJECT

private slots:
    void a_trail_that_says_how_many_rows_are_kept_is_judged_row_by_row() {
        Log log = sound_rows();
        number(log);
        const TrailVerdict verdict = judge(log);
        for (std::size_t i = 0; i < invariant_count; ++i) {
            const InvariantVerdict& one = verdict.invariants[i];
            QVERIFY2(one.failures == 0,
                     one.findings.empty() ? "" : sentence(one.findings[0], Text::english()).c_str());
        }
        QVERIFY(!verdict.of(I::retention).partly);
        QVERIFY(!verdict.of(I::consent_at_use).partly);
        const std::vector<std::string> limits = limits_of(nullptr, &verdict);
        QVERIFY(std::find(limits.begin(), limits.end(), "unseen_rows") == limits.end());
        // One run that does not say so leaves something open.
        log.push_back(begin_event());
        number(log);
        QVERIFY(judge(log).of(I::retention).partly);
    }

    // Each by a hair: one step further, and a planted fault above would be the case.
    void what_is_just_within_the_rules_passes_data() {
        QTest::addColumn<int>("variant");
        for (int i = 0;
             const char* name : {"a purpose that heeds no device", "a choice that counts more by the matrix",
                                 "the device asks once more", "a notice that mentions the device",
                                 "only some of the rows are read", "the last day of a row",
                                 "the run ends on the last day of a row", "picks wait for the next model"})
            QTest::newRow(name) << i++;
    }
    void what_is_just_within_the_rules_passes() {
        QFETCH(int, variant);
        Log log = sound_rows();
        Person anna(3);
        anna.at(92).in(3);
        const auto rules = [&](const std::function<void(Json&)>& edit) {
            Json text = Json::parse(log[0].text);
            edit(text);
            log[0].text = text.dump();
        };
        const auto erased = [&](std::size_t at) { log.erase(log.begin() + static_cast<std::ptrdiff_t>(at)); };
        switch (variant) {
        case 0:
            rules([](Json& text) {
                for (const char* purpose : {"adjust_my_recommendations", "improve_models"})
                    text["matrix"]["purposes"][purpose].erase("heeds_global_signal");
            });
            erased(place(log, Kind::forgotten));
            insert(log, place(log, Kind::privacy_signal) + 1, anna.slate(mine));
            break;
        case 1:
            rules([](Json& text) {
                text["matrix"]["precedence"] = {{"informed_choice", {"plain_choice"}},
                                                {"plain_choice", {"global_signal"}},
                                                {"global_signal", {"standard"}}};
            });
            erased(place(log, Kind::forgotten));
            insert(log, place(log, Kind::privacy_signal) + 1, anna.slate(mine));
            break;
        case 2:
            insert(log, place(log, Kind::slate, 2), asks(anna, true));
            break;
        case 3:
            log[place(log, Kind::consent, 2)].method = Method::notice;
            log[place(log, Kind::consent, 2)].notice = 0;
            break;
        case 4:
            log[place(log, Kind::read, 1)].rows = 1;
            break;
        case 5:
            insert(log, place(log, Kind::swept), anna.event(Kind::opted_out));
            break;
        case 6:
            log.erase(log.begin() + static_cast<std::ptrdiff_t>(place(log, Kind::swept)), log.end() - 1);
            log.back().time_ms = 93 * day_ms - 1;
            break;
        default:
            insert(log, place(log, Kind::trained) + 1,
                   anna.at(0).in(1).captured(Signal::pick, {P::improve_models}));
            insert(log, place(log, Kind::visit, 1) + 1,
                   anna.at(1).in(2).read(Module::training, P::improve_models, Signal::pick, 0, 0));
            break;
        }
        number(log);
        const TrailVerdict verdict = judge(log);
        for (const InvariantVerdict& one : verdict.invariants)
            QVERIFY2(one.failures == 0,
                     one.findings.empty() ? "" : sentence(one.findings[0], Text::english()).c_str());
    }

    // What is left when a run is over is found with its last event, so that the example has its proof.
    void what_is_left_at_the_end_is_named_with_the_end() {
        Log log = sound_rows();
        log.erase(log.begin() + static_cast<std::ptrdiff_t>(place(log, Kind::swept)), log.end() - 1);
        number(log);
        TrailAudit audit;
        for (const Event& event : log) {
            const auto taken = audit.take(event);
            VERIFY_OK(taken);
            QCOMPARE(*taken, event.kind == Kind::end);
        }
    }

    // Then every choice counts, and the audit says that this was left open.
    void without_precedence_a_device_is_left_open() {
        Log log = sound_rows();
        log[0].text = [&] {
            Json text = Json::parse(log[0].text);
            text["matrix"].erase("precedence");
            return text.dump();
        }();
        log.erase(log.begin() + static_cast<std::ptrdiff_t>(place(log, Kind::forgotten)));
        insert(log, place(log, Kind::privacy_signal) + 1, Person(3).at(92).in(3).slate(mine));
        number(log);
        const TrailVerdict verdict = judge(log);
        QVERIFY(verdict.passed());
        QVERIFY(verdict.of(I::consent_at_use).partly);
        QCOMPARE(verdict.of(I::consent_at_use).left_out, 1);
    }
};

ATTUNE_TEST(Trail_rows_test);

#include "trail_rows_test.moc"
