// What is different between two matrices, change by change, and for whom: a change that lets more be done
// with people's data is not covered by what they agreed to before it.
#pragma once

#include "core/base/text.h"
#include "core/consent/matrix.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune {

struct MatrixChange {
    /// What differs; text key "matrix.change.<name>".
    enum class Kind : std::uint8_t {
        signal_allowed,
        signal_denied,
        module_added,
        module_removed,
        form,
        precision,
        days,
        why,
        validity,
        global_signal,
        basis,
        quiet_days,
        precedence,
        controller,
        storage
    };
    /// Whether more may be done with people's data than before.
    enum class Way : std::uint8_t { looser, tighter, neither };

    Kind kind{};
    Way way = Way::neither;
    std::optional<Purpose> purpose{}; ///< of the whole matrix where there is none
    std::optional<Signal> signal{};
    std::string before{}, after{}; ///< words of the matrix file: a form, days, a module
    bool operator==(const MatrixChange&) const = default;
};
constexpr int matrix_change_kind_count = 15;
std::string_view name(MatrixChange::Kind kind);
std::string_view name(MatrixChange::Way way);

/// All changes, by purpose in their order, what concerns the whole matrix last. Versions are no change.
///
/// Looser is: a signal, a module or a day more; a consent that holds longer; another form than on the device
/// or in totals, and from one of these to the other, since neither was agreed to instead; more exactly;
/// another basis in place of consent; a global signal that is not heeded any more; asked again sooner;
/// another precedence or controller.
std::vector<MatrixChange> matrix_changes(const ConsentMatrix& before, const ConsentMatrix& after);

/// The purposes, one bit each, whose consents do not cover what `changes` let be done: those that rest on
/// consent and are loosened. Asking sooner takes no new consent.
std::uint16_t asked_anew(const std::vector<MatrixChange>& changes, const ConsentMatrix& before);

/// Whether any change is looser.
bool loosens(const std::vector<MatrixChange>& changes);

/// `after` as the version that follows `before`: the number after, and one more for each purpose that has to
/// be asked for anew; the others keep theirs.
ConsentMatrix as_next_version(const ConsentMatrix& before, ConsentMatrix after);

/// The change in a sentence.
std::string change_sentence(const MatrixChange& change, const Text& text);

} // namespace attune
