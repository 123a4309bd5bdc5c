// Opting out costs nothing: the proof holds for every kind of policy, and it finds what it is there to find.
#include "simulations/engine/simulation.h"
#include "simulations/study/parity_table.h"
#include "simulations/study/replication.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

/// People who use their controls, so that few of them are enough.
LoadedScenario outspoken(int users = 260, int days = 24) {
    LoadedScenario loaded = small_scenario(users, days, 150);
    loaded.scenario.assumptions.tap_rate = 0.08;
    loaded.scenario.assumptions.mute_rate = 0.03;
    loaded.scenario.assumptions.withdrawal_rate *= 3;
    return loaded;
}

ParityRequest few(int people = 25) {
    ParityRequest request;
    request.least_people = people;
    return request;
}

/// Lowers one category's candidates by 0.1 % of their score, and by at least the smallest step there is.
void lower_slightly(OpenVisit& visit, std::size_t category) {
    Candidates& candidates = visit.candidates;
    for (std::size_t j = candidates.category_begin[category]; j < candidates.category_begin[category + 1];
         ++j)
        candidates.shift(j, -std::max(std::abs(candidates.score[j]) / 1000 / 256, 1) * 256);
}

const ParityRow& row_of(const Parity& parity, OptOut opt_out) {
    return parity.rows[static_cast<std::size_t>(opt_out)];
}

QString told(const Parity& parity) {
    return QString::fromStdString(parity_sentences(parity, Text::english()));
}

/// A simulated run, recorded day by day.
class Recording {
public:
    Recording(const LoadedScenario& loaded, const Policy& policy)
        : world_(world_of(loaded, loaded.scenario.seed))
        , request_(request_for(loaded, policy, *world_, loaded.scenario.seed, {}))
        , recorder_(request_.users) {
        request_.log = [this](std::span<const LoggedEvent> events) { recorder_.take(events); };
        simulation_.emplace(*Simulation::start(request_));
    }
    Recording(const Recording&) = delete;

    RecordedDay day(int day) {
        simulation_->run_until(day + 1);
        return recorder_.take_day();
    }
    /// A replay with the same people.
    Result<Replay> replay() const {
        std::vector<bool> signals_globally;
        for (int u = 0; u < request_.users; ++u)
            signals_globally.push_back(
                simulation_->person(UserId(static_cast<std::uint32_t>(u))).signals_globally);
        return Replay::start(request_.policy, world_->catalogue,
                             {.seed = request_.seed, .users = request_.users}, signals_globally);
    }

private:
    std::shared_ptr<const WorldData> world_;
    RunRequest request_;
    Recorder recorder_;
    std::optional<Simulation> simulation_;
};

Policy with(void (*change)(Policy&)) {
    Policy policy;
    change(policy);
    return policy;
}

} // namespace

Q_DECLARE_METATYPE(attune::Policy)
Q_DECLARE_METATYPE(attune::OptOut)

