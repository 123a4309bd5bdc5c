#include "core/consent/matrix_diff.h"

#include "core/base/named.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

using Kind = MatrixChange::Kind;
using Way = MatrixChange::Way;

constexpr std::array<std::string_view, matrix_change_kind_count> kind_names = {
    "signal_allowed", "signal_denied", "module_added", "module_removed", "form",
    "precision",      "days",          "why",          "validity",       "global_signal",
    "basis",          "quiet_days",    "precedence",   "controller",     "storage"};
constexpr std::array<std::string_view, 3> way_names = {"looser", "tighter", "neither"};

Way more_is_looser(int before, int after) {
    return after > before ? Way::looser : Way::tighter;
}

/// Only leaving row-by-row use is tighter: people who agreed to totals did not agree to reading on the
/// device.
Way way_of(SignalForm before) {
    return before == SignalForm::pseudonymous ? Way::tighter : Way::looser;
}

/// How much a precision leaves out; the same for two that leave out different things.
int coarseness(Precision precision) {
    switch (precision) {
    case Precision::as_given:
        return 0;
    case Precision::four_day_parts:
    case Precision::device_class:
        return 1;
    case Precision::count:
        return 2;
    case Precision::yes_or_no:
        return 3;
    }
    return 0;
}

/// A consent that never ends is the longest one.
int holding(int validity_days) {
    return validity_days == 0 ? 1 << 30 : validity_days;
}

class Comparing {
public:
    Comparing(const ConsentMatrix& before, const ConsentMatrix& after)
        : before_(before)
        , after_(after) {}

    std::vector<MatrixChange> run() {
        for (int p = 0; p < purpose_count; ++p)
            compare_purpose(static_cast<Purpose>(p));
        compare_whole();
        return std::move(changes_);
    }

private:
    void add(Kind kind, Way way, std::optional<Purpose> purpose, std::optional<Signal> signal,
             std::string before, std::string after) {
        changes_.push_back({kind, way, purpose, signal, std::move(before), std::move(after)});
    }

    void compare_purpose(Purpose purpose) {
        const PurposeTerms& a = before_.terms(purpose);
        const PurposeTerms& b = after_.terms(purpose);
        if (a.basis != b.basis) {
            const Way way = b.basis == LawfulBasis::consent ? Way::tighter : Way::looser;
            add(Kind::basis, way, purpose, {}, std::string(name(a.basis)), std::string(name(b.basis)));
        }
        if (a.validity_days != b.validity_days)
            add(Kind::validity, more_is_looser(holding(a.validity_days), holding(b.validity_days)), purpose,
                {}, std::to_string(a.validity_days), std::to_string(b.validity_days));
        if (a.heeds_global_signal != b.heeds_global_signal)
            add(Kind::global_signal, b.heeds_global_signal ? Way::tighter : Way::looser, purpose, {},
                a.heeds_global_signal ? "heeded" : "not_heeded",
                b.heeds_global_signal ? "heeded" : "not_heeded");
        for (int s = 0; s < signal_count; ++s)
            compare_cell(purpose, static_cast<Signal>(s));
    }

    void compare_cell(Purpose purpose, Signal signal) {
        const MatrixCell* a = before_.cell(purpose, signal);
        const MatrixCell* b = after_.cell(purpose, signal);
        if (!a && !b) return;
        if (!a) return add(Kind::signal_allowed, Way::looser, purpose, signal, {}, std::to_string(b->days));
        if (!b) return add(Kind::signal_denied, Way::tighter, purpose, signal, std::to_string(a->days), {});
        const auto has = [](const MatrixCell& cell, Module module) {
            return std::find(cell.modules.begin(), cell.modules.end(), module) != cell.modules.end();
        };
        for (int m = 0; m < module_count; ++m) {
            const auto module = static_cast<Module>(m);
            const std::string word(name(module));
            if (has(*b, module) && !has(*a, module))
                add(Kind::module_added, Way::looser, purpose, signal, {}, word);
            if (has(*a, module) && !has(*b, module))
                add(Kind::module_removed, Way::tighter, purpose, signal, word, {});
        }
        if (a->form != b->form)
            add(Kind::form, way_of(a->form), purpose, signal, std::string(name(a->form)),
                std::string(name(b->form)));
        if (a->precision != b->precision)
            add(Kind::precision,
                coarseness(b->precision) > coarseness(a->precision) ? Way::tighter : Way::looser, purpose,
                signal, std::string(name(a->precision)), std::string(name(b->precision)));
        if (a->days != b->days)
            add(Kind::days, more_is_looser(a->days, b->days), purpose, signal, std::to_string(a->days),
                std::to_string(b->days));
        if (a->why != b->why) add(Kind::why, Way::neither, purpose, signal, a->why, b->why);
    }

