// The most prompts of a visit, and what all but one in a hundred stay within, against sorted lists.
#include "core/measures/metrics/prompts_per_session.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Draws;

class Prompts_per_session_test : public QObject {
    Q_OBJECT
private slots:
    void random_visits_equal_the_sorted_list() {
        for (int repetition = 0; repetition < 500; ++repetition) {
            Draws draws(331, repetition);
            PromptsPerSession sessions;
            std::vector<int> list;
            for (int n = draws.number(300) + 1; n > 0; --n) {
                const int prompts = draws.chance(0.97) ? draws.number(2) : draws.number(6);
                sessions.add(prompts);
                list.push_back(prompts);
            }
            std::sort(list.begin(), list.end());
            QCOMPARE(sessions.highest(), std::optional(list.back()));
            QCOMPARE(sessions.all(), static_cast<std::uint64_t>(list.size()));
            for (const double share : {0.5, 0.9, 0.99, 1.0}) {
                // Nearest rank: the ceil(share n)-th of the list.
                const auto rank =
                    static_cast<std::size_t>(std::ceil(share * static_cast<double>(list.size()) - 1e-9));
                QCOMPARE(prompts_within(sessions, share), std::optional(list[rank - 1]));
            }
        }
    }

    void without_visits_nothing_is_said() {
        QVERIFY(!PromptsPerSession{}.highest());
        QVERIFY(!prompts_within(PromptsPerSession{}, 0.99));
    }

    // One visit in a hundred may have more, the most is told all the same.
    void one_bad_visit_shows_in_the_most_alone() {
        PromptsPerSession sessions;
        for (int i = 0; i < 199; ++i)
            sessions.add(1);
        sessions.add(4);
        QCOMPARE(sessions.highest(), std::optional(4));
        QCOMPARE(prompts_within(sessions, 0.99), std::optional(1));
        sessions.add(400);
        QCOMPARE(sessions.highest(), std::optional(PromptsPerSession::most));
    }
};

ATTUNE_TEST(Prompts_per_session_test);
#include "prompts_per_session_test.moc"
