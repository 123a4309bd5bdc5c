#include "core/policy/parameters.h"

#include "core/base/resources.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

constexpr int policy_version = 1;

std::vector<PolicyTable::Entry> entries() {
    using K = ParameterKind;
    const char* deesc = "De-escalation proposal, sections 3, 7 and 11";
    const char* cadence = "Prompt cadence response surface of the behaviour model, section 6.2";
    const char* moment = "Asking moments of the behaviour model, section 4 (b_trig)";
    const char* own = "Our choice; see the text of each lever";
    return {
        {{.key = "ranking.ranker",
          .kind = K::choice,
          .group = "ranking",
          .unit = "-",
          .minimum = 0,
          .maximum = 3,
          .step = 1,
          .standard = 0,
          .source = own,
          .choices = {"factors", "popularity", "content", "random"}},
         &Policy::ranker},
        {{.key = "ranking.temperature",
          .group = "ranking",
          .unit = "nat",
          .minimum = 0,
          .maximum = 2,
          .step = 0.05,
          .standard = 0.35,
          .acts = Acts::now,
          .source = own},
         &Policy::temperature},
        {{.key = "ranking.candidates",
          .kind = K::integer,
          .group = "ranking",
          .unit = "items",
          .minimum = 16,
          .maximum = 128,
          .step = 8,
          .standard = 96,
          .source = "Speed measurements: picking cost against starved slates"},
         &Policy::candidates},
        {{.key = "ranking.category_quota",
          .kind = K::integer,
          .group = "ranking",
          .unit = "items",
          .minimum = 0,
          .maximum = 4,
          .step = 1,
          .standard = 2,
          .source = "Speed measurements: without a quota late slates starve"},
         &Policy::category_quota},
        {{.key = "ranking.category_cap",
          .kind = K::integer,
          .group = "ranking",
          .unit = "items",
          .minimum = 1,
          .maximum = 10,
          .step = 1,
          .standard = 3,
          .acts = Acts::now,
          .source = own},
         &Policy::category_cap},
        {{.key = "ranking.exploration_share",
          .group = "ranking",
          .unit = "share",
          .minimum = 0,
          .maximum = 0.5,
          .step = 0.05,
          .standard = 0.1,
          .acts = Acts::now,
          .source = "De-escalation proposal, section 7: 10 % of slots"},
         &Policy::exploration_share},
        {{.key = "model.update_days",
          .kind = K::integer,
          .group = "model",
          .unit = "days",
          .minimum = 1,
          .maximum = 28,
          .step = 1,
          .standard = 3,
          .source = own},
         &Policy::update_days},
        {{.key = "model.regularisation",
          .group = "model",
          .unit = "-",
          .minimum = 0.1,
          .maximum = 50,
          .step = 0.1,
          .standard = 4,
          .scale = Scale::log,
          .source = own},
         &Policy::regularisation},
        {{.key = "model.recency_half_life",
          .group = "model",
          .unit = "days",
          .minimum = 1,
          .maximum = 365,
          .step = 1,
          .standard = 30,
          .scale = Scale::log,
          .source = "De-escalation proposal, section 4: half-life 30 d"},
         &Policy::recency_half_life},
        {{.key = "model.frequency_saturation",
          .group = "model",
          .unit = "events",
          .minimum = 1,
          .maximum = 50,
          .step = 1,
          .standard = 4,
          .source = own},
         &Policy::frequency_saturation},
        {{.key = "fairness.floor.<group>",
          .group = "fairness",
          .unit = "share",
          .minimum = 0,
          .maximum = 0.9,
          .step = 0.01,
          .standard = 0,
          .source = "A team's decision; no default is neutral"},
         &Policy::exposure_floor},
        {{.key = "fairness.price_step",
          .group = "fairness",
          .unit = "nat",
          .minimum = 0,
          .maximum = 5,
          .step = 0.05,
          .standard = 0.2,
          .source =
              "Dual mirror descent, Balseiro, Lu and Mirrokni 2023; the largest step that settles: at a "
              "floor of 0.4, the share swings by 0.12 from day to day at 1 and by 0.01 at 0.2"},
         &Policy::price_step},
        {{.key = "fairness.debt_limit",
          .group = "fairness",
          .unit = "slates",
          .minimum = 0.5,
          .maximum = 100,
          .step = 0.5,
          .standard = 3,
          .scale = Scale::log,
          .source = own},
         &Policy::debt_limit},
        {{.key = "prompt.enabled",
          .kind = K::boolean,
          .group = "prompt",
          .unit = "-",
          .minimum = 0,
          .maximum = 1,
          .step = 1,
          .standard = 1,
          .acts = Acts::now,
          .source = own},
         &Policy::prompts},
        {{.key = "prompt.session_cap",
          .kind = K::integer,
          .group = "prompt",
          .unit = "prompts",
          .minimum = 0,
          .maximum = 3,
          .step = 1,
          .standard = 1,
          .acts = Acts::now,
          .source = cadence},
         &Policy::session_cap},
        {{.key = "prompt.weekly_cap",
          .kind = K::integer,
          .group = "prompt",
          .unit = "prompts",
          .minimum = 0,
          .maximum = 50,
          .step = 1,
          .standard = 2,
          .acts = Acts::now,
          .source = cadence},
         &Policy::weekly_cap},
        {{.key = "prompt.gap_hours",
          .group = "prompt",
          .unit = "h",
          .minimum = 0,
          .maximum = 720,
          .step = 6,
          .standard = 72,
          .acts = Acts::now,
          .source = cadence},
         &Policy::gap_hours},
        {{.key = "prompt.backoff",
          .group = "prompt",
          .unit = "-",
          .minimum = 1,
          .maximum = 4,
          .step = 0.25,
          .standard = 1.5,
          .acts = Acts::now,
          .source = "Our choice; each dismissal lowers receptivity in the de-escalation proposal, section 5"},
         &Policy::backoff},
        {{.key = "prompt.after_conversion",
          .kind = K::boolean,
          .group = "prompt",
          .unit = "-",
          .minimum = 0,
          .maximum = 1,
          .step = 1,
          .standard = 1,
          .acts = Acts::now,
          .source = moment},
         &Policy::ask_after_conversion},
        {{.key = "prompt.at_pause",
          .kind = K::boolean,
          .group = "prompt",
          .unit = "-",
          .minimum = 0,
          .maximum = 1,
          .step = 1,
          .standard = 1,
          .acts = Acts::now,
          .source = moment},
         &Policy::ask_at_pause},
        {{.key = "prompt.when_fruitless",
          .kind = K::boolean,
          .group = "prompt",
          .unit = "-",
          .minimum = 0,
          .maximum = 1,
          .step = 1,
          .standard = 0,
          .acts = Acts::now,
          .source = moment},
         &Policy::ask_when_fruitless},
        {{.key = "prompt.at_random",
          .group = "prompt",
          .unit = "share",
          .minimum = 0,
          .maximum = 1,
          .step = 0.05,
          .standard = 0,
          .acts = Acts::now,
          .source = moment},
         &Policy::ask_at_random},
        {{.key = "deescalation.enabled",
          .kind = K::boolean,
          .group = "deescalation",
          .unit = "-",
          .minimum = 0,
          .maximum = 1,
          .step = 1,
          .standard = 1,
          .acts = Acts::now,
          .source = deesc},
         &Policy::deescalation},
        {{.key = "deescalation.acknowledge_at",
          .group = "deescalation",
          .unit = "probability",
          .minimum = 0.5,
          .maximum = 0.95,
          .step = 0.01,
          .standard = 0.65,
          .acts = Acts::now,
          .source = "Design decision 1: one tap reaches 0.695"},
         &Policy::acknowledge_at},
        {{.key = "deescalation.watch_at",
          .group = "deescalation",
          .unit = "probability",
          .minimum = 0.2,
          .maximum = 0.6,
          .step = 0.01,
          .standard = 0.4,
          .acts = Acts::now,
          .source = deesc},
         &Policy::watch_at},
        {{.key = "deescalation.step",
          .group = "deescalation",
          .unit = "nat",
          .minimum = 0.2,
          .maximum = 1.6,
          .step = 0.05,
          .standard = 0.8,
          .acts = Acts::now,
          .source = deesc},
         &Policy::step},
        {{.key = "deescalation.lowest_weight",
          .group = "deescalation",
          .unit = "nat",
          .minimum = -4,
          .maximum = -0.5,
          .step = 0.1,
          .standard = -2.5,
          .acts = Acts::now,
          .source = deesc},
         &Policy::lowest_weight},
        {{.key = "deescalation.recovery_half_life",
          .group = "deescalation",
          .unit = "days",
          .minimum = 7,
          .maximum = 90,
          .step = 1,
          .standard = 21,
          .acts = Acts::now,
          .source = deesc},
         &Policy::recovery_half_life},
        {{.key = "deescalation.evidence_half_life",
          .group = "deescalation",
          .unit = "days",
          .minimum = 3,
          .maximum = 60,
          .step = 1,
          .standard = 14,
          .acts = Acts::now,
          .source = deesc},
         &Policy::evidence_half_life},
        {{.key = "deescalation.prior",
          .group = "deescalation",
          .unit = "probability",
          .minimum = 0.01,
          .maximum = 0.3,
          .step = 0.01,
          .standard = 0.08,
          .source = deesc},
         &Policy::prior_dissatisfied},
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
        if (auto applied = policy_parameters().apply(policy, (*document)["values"], file, text); !applied)
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
