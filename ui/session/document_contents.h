// What is in an open file, for lists and boxes, and what is told of an import.
#pragma once

#include "core/consent/in_force.h"
#include "core/policy/policy.h"
#include "core/workspace/records.h"
#include "simulations/scenario/scenario.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune::ui {

struct DocumentContents {
    std::vector<Scenario> scenarios; ///< shipped ones first, then the file's own
    std::vector<Policy> policies;
    /// A version of one of the file's own policies.
    struct SavedVersion {
        PolicyVersion record;
        std::optional<Policy> policy; ///< nothing: its values cannot be read by this program
    };
    std::vector<SavedVersion> versions; ///< policies in the order of their first saving, oldest version first
    const SavedVersion* newest(const std::string& policy) const;
    const SavedVersion* version(const std::string& policy, int number) const; ///< null if there is none
    /// A version of the consent matrix.
    struct SavedMatrix {
        MatrixVersion record;
        std::shared_ptr<const MatrixInForce> matrix; ///< null: it cannot be read by this program
        std::optional<MatrixSignature> signature;
        bool signature_fits = false;
    };
    std::vector<SavedMatrix> matrices; ///< oldest first
    /// What runs of this file obey; never null.
    std::shared_ptr<const MatrixInForce> matrix = shipped_in_force();
    struct KeptRun {
        std::string comparison;
        std::string scenario, baseline, candidate; ///< names
        std::string created;
    };
    std::vector<KeptRun> kept; ///< in the order of keeping
    bool personal_data = false;
};

inline const DocumentContents::SavedVersion* DocumentContents::newest(const std::string& policy) const {
    const SavedVersion* found = nullptr;
    for (const SavedVersion& one : versions)
        if (one.record.name == policy) found = &one;
    return found;
}

inline const DocumentContents::SavedVersion* DocumentContents::version(const std::string& policy,
                                                                       int number) const {
    for (const SavedVersion& one : versions)
        if (one.record.name == policy && one.record.number == number) return &one;
    return nullptr;
}

/// What is said with a new version of a policy.
struct VersionNote {
    std::string author, reason; ///< a line each
    std::string preview;        ///< what its effect was shown to be, effect_to_json(); empty: nothing was
};

/// What came of an import of ratings.
struct ImportSummary {
    std::string name; ///< of the new scenario
    qint64 read = 0;  ///< rows
    qint64 kept = 0;
    qint64 quarantined = 0;
    QStringList first_reasons; ///< of the first few rows that were set aside: file, line and why
};

} // namespace attune::ui
