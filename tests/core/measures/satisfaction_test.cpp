// Satisfaction as the truth and as the answers suggest, and the trap between them.
#include "core/measures/metrics/retention.h"
#include "core/measures/metrics/satisfaction.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Draws;

namespace {

Tallies all_tallies(const std::vector<PersonRow>& people, const std::vector<SatisfactionRow>& rows,
                    const std::vector<PromptRow>& prompts = {}) {
    Tallies tallies = retention_tallies(people, {});
    tallies += satisfaction_tallies(people, rows);
    tallies += prompt_tallies(prompts);
    return tallies;
}

} // namespace

class Satisfaction_test : public QObject {
    Q_OBJECT
private slots:
    void the_last_value_is_carried_for_those_who_left() {
        // Days 0 to 3. Ann: .8 throughout. Ben: .4, then .2 on day 1, and leaves. Means per day: .6, .5, .5,
        // .5.
        const std::vector<PersonRow> people = {{.user = 0, .last_day = 3},
                                               {.user = 1, .last_day = 3, .exit_day = 1}};
        const std::vector<SatisfactionRow> rows = {{1, 1, 0.2}, {0, 0, 0.8}, {1, 0, 0.4}, {7, 0, 0.9}};
        VERIFY_NEAR(ratio_value("satisfaction_true", all_tallies(people, rows)), 0.525, 1e-12);
    }

    void a_person_whose_truth_is_unknown_makes_the_mean_unknown() {
        const std::vector<PersonRow> people = {{.user = 0}, {.user = 1}};
        QVERIFY(std::isnan(ratio_value("satisfaction_true", all_tallies(people, {{0, 0, 0.8}}))));
        QVERIFY(std::isnan(ratio_value("satisfaction_true", all_tallies({}, {}))));
    }

    void an_arm_that_loses_unhappy_people_does_not_look_better() {
        // Both arms: 50 people at .8 and 50 at .2, 30 days, one visit a day and a prompt at each. In the
        // first arm all stay, and the unhappy slowly recover to .35. In the second the unhappy leave on
        // day 5.
        const auto arm = [](bool loses_unhappy) {
            std::vector<PersonRow> people;
            std::vector<SatisfactionRow> rows;
            std::vector<PromptRow> prompts;
            for (std::uint32_t user = 0; user < 100; ++user) {
                const bool happy = user < 50;
                PersonRow person{.user = user, .last_day = 29};
                if (loses_unhappy && !happy) person.exit_day = 5;
                for (int day = 0; day <= person.exit_day.value_or(29); ++day) {
                    const double recovered = loses_unhappy ? 0 : 0.15 * day / 29;
                    rows.push_back({user, day, happy ? 0.8 : 0.2 + recovered});
                    prompts.push_back({user, day, happy ? Thumb::up : Thumb::down});
                }
                people.push_back(person);
            }
            double by_visit = 0;
            for (const auto& row : rows)
                by_visit += row.satisfaction / static_cast<double>(rows.size());
            return std::pair(by_visit, all_tallies(people, rows, prompts));
        };
        const auto [kept_by_visit, kept] = arm(false);
        const auto [lost_by_visit, lost] = arm(true);
        // The trap: whoever averages over visits, or over answers, prefers the arm that drove people away.
        QVERIFY(lost_by_visit > kept_by_visit + 0.1);
        QVERIFY(ratio_value("satisfaction_answers", lost) > ratio_value("satisfaction_answers", kept) + 0.1);
        // Everyone enrolled counts: .5 with the carried .2; the other arm is above it.
        VERIFY_NEAR(ratio_value("satisfaction_true", lost), 0.5, 1e-12);
        QVERIFY(ratio_value("satisfaction_true", kept) > 0.53);
        QVERIFY(ratio_value("churn_hazard", lost) > 0);
    }

    void answers_alone_can_be_far_from_the_truth() {
        // Strata of 6,000, 3,000 and 1,000 people satisfied .9, .6, .2 of the time, answering 5 %, 10 % and
        // 40 % of their prompts: the truth is .74, the 1,000 answers say (300 x .9 + 300 x .6 + 400 x .2) /
        // 1,000 = .53.
        std::vector<PersonRow> people;
        std::vector<SatisfactionRow> rows;
        std::vector<PromptRow> prompts;
        const auto stratum = [&](int size, double satisfied, int answers) {
            for (int i = 0; i < size; ++i) {
                const auto user = static_cast<std::uint32_t>(people.size());
                people.push_back({.user = user});
                rows.push_back({user, 0, satisfied});
                const bool up = i < std::lround(answers * satisfied);
                prompts.push_back({user, 0, i >= answers ? Thumb::none : up ? Thumb::up : Thumb::down});
            }
        };
        stratum(6000, 0.9, 300);
        stratum(3000, 0.6, 300);
        stratum(1000, 0.2, 400);
        const Tallies tallies = all_tallies(people, rows, prompts);
        VERIFY_NEAR(ratio_value("satisfaction_true", tallies), 0.74, 1e-9);
        VERIFY_NEAR(ratio_value("satisfaction_answers", tallies), 0.53, 1e-12);
        VERIFY_NEAR(ratio_value("response_rate", tallies), 0.1, 1e-12);
        VERIFY_NEAR(ratio_value("prompts_per_user_week", tallies), 7.0, 1e-12); // one prompt on the one day
    }

    void equals_brute_force_on_random_logs() {
        for (int repetition = 0; repetition < test::sized(100, 3000); ++repetition) {
            Draws draws(80, repetition);
            std::vector<PersonRow> people;
            std::vector<SatisfactionRow> rows;
            for (int i = 1 + draws.number(20); i > 0; --i) {
                PersonRow person{.user = static_cast<std::uint32_t>(3 * i), .enrolled_day = draws.number(5)};
                person.last_day = person.enrolled_day + draws.number(20);
                people.push_back(person);
                rows.push_back({person.user, person.enrolled_day, draws.uniform() / 3});
                for (int day = person.enrolled_day + 1; day < 30; ++day)
                    if (draws.chance(0.3)) rows.push_back({person.user, day, draws.uniform() / 3});
            }
            double sum = 0;
            double days = 0;
            for (const auto& person : people)
                for (int day = person.enrolled_day; day <= person.last_day; ++day) {
                    const SatisfactionRow* latest = nullptr;
                    for (const auto& row : rows)
                        if (row.user == person.user && row.day <= day && (!latest || row.day > latest->day))
                            latest = &row;
                    QVERIFY(latest);
                    sum += latest->satisfaction;
                    days += 1;
                }
            const Tallies tallies = all_tallies(people, rows);
            VERIFY_NEAR(ratio_value("satisfaction_true", tallies), sum / days, 1e-12);
            draws.shuffle(people);
            draws.shuffle(rows);
            QVERIFY(all_tallies(people, rows) == tallies);
        }
    }
};

ATTUNE_TEST(Satisfaction_test);
#include "satisfaction_test.moc"
