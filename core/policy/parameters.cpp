#include "core/policy/parameters.h"

#include "core/base/resources.h"

#include <algorithm>
#include <cassert>
#include <type_traits>
#include <utility>

namespace attune {
namespace {

constexpr int policy_version = 1;

using Entry = PolicyTable::Entry;

struct Range {
    double least, most, step;
};

/// What every row has; the group is the first word of the key.
ParameterSpec spec(const std::string& key, ParameterKind kind, const char* unit, Range range, Acts acts,
                   const char* source, double standard, Scale scale = Scale::linear) {
    return {.key = key,
            .kind = kind,
            .group = key.substr(0, key.find('.')),
            .unit = unit,
            .minimum = range.least,
            .maximum = range.most,
            .step = range.step,
            .standard = standard,
            .scale = scale,
            .acts = acts,
            .source = source};
}

/// A lever with a number; the default is the member's own.
template <typename T>
Entry number(const char* key, const char* unit, Range range, Acts acts, const char* source, T Policy::*member,
             Scale scale = Scale::linear) {
    constexpr ParameterKind kind = std::is_same_v<T, int> ? ParameterKind::integer : ParameterKind::real;
    return {spec(key, kind, unit, range, acts, source, static_cast<double>(Policy{}.*member), scale), member};
}

Entry yes_no(const char* key, Acts acts, const char* source, bool Policy::*member) {
    return {spec(key, ParameterKind::boolean, "-", {0, 1, 1}, acts, source, Policy{}.*member ? 1 : 0),
            member};
}

Entry choice(const char* key, std::vector<std::string> choices, Acts acts, const char* source,
             int Policy::*member) {
    const Range range{0, static_cast<double>(choices.size() - 1), 1};
    ParameterSpec made = spec(key, ParameterKind::choice, "-", range, acts, source, Policy{}.*member);
    made.choices = std::move(choices);
    return {std::move(made), member};
}

/// One lever for each group; all are off by default.
Entry family(const char* key, const char* unit, Range range, Acts acts, const char* source,
             std::map<std::string, double> Policy::*member) {
    return {spec(key, ParameterKind::real, unit, range, acts, source, 0), member};
}

std::vector<Entry> entries() {
    const char* deesc = "De-escalation proposal, sections 3, 7 and 11";
    const char* cadence = "Prompt cadence response surface of the behaviour model, section 6.2";
    const char* moment = "Asking moments of the behaviour model, section 4 (b_trig)";
    const char* notice = "Notice designs of the behaviour model, section 3.15 (E21 to E23)";
    const char* form = "Answer model of the behaviour model, sections 3.9 and 3.10";
    const char* own = "Our choice; see the text of each lever";
    const char* worth =
        "Mean worth of items so answered in the calm baseline, where a whole consumption counts 1.4; what "
        "each is about: resources/annotation";
    const char* answered =
        "Our choice, beside the weight of a pick; what each is about: resources/annotation";
    return {
        choice("ranking.ranker", {"factors", "popularity", "content", "random"}, Acts::next_start, own,
               &Policy::ranker),
        number("ranking.temperature", "nat", {0, 2, 0.05}, Acts::now, own, &Policy::temperature),
        number("ranking.candidates", "items", {16, 128, 8}, Acts::next_start,
               "Speed measurements: picking cost against starved slates", &Policy::candidates),
        number("ranking.category_quota", "items", {0, 4, 1}, Acts::next_start,
               "Speed measurements: without a quota late slates starve", &Policy::category_quota),
        number("ranking.category_cap", "items", {1, 10, 1}, Acts::now, own, &Policy::category_cap),
        number("ranking.exploration_share", "share", {0, 0.5, 0.05}, Acts::now,
               "De-escalation proposal, section 7: 10 % of slots", &Policy::exploration_share),
        choice("ranking.exploration", {"scored", "thompson"}, Acts::next_start,
               "Thompson sampling: Thompson 1933; Chapelle and Li 2011", &Policy::exploration),
        number("ranking.least_liked", "share", {0, 0.5, 0.01}, Acts::next_start, own, &Policy::least_liked),
        number("ranking.other_sources", "items", {0, 24, 1}, Acts::next_start, own, &Policy::other_sources),
        choice("ranking.diversity", {"off", "mmr", "dpp"}, Acts::next_start,
               "MMR: Carbonell and Goldstein 1998; DPP: Chen, Zhang and Zhou 2018", &Policy::diversity),
        number("ranking.diversity_weight", "share", {0, 0.9, 0.05}, Acts::next_start, own,
               &Policy::diversity_weight),
        number("ranking.taste_match", "share", {0, 0.95, 0.05}, Acts::next_start,
               "Calibrated recommendations, Steck 2018: weights from .5 to .99", &Policy::taste_match),
        number("model.update_days", "days", {1, 28, 1}, Acts::next_start, own, &Policy::update_days),
        number("model.regularisation", "-", {0.1, 50, 0.1}, Acts::next_start, own, &Policy::regularisation,
               Scale::log),
        number("model.recency_half_life", "days", {1, 365, 1}, Acts::next_start,
               "De-escalation proposal, section 4: half-life 30 d", &Policy::recency_half_life, Scale::log),
        number("model.frequency_saturation", "events", {1, 50, 1}, Acts::next_start, own,
               &Policy::frequency_saturation),
        yes_no("model.spot_brigades", Acts::next_start,
               "De-escalation proposal, section 3: a manipulator weighs 0 for the shared model",
               &Policy::spot_brigades),
        family("fairness.floor.<group>", "share", {0, 0.9, 0.01}, Acts::next_start,
               "A team's decision; no default is neutral", &Policy::exposure_floor),
        family("fairness.cap.<group>", "share", {0, 0.95, 0.01}, Acts::next_start,
               "A team's decision; no default is neutral", &Policy::exposure_cap),
        number("fairness.merit_share", "share", {0, 1, 0.05}, Acts::next_start,
               "Exposure in proportion to merit: Singh and Joachims 2018 (disparate treatment)",
               &Policy::merit_share),
        choice("fairness.controller", {"guarded", "fairco"}, Acts::next_start,
               "FairCo: Morik, Singh, Hong and Joachims 2020", &Policy::fairness_controller),
        number("fairness.price_step", "nat", {0, 5, 0.05}, Acts::next_start,
               "Dual mirror descent, Balseiro, Lu and Mirrokni 2023; the largest step that settles: at a "
               "floor of 0.4, the share swings by 0.12 from day to day at 1 and by 0.01 at 0.2",
               &Policy::price_step),
        number("fairness.debt_limit", "slates", {0.5, 100, 0.5}, Acts::next_start, own, &Policy::debt_limit,
               Scale::log),
        choice("consent.notice", {"equal", "second_click", "granular", "plain"}, Acts::next_start, notice,
               &Policy::notice),
        yes_no("consent.show_benefit", Acts::next_start, notice, &Policy::show_benefit),
        number("consent.valid_days", "days", {7, 365, 1}, Acts::next_start,
               "Our choice; consents without an end are discouraged (ISO/IEC TS 27560, DPV guide)",
               &Policy::consent_days, Scale::log),
        yes_no("prompt.enabled", Acts::now, own, &Policy::prompts),
        number("prompt.session_cap", "prompts", {0, 3, 1}, Acts::now, cadence, &Policy::session_cap),
        number("prompt.weekly_cap", "prompts", {0, 50, 1}, Acts::now, cadence, &Policy::weekly_cap),
        number("prompt.gap_hours", "h", {0, 720, 6}, Acts::now, cadence, &Policy::gap_hours),
        number("prompt.backoff", "-", {1, 4, 0.25}, Acts::now,
               "Our choice; each dismissal lowers receptivity in the de-escalation proposal, section 5",
               &Policy::backoff),
        yes_no("prompt.after_conversion", Acts::now, moment, &Policy::ask_after_conversion),
        yes_no("prompt.at_pause", Acts::now, moment, &Policy::ask_at_pause),
        yes_no("prompt.when_fruitless", Acts::now, moment, &Policy::ask_when_fruitless),
        number("prompt.at_random", "share", {0, 1, 0.05}, Acts::now, moment, &Policy::ask_at_random),
        number("prompt.template_rest", "h", {0, 720, 6}, Acts::now, form, &Policy::template_rest),
        yes_no("prompt.receptivity_gate", Acts::now, "De-escalation proposal, section 5",
               &Policy::receptivity_gate),
        number("prompt.tour", "items", {0, 10, 1}, Acts::now, moment, &Policy::tour_items),
        choice("prompt.channel", {"thumb", "stars", "survey"}, Acts::now, form, &Policy::channel),
        number("prompt.survey_questions", "questions", {1, 3, 1}, Acts::now, form, &Policy::survey_questions),
        choice("prompt.survey_audience", {"everyone", "newcomers", "regulars"}, Acts::now, form,
               &Policy::survey_audience),
        yes_no("prompt.ask_reason", Acts::now, form, &Policy::ask_reason),
        number("prompt.reason_after", "answers", {0, 10, 1}, Acts::now, own, &Policy::reason_after),
        yes_no("prompt.own_words", Acts::now, form, &Policy::own_words),
        choice("prompt.place", {"below", "window", "forced"}, Acts::now, form, &Policy::prompt_place),
        number("answers.thumb_up", "nat", {0, 3.9, 0.1}, Acts::now, worth, &Policy::answer_thumb_up),
        number("answers.thumb_down", "nat", {-3.9, 0, 0.1}, Acts::now, worth, &Policy::answer_thumb_down),
        // Ranges that meet: more stars are never worth less.
        number("answers.stars_1", "nat", {-3.9, -1.6, 0.1}, Acts::now, worth, &Policy::answer_stars_1),
        number("answers.stars_2", "nat", {-1.6, -0.8, 0.1}, Acts::now, worth, &Policy::answer_stars_2),
        number("answers.stars_3", "nat", {-0.8, -0.1, 0.1}, Acts::now, worth, &Policy::answer_stars_3),
        number("answers.stars_4", "nat", {-0.1, 0.9, 0.1}, Acts::now, worth, &Policy::answer_stars_4),
        number("answers.stars_5", "nat", {0.9, 3.9, 0.1}, Acts::now, worth, &Policy::answer_stars_5),
        number("answers.tap", "nat", {-3.9, 0, 0.1}, Acts::now, answered, &Policy::answer_tap),
        number("answers.reason_topic", "nat", {-3.9, 0, 0.1}, Acts::now, answered,
               &Policy::answer_reason_topic),
        number("answers.reason_source", "nat", {-3.9, 0, 0.1}, Acts::now, answered,
               &Policy::answer_reason_source),
        number("answers.reason_seen_it", "nat", {-3.9, 0, 0.1}, Acts::now, answered,
               &Policy::answer_reason_seen_it),
        number("answers.reason_too_expensive", "nat", {-2, 0, 0.05}, Acts::now, answered,
               &Policy::answer_reason_too_expensive),
        number("answers.reason_quality", "nat", {-3.9, 0, 0.1}, Acts::now, answered,
               &Policy::answer_reason_quality),
        number("answers.reason_wrong_time", "nat", {-3.9, 0, 0.1}, Acts::now, answered,
               &Policy::answer_reason_wrong_time),
        yes_no("deescalation.enabled", Acts::now, deesc, &Policy::deescalation),
        number("deescalation.acknowledge_at", "probability", {0.5, 0.95, 0.01}, Acts::now,
               "Design decision 1: one tap reaches 0.695", &Policy::acknowledge_at),
        number("deescalation.watch_at", "probability", {0.2, 0.6, 0.01}, Acts::now, deesc, &Policy::watch_at),
        number("deescalation.step", "nat", {0.2, 1.6, 0.05}, Acts::now, deesc, &Policy::step),
        number("deescalation.lowest_weight", "nat", {-4, -0.5, 0.1}, Acts::now, deesc,
               &Policy::lowest_weight),
        number("deescalation.recovery_half_life", "days", {7, 90, 1}, Acts::now, deesc,
               &Policy::recovery_half_life),
        number("deescalation.evidence_half_life", "days", {3, 60, 1}, Acts::now, deesc,
               &Policy::evidence_half_life),
        number("deescalation.prior", "probability", {0.01, 0.3, 0.01}, Acts::next_start, deesc,
               &Policy::prior_dissatisfied),
        yes_no("deescalation.conversation", Acts::now, deesc, &Policy::conversation),
        choice("deescalation.style", {"plain", "explanatory", "situation"}, Acts::now,
               "De-escalation proposal, section 8 (E25: explanations are preferred, bare apologies can harm)",
               &Policy::copy_style),
        yes_no("deescalation.say_when", Acts::now, deesc, &Policy::say_when),
        yes_no("deescalation.show_effect", Acts::now, deesc, &Policy::show_effect),
        number("deescalation.offers_a_week", "offers", {0, 7, 1}, Acts::now, deesc, &Policy::offers_a_week),
        number("deescalation.cool_down", "days", {1, 60, 1}, Acts::now, deesc, &Policy::cool_down),
        number("deescalation.exit_at", "probability", {0.1, 0.5, 0.01}, Acts::now, deesc, &Policy::exit_at),
        number("deescalation.fallback_at", "share", {0.4, 0.9, 0.05}, Acts::now, deesc, &Policy::fallback_at),
        number("deescalation.item_days", "days", {0, 90, 1}, Acts::now, own, &Policy::item_days),
        number("deescalation.pause_days", "days", {7, 90, 1}, Acts::now, deesc, &Policy::pause_days),
        number("deescalation.signs", "signs", {1, 3, 1}, Acts::now, own, &Policy::signs),
        yes_no("deescalation.ask_direction", Acts::now, deesc, &Policy::ask_direction),
        number("deescalation.direction_at", "probability", {0.3, 0.95, 0.05}, Acts::now, deesc,
               &Policy::direction_at),
        yes_no("deescalation.read_complaints", Acts::now, deesc, &Policy::read_complaints),
        number("deescalation.alike", "nat", {0, 4, 0.1}, Acts::now, own, &Policy::alike),
        number("deescalation.time_share", "share", {0, 1, 0.1}, Acts::now, deesc, &Policy::time_share),
        number("deescalation.familiar", "completions", {0, 10, 1}, Acts::now, deesc, &Policy::familiar),
        number("deescalation.near_slates", "slates", {0, 20, 1}, Acts::now, deesc, &Policy::near_slates),
        number("deescalation.turnover", "share", {0.05, 1, 0.05}, Acts::now, deesc, &Policy::turnover),
        number("deescalation.mix_change", "share", {0.05, 1, 0.05}, Acts::now, deesc, &Policy::mix_change),
        number("deescalation.mix_week", "share", {0.05, 1, 0.05}, Acts::now, deesc, &Policy::mix_week),
    };
}

} // namespace

const PolicyTable& policy_parameters() {
    static const PolicyTable table(entries());
    return table;
}

Status check_policy(const Policy& policy) {
    double floors = 0;
    for (const auto& [group, floor] : policy.exposure_floor)
        floors += floor;
    if (floors > 0.95)
        return fail(ErrorCode::bad_input,
                    "the exposure floors of '" + policy.name + "' add up to " +
                        format_value(policy_parameters().find("fairness.floor.all")->spec, floors) +
                        " of all exposure",
                    {}, "Together they may take at most 0.95");
    if (policy.watch_at > policy.acknowledge_at)
        return fail(ErrorCode::bad_input,
                    "'deescalation.watch_at' lies above 'deescalation.acknowledge_at' in '" + policy.name +
                        "'",
                    {}, "A silent change must start before an open one");
    return {};
}

namespace {

/// Values under the names they have now: "prompt.coercive" became a place.
Json renamed(Json values) {
    if (!values.is_object() || values.contains("prompt.place")) return values;
    const auto old = values.find("prompt.coercive");
    if (old == values.end() || !old->is_boolean()) return values;
    const bool forced = old->get<bool>();
    values.erase("prompt.coercive");
    values["prompt.place"] = forced ? "forced" : "below";
    return values;
}

} // namespace

Result<Policy> policy_from_json(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    if (!document->is_object() || document->value("attune", Json()) != "policy")
        return fail(ErrorCode::bad_input, "this is not a policy", file, R"(It must say "attune": "policy")");
    for (const auto& [key, value] : document->items())
        if (key != "attune" && key != "version" && key != "name" && key != "values")
            return fail(ErrorCode::bad_input, "a policy has no '" + excerpt(key) + "'",
                        at_key(file, text, key), "It has attune, version, name and values");
    const Json version = document->value("version", Json());
    if (!version.is_number_integer() || version.get<std::int64_t>() < 1)
        return fail(ErrorCode::bad_input, "the version of the policy is missing or not a whole number",
                    at_key(file, text, "version"));
    if (version.get<std::int64_t>() > policy_version)
        return fail(ErrorCode::bad_input,
                    "the policy is of version " + version.dump() + ", this program knows up to " +
                        std::to_string(policy_version),
                    at_key(file, text, "version"), "Use a newer Attune");
    const Json name = document->value("name", Json());
    if (!name.is_string() || name.get<std::string>().empty())
        return fail(ErrorCode::bad_input, "the policy has no name", at_key(file, text, "name"));
    Policy policy;
    policy.name = name.get<std::string>();
    if (document->contains("values"))
        if (auto applied = policy_parameters().apply(policy, renamed((*document)["values"]), file, text);
            !applied)
            return pass_on(applied);
    if (auto sound = check_policy(policy); !sound) {
        Error error = sound.error();
        error.where = file;
        return tl::unexpected<Error>(std::move(error));
    }
    return policy;
}

std::string policy_to_json(const Policy& policy) {
    const Json document = {{"attune", "policy"},
                           {"version", policy_version},
                           {"name", policy.name},
                           {"values", policy_parameters().to_json(policy)}};
    return document.dump(2) + "\n";
}

const std::vector<Policy>& shipped_policies() {
    static const std::vector<Policy> policies = [] {
        std::vector<Policy> all;
        for (const Resource& resource : resources()) {
            if (!resource.path.starts_with("policies/")) continue;
            auto policy = policy_from_json(resource.bytes, std::string(resource.path));
            assert(policy && "a shipped policy must parse");
            if (policy) all.push_back(std::move(*policy));
        }
        std::stable_partition(all.begin(), all.end(), [](const Policy& p) { return p.name == "default"; });
        return all;
    }();
    return policies;
}

} // namespace attune