class Parity_test : public QObject {
    Q_OBJECT
private slots:
    // The driver does what the engine does: where people answer as they did, the recorded slates come again,
    // bit for bit, with whatever else a policy brings.
    void a_replay_with_answers_is_the_recorded_run_data() {
        QTest::addColumn<Policy>("policy");
        QTest::newRow("default") << Policy{};
        QTest::newRow("every moment, stars, own words") << with([](Policy& policy) {
            policy.ask_when_fruitless = true;
            policy.ask_at_random = 0.2;
            policy.gap_hours = 6;
            policy.weekly_cap = 14;
            policy.session_cap = 3;
            policy.channel = static_cast<int>(Channel::stars);
            policy.own_words = true;
        });
        QTest::newRow("tour and floors") << with([](Policy& policy) {
            policy.tour_items = 4;
            policy.receptivity_gate = true;
            policy.exposure_floor["small"] = 0.45;
        });
        QTest::newRow("by content, short consents") << with([](Policy& policy) {
            policy.ranker = static_cast<int>(Ranker::content);
            policy.consent_days = 30;
        });
    }
    void a_replay_with_answers_is_the_recorded_run() {
        QFETCH(Policy, policy);
        LoadedScenario loaded = outspoken(200, 40);
        loaded.scenario.assumptions.global_signal_share = 0.2;
        Recording recording(loaded, policy);
        auto replay = recording.replay();
        VERIFY_OK(replay);
        replay->let_answer();
        std::size_t slates = 0;
        for (int day = 0; day < loaded.scenario.days; ++day) {
            const RecordedDay recorded = recording.day(day);
            replay->run_visits(recorded);
            replay->end_day(day);
            QCOMPARE(replay->slates().size(), recorded.slates.size());
            for (std::size_t i = 0; i < recorded.slates.size(); ++i) {
                const ShownSlate& shown = replay->slates()[i];
                if (shown.item == recorded.slates[i].item && shown.score == recorded.slates[i].score)
                    continue;
                QFAIL(qPrintable(QString("person %1, visit %2, slate %3")
                                     .arg(shown.user.value)
                                     .arg(shown.visit)
                                     .arg(shown.number)));
            }
            slates += recorded.slates.size();
        }
        QVERIFY(slates > 10000);
        const auto sum = [&](int Replay::Passage::*of) {
            int all = 0;
            for (const Replay::Passage& person : replay->people())
                all += person.*of;
            return all;
        };
        QVERIFY(sum(&Replay::Passage::prompts) > loaded.scenario.users);
        QVERIFY(sum(&Replay::Passage::offers) > 10);
    }

    // FB-49, DE-52
    void opting_out_changes_nothing_data() {
        QTest::addColumn<Policy>("policy");
        QTest::newRow("default") << Policy{};
        QTest::newRow("floors, other moments") << with([](Policy& policy) {
            policy.exposure_floor["small"] = 0.45;
            policy.ask_at_pause = false;
            policy.ask_when_fruitless = true;
            policy.ask_at_random = 0.02;
            policy.weekly_cap = 5;
            policy.session_cap = 3;
        });
        QTest::newRow("by content") << with(
            [](Policy& policy) { policy.ranker = static_cast<int>(Ranker::content); });
        QTest::newRow("by popularity")
            << with([](Policy& policy) { policy.ranker = static_cast<int>(Ranker::popularity); });
        QTest::newRow("tour, strong steps") << with([](Policy& policy) {
            policy.tour_items = 3;
            policy.step = 1.2;
            policy.offers_a_week = 3;
            policy.cool_down = 3;
        });
    }
    void opting_out_changes_nothing() {
        QFETCH(Policy, policy);
        const auto parity = measure_parity(outspoken(), policy, {}, few());
        VERIFY_OK(parity);
        for (const ParityRow& row : parity->rows) {
            QVERIFY2(row.verdict == ParityVerdict::proven, qPrintable(told(*parity)));
            QCOMPARE(row.different, std::int64_t{0});
            QVERIFY(row.people >= 25);
            QVERIFY(row.slates > 1000);
            QVERIFY(!row.first);
        }
        QVERIFY(parity->proven());
        const ParityRow& unasked = row_of(*parity, OptOut::no_prompts);
        QVERIFY(unasked.prompts >= 3 * unasked.people);
        // Quiet learning goes on for those who allow it, and only for them.
        QVERIFY(unasked.learned_for > unasked.people / 3 && unasked.learned_for < unasked.people);
        const ParityRow& silent = row_of(*parity, OptOut::no_conversation);
        QVERIFY(silent.offers >= silent.people);
        // Withdrawing changes lists indeed; what is kept for the person is gone.
        const ParityRow& withdrawn = row_of(*parity, OptOut::withdrawn);
        QVERIFY(withdrawn.would_differ > withdrawn.slates / 2);
        QCOMPARE(withdrawn.learned_for, 0);
        // People left to themselves do say less when nobody asks: shown, and not held against anybody.
        QVERIFY(unasked.left_alone && std::isfinite(unasked.left_alone->value) &&
                unasked.left_alone->value != 0);
        QVERIFY(!withdrawn.left_alone);
    }

