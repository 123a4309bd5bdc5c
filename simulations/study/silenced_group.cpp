#include "simulations/study/silenced_group.h"

#include "simulations/report/csv_writer.h"
#include "simulations/study/figure_words.h"
#include "simulations/study/people_cluster.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr float never = -1.0e3F;    ///< logit
constexpr float unwilling = 1.0e3F; ///< concern about what happens to data: agrees to nothing

/// One cluster's people of one side.
struct Block {
    Fraction with, without, near_with, near_without;

    Block& operator+=(const Block& other) {
        with += other.with;
        without += other.without;
        near_with += other.near_with;
        near_without += other.near_without;
        return *this;
    }
    Block& operator-=(const Block& other) {
        with -= other.with;
        without -= other.without;
        near_with -= other.near_with;
        near_without -= other.near_without;
        return *this;
    }
    bool empty() const { return with.empty(); }
};

bool belongs(const std::array<PersonGroup, group_kind_count>& groups, PersonGroup group) {
    return std::find(groups.begin(), groups.end(), group) != groups.end();
}

/// From now on nobody of the group says anything, nor agrees to anything.
void silence(Simulation& simulation, int users, PersonGroup group) {
    for (std::uint32_t u = 0; u < static_cast<std::uint32_t>(users); ++u) {
        const UserId user(u);
        if (!belongs(groups_of(simulation.person(user)), group)) continue;
        PersonSnapshot snapshot = simulation.snapshot(user);
        snapshot.person.response_effect = never;
        snapshot.person.complaint_scale = 0;
        snapshot.person.slip_scale = 0;
        snapshot.person.opted_out = true;
        snapshot.person.concern = unwilling;
        snapshot.person.consent = {};
        simulation.restore(user, snapshot);
    }
}

/// What the group likes of each item, in the mean over those of it who are asked.
std::vector<double> liking_of_group(const RunRequest& request, const Simulation& simulation,
                                    PersonGroup group) {
    const TastePanel panel(request, panel_people);
    std::vector<double> liking(request.world->catalogue.items.size());
    int members = 0;
    for (int u = 0; u < request.users; u += panel.stride()) {
        const UserId user(static_cast<std::uint32_t>(u));
        if (!belongs(groups_of(simulation.person(user)), group)) continue;
        ++members;
        for (std::uint32_t i = 0; i < liking.size(); ++i)
            liking[i] += panel.liking(simulation, user, i);
    }
    for (double& one : liking)
        one /= std::max(1, members);
    return liking;
}

Fraction liked_by_group(const PanelList& list, const std::vector<double>& liking) {
    Fraction sum;
    for (const std::uint32_t item : list.items)
        sum += {liking[item], 1};
    return sum;
}

VoiceSide side_of(const std::vector<Block>& blocks) {
    const std::span<const Block> all(blocks);
    VoiceSide side;
    side.ndcg = jackknife(all, [](const Block& b) { return b.with.value(); });
    side.gained = jackknife(all, [](const Block& b) { return b.with.value() - b.without.value(); });
    side.pull = jackknife(all, [](const Block& b) { return b.near_with.value() - b.near_without.value(); });
    return side;
}

constexpr NumberStyle fine{NumberKind::plain, 3}, points{NumberKind::share, 1};
constexpr std::array sides = {std::pair{"own", &VoiceOutcome::own},
                              std::pair{"others", &VoiceOutcome::others}};

} // namespace

bool serves_without_harm(const VoiceOutcome& outcome) {
    return outcome.own.gained.lower > 0 && outcome.others.gained.lower > -unmoved;
}

Result<PersonGroup> voice_group(const std::string& name) {
    std::vector<std::string> known;
    for (int g = 1; g < person_group_count; ++g) {
        const auto group = static_cast<PersonGroup>(g);
        if (attune::name(group) == name) return group;
        known.emplace_back(attune::name(group));
    }
    const Text& text = Text::english();
    return fail(ErrorCode::bad_input, text.get("voice.no_group", {{"group", name}}), "--silence",
                text.get("voice.no_group.remedy", {{"groups", text.listed(known)}}));
}

