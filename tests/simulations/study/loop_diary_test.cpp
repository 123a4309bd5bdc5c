// Episodes read from logs: each with what began it, what was offered, chosen, promised and kept, and where it
// stands.
#include "core/base/random.h"
#include "simulations/study/answering_chart.h"
#include "simulations/study/replication.h"
#include "tests/simulations/study/diary.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

struct Written {
    WorldData world = small_world();
    Diary diary;

    std::vector<EpisodeTold> read(std::size_t most = 100) const {
        LoopDiary told(world.catalogue, 2);
        told.take(diary.log);
        return told.latest(most);
    }
    /// A sign, the offer and a choice; offers are logged before the steps they belong to.
    void answers(OfferChoice choice, double hours, std::uint32_t item) {
        diary.says(FeedbackKind::not_interested, item, hours);
        const auto category = world.catalogue.items[item].category.value;
        diary.offers(choice, hours, category);
        diary.log.back().value = 0.1F;
        diary.log.back().slates = accepts(choice) ? 4 : 0;
        diary.steps(LoopState::acknowledge, hours, category);
        rests_on(Evidence::not_interested, 1.25F, category);
        rests_on(Evidence::passed_over, 0.5F, category);
        rests_on(Evidence::thumb_down, 2.0F, category + 1); // another's
        diary.steps(LoopState::clarify, hours, category, LoopState::acknowledge);
    }
    void rests_on(Evidence evidence, float nats, std::uint32_t category) {
        diary.log.push_back({.kind = LoggedKind::basis,
                             .hours = diary.log.back().hours,
                             .category = CategoryId(category),
                             .evidence = evidence,
                             .value = nats});
    }
    LoopWatched watched() const {
        LoopWatched made;
        made.episodes = read();
        made.latest = read();
        made.categories = world.catalogue.categories;
        return made;
    }
};

} // namespace

