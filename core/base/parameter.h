// Parameters described once. A table of ParameterSpec drives validation, JSON, --set, diff, help, forms,
// sweeps and report appendices, for the levers of a policy and for the assumptions about the world alike.
// Names and explanations are words and live in resources/text: "parameter.<key>" and "parameter.<key>.why".
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace attune {

enum class ParameterKind { real, integer, boolean, choice };
enum class Scale { linear, log };
/// When a change takes effect: inside the running simulation, or only at its next start.
enum class Acts { now, next_start };
/// How well the default is founded: A measured in the field, B industry or secondary report, C literature
/// from memory, D our own choice.
enum class Grade { a, b, c, d };

struct ParameterSpec {
    std::string key; ///< "prompt.weekly_cap"; a family ends in ".<group>"
    ParameterKind kind = ParameterKind::real;
    std::string group; ///< the form's section, and a text key "group.<group>"
    std::string unit;  ///< "nat", "days", "share" ...; "-" where there is none
    double minimum = 0;
    double maximum = 1;
    double step = 0.01;
    double standard = 0; ///< the default
    Scale scale = Scale::linear;
    Acts acts = Acts::next_start;
    Grade grade = Grade::d;
    std::string source = {};               ///< where the default comes from
    std::vector<std::string> choices = {}; ///< names of the values 0, 1, 2 ... of a choice

    bool is_family() const { return key.ends_with('>'); }
    /// "fairness.floor." for "fairness.floor.<group>"
    std::string family_prefix() const { return key.substr(0, key.find('<')); }
    /// Key of the words in resources/text: a family speaks with one text for all its members.
    std::string text_key() const;
};

/// A value as people write it: 0.45, 3, true, factors.
std::string format_value(const ParameterSpec& spec, double value);
/// Reads what people write (numbers with a point, true or false, the name of a choice); complaints name the
/// key and the range.
Result<double> parse_value(const ParameterSpec& spec, std::string_view key, std::string_view text);
Result<double> value_from_json(const ParameterSpec& spec, std::string_view key, const Json& json);
Json value_to_json(const ParameterSpec& spec, double value);
/// The candidate most like `key`, for "did you mean", or empty: of three letters one may be wrong, left out,
/// added or swapped with its neighbour.
std::string nearest_key(std::string_view key, const std::vector<std::string>& candidates);

struct ParameterChange {
    std::string key;
    double from = 0;
    double to = 0;
    const ParameterSpec* spec = nullptr;
};

/// Binds each spec to a member of the plain struct T (Policy, Assumptions). Families bind to a map.
template <typename T>
class ParameterTable {
public:
    using Family = std::map<std::string, double> T::*;
    using Member = std::variant<double T::*, int T::*, bool T::*, Family>;
    struct Entry {
        ParameterSpec spec;
        Member member;
    };

    explicit ParameterTable(std::vector<Entry> entries)
        : entries_(std::move(entries)) {}

    const std::vector<Entry>& entries() const { return entries_; }

    /// The entry of a full key ("fairness.floor.small" finds the family), or null.
    const Entry* find(std::string_view key) const {
        for (const Entry& entry : entries_) {
            if (entry.spec.key == key && !entry.spec.is_family()) return &entry;
            if (entry.spec.is_family()) {
                const std::string prefix = entry.spec.family_prefix();
                if (key.size() > prefix.size() && key.starts_with(prefix) &&
                    key.find('<') == std::string_view::npos)
                    return &entry;
            }
        }
        return nullptr;
    }

    /// Sets one key from text, as `--set key=value` does.
    Status set_text(T& target, std::string_view key, std::string_view text) const {
        const Entry* entry = find(key);
        if (!entry) return unknown(key, {});
        auto value = parse_value(entry->spec, key, text);
        if (!value) return pass_on(value);
        set(target, *entry, key, *value);
        return {};
    }

    /// Applies a JSON object of key -> value; nothing is changed unless all of it is right.
    /// `file` and `text` are only for naming the line of a mistake.
    Status apply(T& target, const Json& values, const std::string& file, std::string_view text) const {
        if (!values.is_object())
            return fail(ErrorCode::bad_input, "'values' must be an object of key and value",
                        at_key(file, text, "values"));
        T changed = target;
        for (const auto& [key, json] : values.items()) {
            const Entry* entry = find(key);
            if (!entry) return unknown(key, at_key(file, text, key));
            auto value = value_from_json(entry->spec, key, json);
            if (!value) {
                Error error = value.error();
                error.where = at_key(file, text, key);
                return tl::unexpected<Error>(std::move(error));
            }
            set(changed, *entry, key, *value);
        }
        target = std::move(changed);
        return {};
    }

    double get(const T& from, const Entry& entry, std::string_view key) const {
        if (const auto* real = std::get_if<double T::*>(&entry.member)) return from.**real;
        if (const auto* integer = std::get_if<int T::*>(&entry.member)) return from.**integer;
        if (const auto* boolean = std::get_if<bool T::*>(&entry.member)) return from.**boolean ? 1.0 : 0.0;
        const auto& family = from.*std::get<Family>(entry.member);
        const auto found = family.find(std::string(key.substr(entry.spec.family_prefix().size())));
        return found == family.end() ? entry.spec.standard : found->second;
    }

    void set(T& target, const Entry& entry, std::string_view key, double value) const {
        if (const auto* real = std::get_if<double T::*>(&entry.member))
            target.** real = value;
        else if (const auto* integer = std::get_if<int T::*>(&entry.member))
            target.** integer = static_cast<int>(value);
        else if (const auto* boolean = std::get_if<bool T::*>(&entry.member))
            target.** boolean = value != 0.0;
        else
            (target.*std::get<Family>(
                         entry.member))[std::string(key.substr(entry.spec.family_prefix().size()))] = value;
    }

    /// Every full key that `from` has a value for: all plain keys and the family members that are set.
    std::vector<std::pair<std::string, const Entry*>> keys(const T& from) const {
        std::vector<std::pair<std::string, const Entry*>> all;
        for (const Entry& entry : entries_) {
            if (!entry.spec.is_family()) {
                all.emplace_back(entry.spec.key, &entry);
                continue;
            }
            for (const auto& [member, value] : from.*std::get<Family>(entry.member))
                all.emplace_back(entry.spec.family_prefix() + member, &entry);
        }
        return all;
    }

    /// All values as JSON, in table order.
    Json to_json(const T& from) const {
        Json values = Json::object();
        for (const auto& [key, entry] : keys(from))
            values[key] = value_to_json(entry->spec, get(from, *entry, key));
        return values;
    }

    /// What differs from `before` to `after`, in table order. A family member that one side does not set
    /// counts with the default there.
    std::vector<ParameterChange> diff(const T& before, const T& after) const {
        std::vector<ParameterChange> changes;
        const auto compare = [&](const Entry& entry, const std::string& key) {
            const double from = get(before, entry, key);
            const double to = get(after, entry, key);
            if (from != to) changes.push_back({key, from, to, &entry.spec});
        };
        for (const Entry& entry : entries_) {
            if (!entry.spec.is_family()) {
                compare(entry, entry.spec.key);
                continue;
            }
            auto members = before.*std::get<Family>(entry.member);
            members.insert((after.*std::get<Family>(entry.member)).begin(),
                           (after.*std::get<Family>(entry.member)).end());
            for (const auto& [member, value] : members)
                compare(entry, entry.spec.family_prefix() + member);
        }
        return changes;
    }

private:
    tl::unexpected<Error> unknown(std::string_view key, std::string where) const {
        std::vector<std::string> candidates;
        const std::string_view last = key.substr(key.rfind('.') + 1); // the whole key where there is no dot
        for (const Entry& entry : entries_)
            candidates.push_back(entry.spec.is_family() ? entry.spec.family_prefix() + std::string(last)
                                                        : entry.spec.key);
        const std::string nearest = nearest_key(key, candidates);
        return fail(ErrorCode::bad_input, "there is no parameter '" + excerpt(key) + "'", std::move(where),
                    nearest.empty() ? "'attune-cli parameters' lists them"
                                    : "Did you mean '" + nearest + "'?");
    }

    std::vector<Entry> entries_;
};

} // namespace attune