Result<VoiceOutcome> measure_voice(const LoadedScenario& scenario, const Policy& policy, PersonGroup group,
                                   const SimulateOptions& options) {
    const Text& text = Text::english();
    const int days = scenario.scenario.days;
    if (auto enough = enough_days(scenario.scenario); !enough) return pass_on(enough);
    std::vector<int> asked;
    for (int day = days; day >= days / 3 && day > 0; day -= 7)
        asked.insert(asked.begin(), day);
    const auto day_done = day_counter(scenario, options, 2 * static_cast<std::size_t>(options.replications));
    VoiceOutcome outcome{.group = group, .own = {}, .others = {}};
    std::vector<Block> own, others;
    for (int replication = 0; replication < options.replications; ++replication) {
        const std::uint64_t seed = seed_of(scenario.scenario, replication);
        const auto world = world_of(scenario, seed);
        const RunRequest request = request_for(scenario, policy, *world, seed, options);
        const auto with = run_panel(request, asked, day_done);
        if (!with) return pass_on(with);
        std::vector<double> liking;
        const auto without = run_panel(request, asked, day_done, [&](Simulation& simulation) {
            liking = liking_of_group(request, simulation, group);
            silence(simulation, request.users, group);
        });
        if (!without) return pass_on(without);
        const std::size_t first = own.size();
        own.resize(first + static_cast<std::size_t>(cluster_count(request.users)));
        others.resize(own.size());
        for (std::size_t d = 0; d < with->answers.size(); ++d)
            for (std::size_t p = 0; p < with->answers[d].lists.size(); ++p) {
                const PanelList &spoken = with->answers[d].lists[p], &silent = without->answers[d].lists[p];
                const bool member = belongs(spoken.groups, group);
                if (d == 0) (member ? outcome.own : outcome.others).people += 1;
                Block& block = (member ? own : others)[first + cluster_of(spoken.user, request.users)];
                block.with += {spoken.ndcg, 1};
                block.without += {silent.ndcg, 1};
                block.near_with += liked_by_group(spoken, liking);
                block.near_without += liked_by_group(silent, liking);
            }
    }
    if (outcome.own.people == 0)
        return fail(ErrorCode::bad_input, text.get("voice.nobody", {{"group", std::string(name(group))}}),
                    "--silence", text.get("voice.nobody.remedy"));
    for (const auto& [blocks, side] : {std::pair{&own, &outcome.own}, {&others, &outcome.others}}) {
        const double people = side->people;
        *side = side_of(*blocks);
        side->people = people;
    }
    return outcome;
}

DataTable voice_table(const VoiceOutcome& outcome, const Text& text) {
    DataTable table;
    for (const char* column : {"who", "people", "ndcg", "gained", "interval", "pull", "pull_interval"})
        table.head.push_back(text.get("voice." + std::string(column)));
    for (const auto& [key, of] : sides) {
        const VoiceSide& side = outcome.*of;
        table.rows.push_back(
            {std::string(key) == "own" ? text.get("report.group." + std::string(name(outcome.group)))
                                       : text.get("voice.others"),
             count_text(side.people), known_text(side.ndcg.value, fine, text),
             known_difference(side.gained.value, fine, text), known_change_interval(side.gained, fine, text),
             known_difference(side.pull.value, points, text),
             known_change_interval(side.pull, points, text)});
    }
    return table;
}

std::vector<std::string> voice_sentences(const VoiceOutcome& outcome, const Text& text) {
    const std::string group = text.get("report.group." + std::string(name(outcome.group)));
    const Estimate& own = outcome.own.gained;
    const char* gain = own.lower > 0 ? "gains" : own.upper < 0 ? "loses" : "unsure";
    const Estimate& others = outcome.others.gained;
    const char* rest = others.lower > 0          ? "gain"
                       : others.lower > -unmoved ? "unmoved"
                       : others.upper < -unmoved ? "lose"
                                                 : "unsure";
    return {text.get("voice.own." + std::string(gain),
                     {{"group", group}, {"change", known_difference(own.value, fine, text)}}),
            text.get("voice.rest." + std::string(rest),
                     {{"change", known_difference(others.value, fine, text)},
                      {"limit", value_text(unmoved, {NumberKind::plain, 2}, text)}})};
}

Json voice_document(const VoiceOutcome& outcome) {
    Json document = {{"group", std::string(name(outcome.group))},
                     {"serves_without_harm", serves_without_harm(outcome)}};
    for (const auto& [key, of] : sides) {
        const VoiceSide& side = outcome.*of;
        document[key] = {{"people", side.people},
                         {"ndcg", known_figure(side.ndcg)},
                         {"gained", known_figure(side.gained)},
                         {"pull", known_figure(side.pull)}};
    }
    return {{"voice", std::move(document)}};
}

std::string voice_csv(const VoiceOutcome& outcome) {
    std::string csv = "who,people,ndcg,ndcg_lower,ndcg_upper,gained,gained_lower,gained_upper,pull,"
                      "pull_lower,pull_upper\n";
    for (const auto& [key, of] : sides) {
        const VoiceSide& side = outcome.*of;
        csv += csv_cell(std::string(key) == "own" ? std::string(name(outcome.group)) : std::string(key));
        csv += "," + csv_cell(side.people);
        for (const Estimate& one : {side.ndcg, side.gained, side.pull})
            for (const double value : {one.value, one.lower, one.upper})
                csv += "," + csv_cell(value);
        csv += "\n";
    }
    return csv;
}

} // namespace attune
