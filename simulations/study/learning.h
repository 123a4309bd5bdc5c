// What each kind of feedback teaches: the same people, who all let what they do be used, once with
// everything, once with what they say alone, once with what they do alone, once with nothing. How near
// predictions come to what people truly like, and after how many slates lists are as good as they get
// (requirements FB-03, FB-10).
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/panel_run.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

enum class LearnsFrom { both, said, done, nothing };
inline constexpr std::array learning_sources = {LearnsFrom::both, LearnsFrom::said, LearnsFrom::done,
                                                LearnsFrom::nothing};
/// "both", "said", "done", "nothing"; words: "learning.from.<name>".
std::string_view name(LearnsFrom from);

/// The matrix without the cells by which what people say, or what they do, would teach the recommender:
/// those of the purposes that adapt lists or improve the model.
ConsentMatrix teaching_matrix(ConsentMatrix matrix, LearnsFrom from);

/// The part of the way from the cold start to the end of "both" that counts as having got there.
constexpr double learned_share = 0.9;

/// What is told of one source. Levels are of the last third of the run.
struct LearningFigures {
    Estimate ndcg;        ///< of a list without noise, 0 to 1
    Estimate calibration; ///< error, chances
    Estimate correlation; ///< of predicted and true liking, within people
    Estimate slates;      ///< seen by a person until lists got there; at most as many as there were
};

struct LearningArm {
    struct Point {
        int day = 0; ///< days that have passed
        double slates = 0;
        Estimate ndcg;
    };
    LearnsFrom from{};
    std::vector<Point> curve;
    LearningFigures value, difference; ///< difference: both less this one, paired
    bool reached = false;              ///< lists got there
};

/// How well predictions are calibrated for some of the people, in the last third of the run.
struct LearningGroup {
    enum class Kind { activity, device };
    Kind kind{};
    /// activity: from 0, the tenth of people who have seen the fewest slates; device: a PersonGroup.
    int which = 0;
    double people = 0;   ///< asked on one day, in the mean
    Estimate both, done; ///< calibration error, chances
    Estimate difference; ///< both less done, paired
};
constexpr int activity_parts = 10;
/// The distance between the worst and the best calibrated group of a kind.
struct LearningGap {
    LearningGroup::Kind kind{};
    Estimate both, done, difference;
};

struct LearningOutcome {
    std::vector<LearningGroup> groups;
    std::vector<LearningGap> gaps;
    double start = 0, goal = 0; ///< NDCG at the cold start, and what counts as having got there
    std::vector<LearningArm> arms;

    const LearningArm& of(LearnsFrom from) const;
};

/// Errors: bad_input for less than six days; those of the simulation; cancelled.
Result<LearningOutcome> measure_learning(const LoadedScenario& scenario, const Policy& policy,
                                         const SimulateOptions& options);

/// By source: what of lists, predictions and slates.
DataTable learning_table(const LearningOutcome& outcome, const Text& text);
/// By group: calibration with and without what people say.
DataTable learning_groups_table(const LearningOutcome& outcome, const Text& text);
/// Whether what people say brings predictions nearer to what they truly like, whether it makes lists better,
/// and when lists count as having got there.
std::string calibration_sentence(const LearningOutcome& outcome, const Text& text);
std::string lists_sentence(const LearningOutcome& outcome, const Text& text);
std::string goal_sentence(const LearningOutcome& outcome, const Text& text);
/// These, then how soon lists got there and what became of the gaps between groups.
std::vector<std::string> learning_sentences(const LearningOutcome& outcome, const Text& text);
/// {"learning": {"start", "goal", "arms": [{from, ndcg, calibration, correlation, slates, reached,
/// "both_less":
/// {...}, curve: [{day, slates, ndcg}]}], "groups": [{kind, which,
/// people, both, done, difference}], "gaps": [{kind, both, done, difference}]}}
Json learning_document(const LearningOutcome& outcome);
/// A row per source and day asked, then one per source of the last third.
std::string learning_csv(const LearningOutcome& outcome);

} // namespace attune