    void compare_whole() {
        for (std::size_t s = 0; s < before_.quiet_days.size(); ++s)
            if (before_.quiet_days[s] != after_.quiet_days[s]) {
                const std::string state(name(static_cast<ConsentStatus>(s)));
                add(Kind::quiet_days, more_is_looser(after_.quiet_days[s], before_.quiet_days[s]), {}, {},
                    state + " " + std::to_string(before_.quiet_days[s]),
                    state + " " + std::to_string(after_.quiet_days[s]));
            }
        if (before_.precedence != after_.precedence)
            add(Kind::precedence, Way::looser, {}, {}, order_of(before_.precedence),
                order_of(after_.precedence));
        if (before_.controller != after_.controller)
            add(Kind::controller, Way::looser, {}, {}, before_.controller, after_.controller);
        if (before_.storage != after_.storage)
            add(Kind::storage, Way::neither, {}, {}, before_.storage, after_.storage);
    }

    static std::string order_of(const Precedence& precedence) {
        std::string order;
        for (const ConsentSource source : precedence)
            order += (order.empty() ? "" : " ") + std::string(name(source));
        return order;
    }

    const ConsentMatrix& before_;
    const ConsentMatrix& after_;
    std::vector<MatrixChange> changes_;
};

/// What a change has instead of the words of the file.
std::string in_words(const MatrixChange& change, const std::string& value, const Text& text) {
    switch (change.kind) {
    case Kind::form:
        return text.get("consent.form." + value);
    case Kind::precision:
        return text.get("consent.precision." + value);
    case Kind::basis:
        return text.get("consent.basis." + value);
    case Kind::module_added:
    case Kind::module_removed:
        return text.get("consent.module." + value);
    case Kind::days:
    case Kind::signal_allowed:
    case Kind::signal_denied:
        return value == "0" ? text.get("consent.kept.visit")
                            : text.get("consent.kept.days", {{"days", value}});
    case Kind::validity:
        return value == "0" ? text.get("matrix.validity.open")
                            : text.get("matrix.validity.days", {{"days", value}});
    default:
        return value;
    }
}

} // namespace

std::string_view name(MatrixChange::Kind kind) {
    return name_in(kind_names, kind);
}

std::string_view name(MatrixChange::Way way) {
    return name_in(way_names, way);
}

std::vector<MatrixChange> matrix_changes(const ConsentMatrix& before, const ConsentMatrix& after) {
    return Comparing(before, after).run();
}

bool loosens(const std::vector<MatrixChange>& changes) {
    return std::any_of(changes.begin(), changes.end(),
                       [](const MatrixChange& change) { return change.way == Way::looser; });
}

std::uint16_t asked_anew(const std::vector<MatrixChange>& changes, const ConsentMatrix& before) {
    std::uint16_t purposes = 0;
    const auto add = [&](Purpose purpose) {
        if (before.terms(purpose).basis == LawfulBasis::consent)
            purposes = static_cast<std::uint16_t>(purposes | bit_of(purpose));
    };
    for (const MatrixChange& change : changes) {
        if (change.way != Way::looser || change.kind == Kind::quiet_days) continue;
        if (change.purpose) {
            add(*change.purpose);
            continue;
        }
        for (const PurposeTerms& terms : before.purposes)
            if (change.kind != Kind::precedence || terms.heeds_global_signal) add(terms.purpose);
    }
    return purposes;
}

ConsentMatrix as_next_version(const ConsentMatrix& before, ConsentMatrix after) {
    const std::uint16_t anew = asked_anew(matrix_changes(before, after), before);
    after.version = before.version + 1;
    for (PurposeTerms& terms : after.purposes)
        terms.version = before.terms(terms.purpose).version + (has_purpose(anew, terms.purpose) ? 1 : 0);
    return after;
}

std::string change_sentence(const MatrixChange& change, const Text& text) {
    const std::string key = "matrix.change." + std::string(name(change.kind));
    const std::string purpose =
        change.purpose ? text.get("consent.purpose_short." + std::string(name(*change.purpose))) : "";
    const std::string signal =
        change.signal ? text.get("consent.signal_short." + std::string(name(*change.signal))) : "";
    if (change.kind == Kind::quiet_days) {
        const std::size_t gap = change.before.find(' ');
        return text.get(key, {{"state", text.get("matrix.state." + change.before.substr(0, gap))},
                              {"before", change.before.substr(gap + 1)},
                              {"after", change.after.substr(change.after.find(' ') + 1)}});
    }
    if (change.kind == Kind::global_signal) return text.get(key + "." + change.after, {{"purpose", purpose}});
    return text.get(key, {{"purpose", purpose},
                          {"signal", signal},
                          {"before", in_words(change, change.before, text)},
                          {"after", in_words(change, change.after, text)}});
}

} // namespace attune