    // The twin of who withdraws has made the same choices and nothing else: also what might be used to
    // improve models is new.
    void the_twin_of_who_withdraws_is_new() {
        const LoadedScenario loaded = outspoken(200, 12);
        Recording recording(loaded, Policy{});
        auto start = recording.replay();
        VERIFY_OK(start);
        Replay own = *start;
        for (int day = 0; day < 11; ++day) {
            own.run_visits(recording.day(day));
            own.end_day(day);
        }
        Replay twin = own;
        own.withdraw();
        twin.withdraw_as_if_new();
        const RecordedDay last = recording.day(11);
        own.run_visits(last);
        twin.run_visits(last);
        int withdrawn = 0, kept = 0, kept_of_twin = 0;
        for (std::uint32_t u = 0; u < 200; ++u) {
            const UserId user(u);
            QVERIFY(own.person_consent(user) == twin.person_consent(user));
            if (!own.people()[u].opted_out) continue;
            ++withdrawn;
            QVERIFY(!own.person_consent(user).state.has(Purpose::adjust_my_recommendations));
            QCOMPARE(own.kept(user, Purpose::adjust_my_recommendations), 0);
            kept += own.kept(user, Purpose::improve_models);
            kept_of_twin += twin.kept(user, Purpose::improve_models);
        }
        QVERIFY(withdrawn > 40);
        QVERIFY2(kept_of_twin > 0 && kept_of_twin < kept * 2 / 3,
                 qPrintable(QString("%1 of %2").arg(kept_of_twin).arg(kept)));
    }

    // Who was once trusted less, or has said no earlier, is no other person after withdrawing: also not for
    // those who still share a visit, or let models improve.
    void nothing_is_left_behind_by_those_who_share_a_visit() {
        LoadedScenario loaded = outspoken(400, 20);
        loaded.scenario.assumptions.mute_rate = 0.2;
        loaded.scenario.seed = 3;
        const auto parity = measure_parity(loaded, Policy{}, {}, few());
        VERIFY_OK(parity);
        QVERIFY2(row_of(*parity, OptOut::withdrawn).verdict == ParityVerdict::proven,
                 qPrintable(told(*parity)));
    }

    void a_planted_penalty_is_found_data() {
        QTest::addColumn<OptOut>("opt_out");
        QTest::newRow("questions") << OptOut::no_prompts;
        QTest::newRow("offers") << OptOut::no_conversation;
        QTest::newRow("withdrawn") << OptOut::withdrawn;
    }
    void a_planted_penalty_is_found() {
        QFETCH(OptOut, opt_out);
        constexpr std::size_t category = 4;
        ParityRequest request = few();
        request.penalty = [&](OptOut those, OpenVisit& visit) {
            if (those == opt_out) lower_slightly(visit, category);
        };
        const auto parity = measure_parity(outspoken(), Policy{}, {}, request);
        VERIFY_OK(parity);
        QVERIFY(!parity->proven());
        for (const ParityRow& row : parity->rows) {
            const bool planted = row.opt_out == opt_out;
            QVERIFY2(row.verdict == (planted ? ParityVerdict::difference : ParityVerdict::proven),
                     qPrintable(told(*parity)));
            QCOMPARE(row.different > 0, planted);
            if (!planted) continue;
            // The first difference is the planted one: on one of the first slates after opting out, an item
            // of that category, or one that came in its place.
            QVERIFY(row.first && row.first->rank >= 0);
            const auto r = static_cast<std::size_t>(row.first->rank);
            const ShownSlate& own = row.first->opted_out;
            const ShownSlate& twin = row.first->twin;
            const int from = opt_out == OptOut::withdrawn ? parity->withdrawn_from : 0;
            QVERIFY(own.hours >= from * 24 && own.hours < (from + 1) * 24);
            QCOMPARE(own.user, twin.user);
            if (own.item[r] == twin.item[r]) {
                const double lost = 1 - static_cast<double>(own.score[r]) / twin.score[r];
                QVERIFY2(lost > 0 && lost < 0.05, qPrintable(QString::number(lost)));
            }
            QVERIFY(told(*parity).contains("person " + QString::number(own.user.value)));
        }
    }

