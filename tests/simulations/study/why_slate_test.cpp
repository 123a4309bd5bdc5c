// FB-07: one person's list taken apart. The parts sum, feedback has moved something where it is used, and
// nothing where it is switched off; asking changes nothing of the run.
#include "core/base/random.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/library.h"
#include "simulations/study/replication.h"
#include "simulations/study/why_words.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>
#include <numeric>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int people = 200, days = 21, items = 150;

WhySlate told(const Policy& policy, const WhyAsked& asked = {}, int threads = 1) {
    SimulateOptions options;
    options.threads = threads;
    auto slate = why_slate(small_scenario(people, days, items, 3), policy, asked, options);
    if (!slate) throw std::runtime_error(to_line(slate.error()));
    return std::move(*slate);
}

const WhySlate& usual() {
    static const WhySlate slate = told(Policy{});
    return slate;
}

Policy with(const char* setting) {
    Policy policy;
    Scenario scenario;
    if (auto set = apply_setting(setting, policy, scenario); !set)
        throw std::runtime_error(to_line(set.error()));
    return policy;
}

} // namespace

class WhySlate_test : public QObject {
    Q_OBJECT

private slots:
    void what_is_between_neighbours_sums_to_their_keys_data() {
        QTest::addColumn<QString>("setting");
        for (const char* setting :
             {"ranking.temperature=0", "ranking.temperature=0.5", "ranking.diversity=mmr",
              "ranking.ranker=content", "ranking.ranker=popularity", "ranking.ranker=random"})
            QTest::newRow(setting) << QString::fromLatin1(setting);
    }
    void what_is_between_neighbours_sums_to_their_keys() {
        QFETCH(QString, setting);
        const WhySlate slate = told(with(qPrintable(setting)), {.day = 14});
        for (const WhyList* list : {&slate.now, &slate.switched_off}) {
            QVERIFY(list->items.size() > 1);
            for (std::size_t i = 0; i < list->items.size(); ++i) {
                const WhyListed& one = list->items[i];
                QCOMPARE(std::accumulate(one.why.parts.begin(), one.why.parts.end(), 0), one.why.key);
                QCOMPARE(one.above_next.has_value(), i + 1 < list->items.size());
                if (!one.above_next) continue;
                const WhyItem& next = list->items[i + 1].why;
                QCOMPARE(std::accumulate(one.above_next->begin(), one.above_next->end(), 0),
                         one.why.key - next.key);
                for (std::size_t k = 0; k < why_parts; ++k)
                    QCOMPARE((*one.above_next)[k], one.why.parts[k] - next.parts[k]);
            }
        }
    }

    void feedback_moves_places_and_where_it_is_off_none() {
        const WhySlate& slate = usual();
        QVERIFY(slate.looked_at && *slate.looked_at > 0);
        QVERIFY(slate.now.moved() > 0);
        QVERIFY(!slate.now.topics.empty());
        for (const WhyListed& one : slate.now.items) {
            const WhyItem& why = one.why;
            const std::int32_t felt = why.part(WhyPart::feedback) + why.part(WhyPart::part_of_day) +
                                      why.part(WhyPart::familiar) + why.part(WhyPart::said_now);
            if (attributed(why) != 0) QVERIFY((felt > 0) == (attributed(why) > 0));
            if (felt == 0) QCOMPARE(attributed(why), 0);
        }
        QVERIFY(slate.switched_off.topics.empty());
        QVERIFY(!slate.switched_off.items.empty());
        for (const WhyListed& one : slate.switched_off.items) {
            QCOMPARE(attributed(one.why), 0);
            QCOMPARE(one.why.part(WhyPart::feedback), 0);
        }
    }

    // By the lever itself, as somebody at the window would switch it off.
    void a_policy_that_does_not_answer_has_moved_nobody() {
        const WhySlate slate = told(with("deescalation.enabled=off"), {.day = 14});
        QCOMPARE(slate.now.moved(), 0);
        QCOMPARE(slate.looked_at, std::optional(0));
        // Both runs are the same one.
        QCOMPARE(slate.now.items.size(), slate.switched_off.items.size());
        for (std::size_t i = 0; i < slate.now.items.size(); ++i)
            QVERIFY(slate.now.items[i].why.item == slate.switched_off.items[i].why.item);
    }

