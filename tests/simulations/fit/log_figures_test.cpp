// What a log is reduced to: by hand where a hand can count, and against the metrics of the same run where
// both count the same thing.
#include "simulations/fit/log_figures.h"
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"

#include <cmath>

namespace attune::test {
namespace {

using K = LoggedKind;

LoggedEvent told(K kind, std::uint32_t user, double hours) {
    return {.kind = kind, .user = UserId(user), .hours = hours};
}

/// A prompt and, if so, its answer.
void ask(LogReducer& reducer, std::uint32_t user, double hours, bool answered) {
    QCOMPARE(reducer.add(told(K::prompt, user, hours)), LogReducer::Trouble::none);
    if (!answered) return;
    LoggedEvent answer = told(K::answer, user, hours);
    answer.feedback = FeedbackKind::thumb_up;
    QCOMPARE(reducer.add(answer), LogReducer::Trouble::none);
}

void visit(LogReducer& reducer, std::uint32_t user, double hours) {
    LoggedEvent session = told(K::session, user, hours);
    session.slates = 4;
    session.value = 6;
    QCOMPARE(reducer.add(session), LogReducer::Trouble::none);
}

std::size_t row(LogFigure figure) {
    return static_cast<std::size_t>(figure);
}

Figures reduced(const std::vector<LoggedEvent>& log, int days) {
    LogReducer reducer;
    for (const LoggedEvent& e : log)
        reducer.add(e);
    return reducer.figures(days);
}

} // namespace

class Log_figures_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void prompts_are_counted_by_what_came_before() {
        LogReducer reducer;
        ask(reducer, 1, 10, true);
        ask(reducer, 1, 20, false); // 10 h after an answered one: load just under 1
        ask(reducer, 1, 100, true); // 80 h after an unanswered one
        ask(reducer, 2, 50, false);
        const Figures f = reducer.figures(7);
        QCOMPARE(f.values[row(LogFigure::response_rate)], 0.5);
        QCOMPARE(f.values[row(LogFigure::response_first)], 0.5);
        QCOMPARE(f.counted[row(LogFigure::response_first)], 2.0);
        QCOMPARE(f.counted[row(LogFigure::response_load_1)], 1.0);
        QCOMPARE(f.counted[row(LogFigure::response_load_2)], 1.0);
        QCOMPARE(f.counted[row(LogFigure::response_soon)], 1.0);
        QCOMPARE(f.counted[row(LogFigure::response_in_4_days)], 1.0);
        QCOMPARE(f.counted[row(LogFigure::response_after_answer)], 1.0);
        QCOMPARE(f.counted[row(LogFigure::response_after_silence)], 1.0);
        // Person 1: two of three answered, two of six ordered pairs; person 2 has no pair.
        QCOMPARE(f.values[row(LogFigure::response_pairs)], 2.0 / 6.0);
        QCOMPARE(f.values[row(LogFigure::prompts_per_user_week)], 2.0);
        QVERIFY(std::isnan(f.values[row(LogFigure::response_later)]));
    }

    void bands_end_where_they_say() {
        LogReducer reducer;
        double hours = 0;
        // After these gaps; one prompt stands at each end of each band.
        for (const double gap : {0.0, 11.5, 12.0, 47.5, 48.0, 95.5, 96.0, 191.5, 192.0})
            ask(reducer, 1, hours += gap, false);
        for (int more = 0; more < 13; ++more)
            ask(reducer, 1, hours += 300, false);
        const Figures f = reducer.figures(300);
        const auto counted = [&](LogFigure figure) { return f.counted[row(figure)]; };
        QCOMPARE(counted(LogFigure::response_soon), 1.0);
        QCOMPARE(counted(LogFigure::response_in_2_days), 2.0);
        QCOMPARE(counted(LogFigure::response_in_4_days), 2.0);
        QCOMPARE(counted(LogFigure::response_in_8_days), 2.0);
        QCOMPARE(counted(LogFigure::response_long_after), 14.0);
        QCOMPARE(counted(LogFigure::response_first), 1.0);
        QCOMPARE(counted(LogFigure::response_to_4), 3.0);
        QCOMPARE(counted(LogFigure::response_to_9), 5.0);
        QCOMPARE(counted(LogFigure::response_to_19), 10.0);
        QCOMPARE(counted(LogFigure::response_later), 3.0);
    }

    void never_and_always_stand_half_an_event_inside() {
        LogReducer reducer;
        for (std::uint32_t user = 0; user < 9; ++user)
            ask(reducer, user, 10, false);
        const Figures f = reducer.figures(7);
        QCOMPARE(f.values[row(LogFigure::response_rate)], 0.05);
        QVERIFY(f.variance(row(LogFigure::response_rate)) > 0);
        QCOMPARE(f.values[row(LogFigure::opt_outs_per_prompt)], 0.05);
    }

    void opting_out_belongs_to_the_prompt_before_it() {
        LogReducer reducer;
        ask(reducer, 1, 10, false);
        ask(reducer, 2, 10, false);
        ask(reducer, 2, 11, false);
        ask(reducer, 2, 12, false); // load of two
        reducer.add(told(K::opt_out, 2, 12));
        reducer.add(told(K::opt_out, 3, 12)); // in the settings, not at a prompt
        const Figures f = reducer.figures(7);
        QCOMPARE(f.values[row(LogFigure::opt_outs_per_prompt)], 0.25);
        QVERIFY(f.values[row(LogFigure::opt_outs_loaded)] > 0.5);
        QCOMPARE(f.values[row(LogFigure::opt_out_rate)], 2.0 / 3.0);
    }