    // The control: twins who answer bring signals, and lists that learn from them differ.
    void twins_who_answer_are_no_twins() {
        ParityRequest request = few();
        request.twins_answer = true;
        const auto parity = measure_parity(outspoken(), Policy{}, {}, request);
        VERIFY_OK(parity);
        for (const OptOut opt_out : {OptOut::no_prompts, OptOut::no_conversation}) {
            QCOMPARE(row_of(*parity, opt_out).verdict, ParityVerdict::difference);
            QVERIFY(row_of(*parity, opt_out).different > row_of(*parity, opt_out).slates / 10);
        }
        // Those who withdraw are compared with each other.
        QCOMPARE(row_of(*parity, OptOut::withdrawn).verdict, ParityVerdict::proven);
    }

    void too_few_people_prove_nothing_data() {
        QTest::addColumn<Policy>("policy");
        QTest::addColumn<int>("least");
        QTest::addColumn<OptOut>("opt_out");
        QTest::addColumn<QString>("word");
        QTest::newRow("few people") << Policy{} << 1000 << OptOut::withdrawn << "1,000 are needed";
        QTest::newRow("no questions") << with([](Policy& policy) { policy.prompts = false; }) << 1
                                      << OptOut::no_prompts << "asks no questions";
        QTest::newRow("no offers") << with([](Policy& policy) { policy.conversation = false; }) << 1
                                   << OptOut::no_conversation << "makes no offers";
    }
    void too_few_people_prove_nothing() {
        QFETCH(Policy, policy);
        QFETCH(int, least);
        QFETCH(OptOut, opt_out);
        QFETCH(QString, word);
        const auto parity = measure_parity(outspoken(150, 12), policy, {}, few(least));
        VERIFY_OK(parity);
        QCOMPARE(row_of(*parity, opt_out).verdict, ParityVerdict::too_few_people);
        QVERIFY(!parity->proven());
        QVERIFY2(told(*parity).contains(word), qPrintable(told(*parity)));
        QCOMPARE(parity_document(*parity)["verdict"], "too_few_people");
    }

    void threads_change_nothing() {
        SimulateOptions two;
        two.threads = 2;
        const auto one = measure_parity(outspoken(150, 12), Policy{}, {}, few());
        const auto other = measure_parity(outspoken(150, 12), Policy{}, two, few());
        VERIFY_OK(one);
        VERIFY_OK(other);
        QVERIFY(parity_document(*one) == parity_document(*other));
    }

    void it_can_be_stopped() {
        std::stop_source source;
        SimulateOptions options;
        options.stop = source.get_token();
        double last = 0;
        options.progress = [&](double done) {
            QVERIFY(done > last && done <= 1);
            last = done;
            if (done > 0.3) source.request_stop();
        };
        const auto parity = measure_parity(outspoken(150, 12), Policy{}, options, few());
        QVERIFY(!parity);
        QCOMPARE(parity.error().code, ErrorCode::cancelled);
        QVERIFY(last < 0.5);
    }

    void words_and_document_say_the_same() {
        const auto parity = measure_parity(outspoken(150, 12), Policy{}, {}, few(5));
        VERIFY_OK(parity);
        const DataTable table = parity_table(*parity, Text::english());
        const Json document = parity_document(*parity);
        QCOMPARE(table.rows.size(), 3U);
        QCOMPARE(document["opt_outs"].size(), 3U);
        for (std::size_t k = 0; k < table.rows.size(); ++k) {
            QCOMPARE(table.rows[k].size(), table.head.size());
            for (const std::string& cell : table.rows[k])
                QVERIFY2(!cell.empty() && !cell.starts_with('['), cell.c_str());
            const Json& row = document["opt_outs"][k];
            QCOMPARE(row["opt_out"], name(static_cast<OptOut>(k)));
            QCOMPARE(row["people"], parity->rows[k].people);
            QCOMPARE(row["different"], parity->rows[k].different);
            QVERIFY(row["first_difference"].is_null());
            QCOMPARE(row["satisfaction_left_alone"].is_null(), k == 2);
        }
        QVERIFY(!told(*parity).contains('['));
    }
};

ATTUNE_TEST(Parity_test);
#include "parity_test.moc"
