// Who answers for what: every signal, model, policy and set of rules with its owner. What has none is shown
// as broken. Signals and models are named in resources/consent/owners.json; the owner of a policy is the
// author of its newest version.
#pragma once

#include "core/consent/consent.h"
#include "core/workspace/workspace.h"
#include "simulations/study/audit_section.h"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// What learns, or holds something learned.
inline constexpr std::array<std::string_view, 8> model_names = {
    "item_factors", "popularity",       "person_vectors",  "dissatisfaction",
    "receptivity",  "coordinated_noes", "exposure_prices", "word_list"};

struct AssetOwners {
    int version = 0;
    std::map<std::string, std::string, std::less<>> of_signals, of_models, of_rules; ///< by name; left out: nobody
    std::string shipped_policies;
};
/// Refused, with the file: unknown keys, signals, models and rules, and owners without a name. One that is
/// left out is no error here: the registry shows it as nobody's.
Result<AssetOwners> parse_owners(std::string_view text, const std::string& file);
/// Those that ship with the program.
const AssetOwners& shipped_owners();

struct Asset {
    enum class Kind : std::uint8_t { signal, model, policy, rules };
    Kind kind{};
    std::string name;  ///< in code
    std::string title; ///< in words
    std::string owner; ///< empty: nobody's
    std::string note;  ///< what is to be known of it
    bool ownerless() const { return owner.empty(); }
};
std::string_view name(Asset::Kind kind);

/// `workspace` may be null: then shipped assets alone. Policies that a run in the trail names and nobody
/// saved are nobody's. Errors: those of the stores.
Result<std::vector<Asset>> asset_registry(const Workspace* workspace, const AssetOwners& owners,
                                          const Text& text);

/// One row per asset.
DataTable registry_table(const std::vector<Asset>& assets, const Text& text);
/// That everything has an owner, or what has none.
std::string registry_sentence(const std::vector<Asset>& assets, const Text& text);
Result<AuditSection> registry_section(const Workspace& workspace, const Text& text);

} // namespace attune