    void turning_prompts_on_again_takes_the_opt_out_back() {
        LogReducer reducer;
        visit(reducer, 1, 1);
        visit(reducer, 2, 1);
        visit(reducer, 3, 1);
        reducer.add(told(K::opt_out, 1, 12));
        reducer.add(told(K::opt_out, 2, 12));
        reducer.add(told(K::opt_in, 2, 60));
        QCOMPARE(reducer.figures(7).values[row(LogFigure::opt_out_rate)], 1.0 / 3.0);
    }

    void visits_tell_activity_silence_and_return() {
        LogReducer reducer;
        visit(reducer, 1, 5);
        visit(reducer, 1, 30);
        visit(reducer, 1, 34 * 24.0); // away for over a month, then back
        visit(reducer, 2, 5);
        const Figures f = reducer.figures(35);
        QCOMPARE(f.values[row(LogFigure::active_last_week)], 0.5);
        QCOMPARE(f.values[row(LogFigure::came_back)], 0.5);
        QCOMPARE(f.values[row(LogFigure::silent_at_end)], 0.5);
        QCOMPARE(f.values[row(LogFigure::visits_per_day)], 4.0 / 70.0);
        QCOMPARE(f.values[row(LogFigure::visits_first_week)], 3.0 / 14.0);
        QCOMPARE(f.values[row(LogFigure::visit_pairs)], 1.0);
        QCOMPARE(f.values[row(LogFigure::session_length)], 4.0);
        // Too short a log says nothing of who is gone.
        LogReducer brief;
        visit(brief, 1, 5);
        QVERIFY(std::isnan(brief.figures(20).values[row(LogFigure::silent_at_end)]));
    }

    void the_last_day_is_that_of_the_last_visit() {
        LogReducer reducer;
        visit(reducer, 1, 47.9);
        reducer.add(told(K::prompt, 1, 48.1)); // the visit ran on past midnight
        QCOMPARE(reducer.days(), 2);
    }

    void contradictions_are_told() {
        LogReducer reducer;
        ask(reducer, 1, 100, true);
        QCOMPARE(reducer.add(told(K::answer, 1, 100)), LogReducer::Trouble::answer_without_prompt);
        QCOMPARE(reducer.add(told(K::answer, 2, 100)), LogReducer::Trouble::answer_without_prompt);
        QCOMPARE(reducer.add(told(K::prompt, 1, 99)), LogReducer::Trouble::none); // visits may overlap
        QCOMPARE(reducer.add(told(K::prompt, 1, 70)), LogReducer::Trouble::time_backwards);
        visit(reducer, 1, 100);
        QCOMPARE(reducer.add(told(K::session, 1, 70)), LogReducer::Trouble::time_backwards);
    }

    void it_counts_what_the_metrics_count() {
        const WorldData world = make_synthetic_world({}, 60, 3);
        const LoggedRun run =
            observe_with_log(request_over(world, {}, shipped_policy("ask-every-session"), 300, 14, 3));
        const Figures figures = reduced(run.log, 14);
        const Measured measured = measure(run.observation);
        for (const char* key :
             {"prompts_per_user_week", "response_rate", "opt_out_rate", "session_length", "session_minutes",
              "ctr_slate", "satisfaction_answers", "conversion_session", "consent_share"}) {
            const auto at = static_cast<std::size_t>(
                std::find(figures.keys.begin(), figures.keys.end(), key) - figures.keys.begin());
            const MetricValue& metric = value_of(measured.values, key);
            QVERIFY2(
                std::abs(figures.values[at] / metric.value - 1) < 1e-5,
                qPrintable(QString("%1: %2, not %3").arg(key).arg(figures.values[at]).arg(metric.value)));
        }
    }

    void its_errors_are_those_of_drawing_other_people() {
        // The spread of the figure over worlds of other people is what one log says it is.
        double squares = 0, sum = 0, claimed = 0;
        constexpr int worlds = 24;
        for (int w = 0; w < worlds; ++w) {
            const auto seed = static_cast<std::uint64_t>(100 + w);
            const WorldData world = make_synthetic_world({}, 40, seed);
            const LoggedRun run =
                observe_with_log(request_over(world, {}, shipped_policy("ask-every-session"), 128, 8, seed));
            const Figures f = reduced(run.log, 8);
            const double value = f.values[row(LogFigure::response_rate)];
            sum += value;
            squares += value * value;
            claimed += f.variance(row(LogFigure::response_rate)) / worlds;
        }
        const double spread = (squares - sum * sum / worlds) / (worlds - 1);
        // A variance from 24 worlds is known to within a factor of 2.2 (chi-squared, 99.9 %).
        QVERIFY2(spread / claimed > 1 / 2.2 && spread / claimed < 2.2,
                 qPrintable(QString("%1 against %2").arg(spread).arg(claimed)));
    }

    void other_people_between_change_nothing() {
        const WorldData world = make_synthetic_world({}, 40, 5);
        const LoggedRun run = observe_with_log(request_over(world, {}, {}, 100, 8, 5));
        std::vector<LoggedEvent> by_person = run.log;
        std::stable_sort(by_person.begin(), by_person.end(), [](const LoggedEvent& a, const LoggedEvent& b) {
            return a.user.value > b.user.value;
        });
        const Figures one = reduced(run.log, 8);
        const Figures other = reduced(by_person, 8);
        for (std::size_t f = 0; f < log_figure_count; ++f)
            QVERIFY(std::abs(one.values[f] - other.values[f]) < 1e-9 ||
                    (std::isnan(one.values[f]) && std::isnan(other.values[f])));
    }
};

ATTUNE_TEST(Log_figures_test);

} // namespace attune::test

#include "log_figures_test.moc"
