// Versions of the consent matrix in the open file: saved, taken back, signed.
#include "simulations/study/library.h"
#include "simulations/study/trail_key.h"
#include "ui/session/document_worker.h"

#include <utility>

namespace attune::ui {

Result<std::vector<DocumentContents::SavedMatrix>> saved_matrices(const Workspace& workspace) {
    auto versions = workspace.matrices().versions();
    if (!versions) return pass_on(versions);
    const auto made = workspace.matrices().signatures_made();
    if (!made) return pass_on(made);
    std::vector<DocumentContents::SavedMatrix> all;
    for (MatrixVersion& version : *versions) {
        DocumentContents::SavedMatrix saved;
        if (auto matrix = matrix_version(&workspace, version.number)) saved.matrix = std::move(*matrix);
        for (const MatrixSignature& signature : *made)
            if (signature.version == version.number) saved.signature = signature;
        saved.signature_fits = saved.signature && signature_fits(version, *saved.signature);
        saved.record = std::move(version);
        all.push_back(std::move(saved));
    }
    return all;
}

Result<MatrixVersion> DocumentFile::save_matrix(const ConsentMatrix& edited, const MatrixNote& note) {
    return attune::save_matrix(workspace(), edited, note);
}

Result<MatrixVersion> DocumentFile::restore_matrix(int number, const MatrixNote& note) {
    return attune::restore_matrix(workspace(), number, note);
}

Result<MatrixVersion> DocumentFile::sign_matrix(int number, const MatrixNote& note) {
    if (auto may = check_may(note.role, StaffAct::sign_matrix); !may) return pass_on(may);
    const auto key = user_signing_key();
    if (!key) return pass_on(key);
    const auto made = workspace().matrices().sign(number, note.author, std::string(attune::name(note.role)),
                                                  note.created, *key);
    if (!made) return pass_on(made);
    return workspace().matrices().find(number);
}

void Document::write_matrix(std::function<Result<MatrixVersion>(DocumentFile&)> save) {
    if (!is_open()) return report(error_of(ErrorCode::refused, "document.nothing_open", {}));
    const auto stored = std::make_shared<MatrixVersion>();
    write({.save = [save = std::move(save), stored](DocumentFile& file) -> Status {
               auto version = save(file);
               if (!version) return pass_on(version);
               *stored = std::move(*version);
               return {};
           },
           .again = false, // whoever asked is told, and can ask again
           .changes_contents = true,
           .done =
               [stored](Worker& worker) {
                   worker.post([version = *stored](Document& to) { Q_EMIT to.matrix_saved(version); });
               }});
}

void Document::save_matrix(const ConsentMatrix& edited, const MatrixNote& note) {
    write_matrix(
        [edited, note = stamped(note)](DocumentFile& file) { return file.save_matrix(edited, note); });
}

void Document::restore_matrix(int number, const MatrixNote& note) {
    write_matrix(
        [number, note = stamped(note)](DocumentFile& file) { return file.restore_matrix(number, note); });
}

void Document::sign_matrix(int number, const MatrixNote& note) {
    write_matrix(
        [number, note = stamped(note)](DocumentFile& file) { return file.sign_matrix(number, note); });
}

MatrixNote Document::stamped(MatrixNote note) const {
    note.created = now_();
    return note;
}

} // namespace attune::ui