class Loop_diary_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void an_answer_is_told_from_sign_to_end() {
        Written w;
        w.answers(OfferChoice::fewer, 30, 0);
        w.diary.steps(LoopState::adjust, 30, 0, LoopState::clarify);
        w.diary.steps(LoopState::verify, 30, 0, LoopState::adjust);
        w.diary.steps(LoopState::watch, 30, 0); // the weight alone
        w.diary.log.push_back(
            {.kind = LoggedKind::promise, .hours = 80, .category = CategoryId(0), .kept = true});
        w.diary.steps(LoopState::resolved, 90, 0, LoopState::verify);
        w.diary.steps(LoopState::stable, 170, 0, LoopState::resolved);
        const auto told = w.read();
        QCOMPARE(told.size(), 1U);
        QCOMPARE(told[0].opened, 30.0);
        QCOMPARE(told[0].changed, 170.0);
        QVERIFY(told[0].sign == EpisodeSign::not_interested);
        QVERIFY(told[0].closed && told[0].state == LoopState::resolved && told[0].kept == true);
        QVERIFY(told[0].offered && told[0].offered->choice == OfferChoice::fewer);
        QCOMPARE(told[0].offered->visits, 4U);
        QCOMPARE(latest_chart(w.watched(), {"default", "calm-baseline", 2, 9, false}, Text::english())
                     .table.rows[0],
                 (std::vector<std::string>{
                     "0", "1", w.world.catalogue.categories[0], "not interested",
                     "not interested 1.25; passed over 0.50", "unwanted topic", "fewer like this",
                     "at most " + value_text(0.1, {NumberKind::share, 1}, Text::english()) + " in 4 visits",
                     "yes", "nothing", "helped"}));
    }

    void each_ending_has_its_words_data() {
        QTest::addColumn<OfferChoice>("choice");
        QTest::addColumn<std::vector<LoopState>>("steps");
        QTest::addColumn<QString>("now");
        using enum LoopState;
        QTest::addColumn<QString>("screen");
        const auto row = [](const char* words, OfferChoice choice, std::vector<LoopState> steps,
                            const char* screen) {
            QTest::newRow(words) << choice << steps << QString::fromLatin1(words)
                                 << QString::fromLatin1(screen);
        };
        const char *nothing = "nothing", *line = "a line in the list of changes";
        row("being checked", OfferChoice::fewer, {adjust, verify}, line);
        row("ended, not clearly better", OfferChoice::fewer, {adjust, verify, stable}, nothing);
        row("left in peace after a no", OfferChoice::decline, {cool_down}, nothing);
        row("signs disagreed", OfferChoice::fewer, {adjust, verify, fallback}, "one line, with undo");
        row("offers turned off", OfferChoice::stop, {opted_out, stable}, nothing);
        row("helped", OfferChoice::fewer, {adjust, verify, resolved}, line);
    }
    void each_ending_has_its_words() {
        QFETCH(OfferChoice, choice);
        QFETCH(std::vector<LoopState>, steps);
        QFETCH(QString, now);
        QFETCH(QString, screen);
        Written w;
        w.answers(choice, 30, 0);
        for (const LoopState to : steps)
            w.diary.steps(to, 31, 0);
        const LabChart chart =
            latest_chart(w.watched(), {"default", "calm-baseline", 2, 9, false}, Text::english());
        QCOMPARE(QString::fromStdString(chart.table.rows[0].back()), now);
        // DE-14: what stands on the screen is that of the state.
        QCOMPARE(QString::fromStdString(*std::prev(chart.table.rows[0].end(), 2)), screen);
        const auto& bars = std::get<LoadBars>(chart.plot);
        double all = 0;
        for (const LoadRow& bar : bars.rows) {
            all += bar.value;
            QVERIFY(bar.lower <= bar.value && bar.value <= bar.upper);
            QCOMPARE(bar.value, QString::fromStdString(bar.name) == now ? 1.0 : 0.0);
        }
        QCOMPARE(all, 1.0);
    }

    void no_moment_and_consent_taken_back() {
        Written w;
        w.diary.adjusting(true, 1);
        w.diary.steps(LoopState::acknowledge, 30, 0);
        w.diary.steps(LoopState::cool_down, 31, 0, LoopState::acknowledge);
        w.diary.steps(LoopState::acknowledge, 32, 1);
        w.diary.adjusting(false, 40);
        w.diary.steps(LoopState::acknowledge, 60, 0); // another one, after consent came back
        const auto told = w.read();
        QCOMPARE(told.size(), 3U);
        QVERIFY(!told[0].closed && !told[0].withdrawn && told[0].opened == 60);
        QVERIFY(told[1].withdrawn && told[2].withdrawn && !told[1].offered);
        QVERIFY(w.read(2).size() == 2);
    }

    // Who has allowed it for the visit alone.
    void a_visit_takes_along_what_was_allowed_for_it() {
        Written w;
        w.diary.steps(LoopState::acknowledge, 30, 0);
        w.diary.leaves(31);
        QVERIFY(w.read()[0].closed && w.read()[0].forgotten);
        Written lasting;
        lasting.diary.adjusting(true, 1);
        lasting.diary.steps(LoopState::acknowledge, 30, 0);
        lasting.diary.leaves(31);
        QVERIFY(!lasting.read()[0].closed);
    }

    // In a run: every offer is told once, and every promise that fell due.
    void a_run_is_told_completely() {
        LoadedScenario loaded = small_scenario(300, 40, 200);
        loaded.scenario.assumptions.tap_rate = 0.06;
        const Policy policy;
        const std::uint64_t seed = seed_of(loaded.scenario, 0);
        const auto world = world_of(loaded, seed);
        RunRequest request = request_for(loaded, policy, *world, seed, {});
        std::size_t offers = 0, began = 0;
        std::map<OfferChoice, int> chosen;
        request.log = [&](std::span<const LoggedEvent> events) {
            for (const LoggedEvent& event : events) {
                began += event.kind == LoggedKind::episode && event.to == LoopState::acknowledge ? 1 : 0;
                if (event.kind != LoggedKind::offer) continue;
                ++offers;
                ++chosen[event.choice];
            }
        };
        VERIFY_OK(run_policy(request));
        const auto watched = watch_loop(loaded, policy, {});
        VERIFY_OK(watched);
        QCOMPARE(watched->episodes.size(), began);
        std::size_t told = 0;
        for (const EpisodeTold& one : watched->episodes) {
            if (!one.offered) continue;
            ++told;
            --chosen[one.offered->choice];
            QVERIFY(!one.kept || one.offered->visits > 0);
        }
        QCOMPARE(told, offers);
        QVERIFY(offers > 20);
        for (const auto& [choice, left] : chosen)
            QCOMPARE(left, 0);
        QCOMPARE(watched->latest.size(), std::min<std::size_t>(LoopWatched::most_latest, began));
        for (std::size_t i = 1; i < watched->latest.size(); ++i)
            QVERIFY(watched->latest[i - 1].changed >= watched->latest[i].changed);
    }
};
ATTUNE_TEST(Loop_diary_test);

#include "loop_diary_test.moc"
