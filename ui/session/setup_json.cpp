#include "ui/session/setup_json.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "simulations/study/library.h"

#include <concepts>
#include <limits>
#include <optional>

namespace attune::ui {
namespace {

constexpr int plain_version = 1;
constexpr int setup_version = 2; ///< with assumptions

/// The same error, told of the draft: a person knows no line in it.
template <typename T>
tl::unexpected<Error> told_of(const Result<T>& result, const std::string& where) {
    Error error = result.error();
    error.where = where;
    error.remedy = Text::english().get("document.draft.remedy");
    return tl::unexpected<Error>(std::move(error));
}

/// Reads the parts one by one and remembers the first that is not as it should be.
class Parts {
public:
    explicit Parts(const Json& document)
        : document_(document) {}

    std::string text(const char* key) {
        const Json part = document_.value(key, Json());
        if (!part.is_string()) return wrong<std::string>(key);
        return part.get<std::string>();
    }
    template <std::integral Whole>
    Whole number(const char* key) {
        const Json part = document_.value(key, Json());
        if (!part.is_number_unsigned() ||
            part.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<Whole>::max()))
            return wrong<Whole>(key);
        return part.get<Whole>();
    }
    int size(const SizeLimit& limit, const char* key) {
        const int value = number<int>(key);
        return check_size(limit, value) ? value : wrong<int>(key);
    }
    std::string object(const char* key) {
        const Json part = document_.value(key, Json());
        return part.is_object() ? part.dump() : wrong<std::string>(key);
    }
    void refuse(const char* key) {
        if (!first_wrong_) first_wrong_ = key;
    }
    const std::optional<std::string>& first_wrong() const { return first_wrong_; }

private:
    template <typename T>
    T wrong(const char* key) {
        refuse(key);
        return {};
    }

    const Json& document_;
    std::optional<std::string> first_wrong_;
};

} // namespace

std::string setup_to_json(const LabSetup& setup, const std::string& last_kept) {
    const Scenario& scenario = setup.scenario->scenario;
    Json document = {{"attune", "lab"},
                     {"version", plain_version},
                     {"scenario", scenario.name},
                     {"people", scenario.users},
                     {"days", scenario.days},
                     {"items", scenario.items},
                     {"seed", scenario.seed},
                     {"replications", setup.replications},
                     {"baseline", Json::parse(policy_to_json(setup.baseline))},
                     {"candidate", Json::parse(policy_to_json(setup.candidate))},
                     {"kept", last_kept}};
    if (setup.own_assumptions) {
        document["version"] = setup_version;
        Json& changed = document["assumptions"] = Json::object();
        for (const ParameterChange& change :
             world_parameters().diff(*setup.own_assumptions, scenario.assumptions))
            changed[change.key] = value_to_json(*change.spec, change.to);
    }
    return document.dump();
}

Result<StoredSetup> setup_from_json(std::string_view text, const Workspace& workspace,
                                    const std::string& where) {
    const Text& words = Text::english();
    const auto document = parse_json(text, where);
    if (!document) return told_of(document, where);
    if (!document->is_object() || document->value("attune", Json()) != "lab")
        return fail(ErrorCode::bad_input, words.get("document.draft.not_a_setup"), where,
                    words.get("document.draft.remedy"));
    Parts parts(*document);
    if (parts.number<int>("version") > setup_version)
        return fail(ErrorCode::bad_input, words.get("document.draft.newer"), where,
                    words.get("document.draft.remedy"));
    StoredSetup stored;
    const std::string name = parts.text("scenario");
    const int people = parts.size(users_limit(), "people");
    const int days = parts.size(days_limit(), "days");
    const int items = parts.size(items_limit(), "items");
    const auto seed = parts.number<std::uint64_t>("seed");
    stored.setup.replications = parts.size(replications_limit(), "replications");
    const std::string baseline = parts.object("baseline");
    const std::string candidate = parts.object("candidate");
    stored.last_kept = parts.text("kept");
    const std::string assumptions = document->contains("assumptions") ? parts.object("assumptions") : "{}";
    // A file may come from anywhere: a name in it opens no other file.
    if (names_a_file(name)) parts.refuse("scenario");
    if (parts.first_wrong())
        return fail(ErrorCode::bad_input, words.get("document.draft.part", {{"part", *parts.first_wrong()}}),
                    where, words.get("document.draft.remedy"));
    for (const auto& [json, policy] :
         {std::pair{&baseline, &stored.setup.baseline}, std::pair{&candidate, &stored.setup.candidate}}) {
        auto parsed = policy_from_json(*json, where);
        if (!parsed) return told_of(parsed, where);
        *policy = std::move(*parsed);
    }
    auto scenario = find_scenario(name, &workspace);
    if (!scenario) return told_of(scenario, where);
    scenario->scenario.users = people;
    scenario->scenario.days = days;
    scenario->scenario.seed = seed;
    if (!scenario->scenario.imported) scenario->scenario.items = items;
    const Assumptions own = scenario->scenario.assumptions;
    const auto changed = world_parameters().apply(scenario->scenario.assumptions, Json::parse(assumptions),
                                                  where, assumptions);
    if (!changed) return told_of(changed, where);
    if (!(scenario->scenario.assumptions == own)) stored.setup.own_assumptions = own;
    stored.setup.scenario = std::make_shared<const LoadedScenario>(std::move(*scenario));
    return stored;
}

} // namespace attune::ui
