// The matrix of purposes and signals: which module may use what for which purpose, on which ground, how
// exactly and how long. It is a file with a version, and it is executed: every capture and every read asks
// these rules. What is not in it is a gap; what is in it without the person's permission is refused.
#pragma once

#include "core/base/result.h"
#include "core/consent/consent.h"
#include "core/consent/precedence.h"
#include "core/consent/status.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// Why a purpose may be served at all (GDPR article 6).
enum class LawfulBasis : std::uint8_t { contract, consent, legitimate_interest };
constexpr int lawful_basis_count = 3;
std::string_view name(LawfulBasis basis);

/// In which form a signal is used.
enum class SignalForm : std::uint8_t {
    pseudonymous, ///< row by row, under a number in place of a name
    on_device,    ///< the signal stays with the person, only its outcome leaves
    aggregate     ///< totals with noise
};
constexpr int signal_form_count = 3;
std::string_view name(SignalForm form);

/// How exactly.
enum class Precision : std::uint8_t { as_given, four_day_parts, device_class, yes_or_no, count };
constexpr int precision_count = 5;
std::string_view name(Precision precision);

/// One cell: a signal used for a purpose.
struct MatrixCell {
    Signal signal{};
    SignalForm form = SignalForm::pseudonymous;
    Precision precision = Precision::as_given;
    int days = 0; ///< kept for so long; 0 = for the visit only
    std::vector<Module> modules{};
    std::string why{}; ///< where the use needs a reason of its own; may be empty
    bool operator==(const MatrixCell&) const = default;
};

struct PurposeTerms {
    Purpose purpose{};
    int version = 1;
    LawfulBasis basis = LawfulBasis::consent;
    int validity_days = 0;            ///< how long a consent holds; 0 = as long as the purpose is served
    bool heeds_global_signal = false; ///< "do not share" is about this purpose
    std::vector<MatrixCell> cells{};
    bool operator==(const PurposeTerms&) const = default;
};

struct ConsentMatrix {
    int version = 0;
    std::string controller, storage; ///< who is responsible, where data lies: for records and receipts
    /// Days before somebody may be asked again, by the state they are in.
    std::array<int, consent_status_count> quiet_days{};
    Precedence precedence{};
    std::vector<PurposeTerms> purposes; ///< all of them, in the order of Purpose

    const PurposeTerms& terms(Purpose purpose) const { return purposes[static_cast<std::size_t>(purpose)]; }
    const MatrixCell* cell(Purpose purpose, Signal signal) const;
    bool operator==(const ConsentMatrix&) const = default;
};

/// Reads a matrix file. Refused, with file and line: unknown keys, purposes, signals, modules, forms and
/// words; purposes that are missing; a demographic group in any form but totals, or for ranking; own words in
/// any form but on the device, but for the purpose of keeping them; circles in the precedence.
Result<ConsentMatrix> parse_matrix(std::string_view text, const std::string& file);

/// The one that ships with the program (resources/consent/matrix.json).
const ConsentMatrix& shipped_matrix();

enum class Decision : std::uint8_t { allowed, refused, gap };

/// The matrix in the form the session loop asks it: a few hundred bytes, no branches on data.
class MatrixRules {
public:
    explicit MatrixRules(const ConsentMatrix& matrix);

    /// Whether the matrix has a use of this signal for this purpose, by any module.
    bool has(Purpose purpose, Signal signal) const { return modules(purpose, signal) != 0; }

    /// Whether `module` may use `signal` for `purpose` now.
    Decision decide(Module module, Purpose purpose, Signal signal, ConsentState state) const {
        if (((modules(purpose, signal) >> static_cast<int>(module)) & 1U) == 0) return Decision::gap;
        return state.has(purpose) ? Decision::allowed : Decision::refused;
    }

    /// The signals that `module` may use for `purpose` where it is granted, one bit each.
    std::uint32_t usable(Module module, Purpose purpose) const {
        return usable_[static_cast<std::size_t>(module)][static_cast<std::size_t>(purpose)];
    }

    /// How many days a signal is kept for a purpose; 0 = for the visit only, or not at all.
    int days(Purpose purpose, Signal signal) const {
        return days_[static_cast<std::size_t>(purpose)][static_cast<std::size_t>(signal)];
    }

    /// The purposes among `of` (one bit each) under which a signal may be kept for a person in this state.
    std::uint16_t keepers(Signal signal, std::uint16_t of, ConsentState state) const {
        return purposes_[static_cast<std::size_t>(signal)] & of & state.granted;
    }

private:
    std::uint16_t modules(Purpose purpose, Signal signal) const {
        return modules_[static_cast<std::size_t>(purpose)][static_cast<std::size_t>(signal)];
    }
    std::array<std::array<std::uint16_t, signal_count>, purpose_count> modules_{};
    std::array<std::array<std::uint32_t, purpose_count>, module_count> usable_{};
    std::array<std::uint16_t, signal_count> purposes_{};
    std::array<std::array<std::uint16_t, signal_count>, purpose_count> days_{};
};

/// The shipped matrix as rules.
const MatrixRules& shipped_rules();

} // namespace attune