    void the_same_people_have_the_same_list() {
        const WhySlate& slate = usual();
        QCOMPARE(why_csv(told(Policy{}, {}, 3)), why_csv(slate));
        const WhySlate named = told(Policy{}, {.day = days, .person = slate.person});
        QVERIFY(!named.looked_at);
        QCOMPARE(why_csv(named), why_csv(slate));
        QVERIFY(why_csv(told(Policy{}, {.day = days, .person = (slate.person + 1) % people})) !=
                why_csv(slate));
    }

    void what_is_not_there_is_refused_data() {
        QTest::addColumn<int>("day");
        QTest::addColumn<int>("person");
        QTest::newRow("a day after the last") << days + 1 << 0;
        QTest::newRow("a day before the first") << -1 << 0;
        QTest::newRow("a person too many") << 1 << people;
    }
    void what_is_not_there_is_refused() {
        QFETCH(int, day);
        QFETCH(int, person);
        const auto slate = why_slate(small_scenario(people, days, items), Policy{},
                                     {.day = day, .person = static_cast<std::uint32_t>(person)}, {});
        QVERIFY(!slate);
        QVERIFY(slate.error().code == ErrorCode::bad_input);
        QVERIFY(!slate.error().remedy.empty());
    }

    void a_stopped_run_tells_nothing() {
        std::stop_source stop;
        SimulateOptions options;
        options.stop = stop.get_token();
        options.progress = [&](double done) {
            if (done > 0.6) stop.request_stop();
        };
        const auto slate = why_slate(small_scenario(people, days, items), Policy{}, {}, options);
        QVERIFY(!slate);
        QVERIFY(slate.error().code == ErrorCode::cancelled);
    }

    void words_say_where_it_would_be() {
        const Text& text = Text::english();
        const WhySlate& slate = usual();
        const DataTable table = why_table(slate.now, text);
        QCOMPARE(table.rows.size(), slate.now.items.size());
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const WhyItem& why = slate.now.items[i].why;
            const std::string expected = attributed(why) == 0 ? "the same"
                                                              : ordinal(why.place_without_feedback, text) +
                                                                    ", not " + ordinal(why.place, text);
            QCOMPARE(table.rows[i].back(), expected);
            // The last row of the parts is their sum.
            const DataTable parts = parts_table(slate.now.items[i], text);
            QCOMPARE(parts.rows.size(), why_bars(slate.now.items[i], text).size() + 1);
        }
        QCOMPARE(why_sentences(slate, text).back(),
                 "Places moved by feedback on this list: " + std::to_string(slate.now.moved()) +
                     ". In a run where feedback is switched off: 0.");
    }
    void ordinals_are_read_as_words_data() {
        QTest::addColumn<int>("place");
        QTest::addColumn<QString>("expected");
        for (const auto& [place, words] : std::initializer_list<std::pair<int, const char*>>{{1, "1st"},
                                                                                             {2, "2nd"},
                                                                                             {3, "3rd"},
                                                                                             {4, "4th"},
                                                                                             {11, "11th"},
                                                                                             {12, "12th"},
                                                                                             {13, "13th"},
                                                                                             {20, "20th"},
                                                                                             {21, "21st"},
                                                                                             {102, "102nd"},
                                                                                             {111, "111th"}})
            QTest::newRow(words) << place << words;
    }
    void ordinals_are_read_as_words() {
        QFETCH(int, place);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(ordinal(place, Text::english())), expected);
    }

    void every_part_has_words() {
        for (std::size_t k = 0; k < why_parts; ++k)
            QVERIFY(Text::english().has("why.part." + std::string(name(static_cast<WhyPart>(k)))));
    }

    void the_documents_parts_sum_to_its_keys() {
        const Json document = why_document(usual());
        QCOMPARE(document["attributed"].get<int>(), usual().now.moved());
        for (const Json& item : document["items"]) {
            double sum = 0;
            for (const auto& [part, nat] : item["parts"].items())
                sum += nat.get<double>();
            QCOMPARE(sum, item["key"].get<double>()); // exact: sums of multiples of 2^-24
        }
        QCOMPARE(document["switched_off"]["attributed"].get<int>(), 0);
    }
};

ATTUNE_TEST(WhySlate_test);

#include "why_slate_test.moc"
