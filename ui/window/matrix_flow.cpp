// The wires of the matrix: its editor and its versions over the open file, and the role of whoever sits here.
#include "ui/pages/consent_page.h"
#include "ui/pages/matrix_editor.h"
#include "ui/pages/matrix_history.h"
#include "ui/session/staff.h"
#include "ui/theme/words.h"
#include "ui/window/file_flow.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

#include <algorithm>

namespace attune::ui {

void MainWindow::wire_matrix() {
    matrix_editor_ = new MatrixEditor(
        *staff_, threads_,
        {.in_force = [this] { return document_->contents().matrix; },
         .picture = [this] { return consent_page_->desk().picture(); },
         .people = [this]() -> std::optional<MeasureSubject> {
             if (!lab_->is_open()) return std::nullopt;
             return MeasureSubject{lab_->setup().scenario, lab_->setup().candidate};
         },
         .save =
             [this](const ConsentMatrix& edited, const MatrixNote& note) {
                 file_flow_->with_file([this, edited, note] { document_->save_matrix(edited, note); });
             }},
        this);
    matrix_history_ = new MatrixHistory(
        *staff_,
        {.contents = [this]() -> const DocumentContents& { return document_->contents(); },
         .restore = [this](int number, const MatrixNote& note) { document_->restore_matrix(number, note); },
         .sign = [this](int number, const MatrixNote& note) { document_->sign_matrix(number, note); }},
        this);
    connect(consent_page_, &ConsentPage::matrix_wanted, matrix_editor_, &MatrixEditor::open_now);
    connect(matrix_editor_, &MatrixEditor::versions_wanted, matrix_history_, &MatrixHistory::open_now);
    connect(document_, &Document::matrix_saved, this, [this](const MatrixVersion& version) {
        const auto& all = document_->contents().matrices;
        const bool stands_under = std::any_of(all.begin(), all.end(), [&](const auto& one) {
            return one.record.number == version.number && one.signature;
        });
        if (!stands_under) return matrix_editor_->saved(version.number);
        status_->speak(words("matrix_edit.signed", {{"n", QString::number(version.number)}}));
    });
    connect(document_, &Document::contents_changed, this, [this] {
        if (matrix_history_->isVisible()) matrix_history_->refresh();
    });
    connect(document_, &Document::failed, this, [this](const Error& error) {
        if (matrix_history_->isVisible())
            matrix_history_->refuse(error);
        else if (matrix_editor_->isVisible())
            matrix_editor_->refuse(error);
    });
    connect(document_, &Document::closed, matrix_editor_, &MatrixEditor::forget);
    connect(document_, &Document::opened, matrix_editor_, &MatrixEditor::forget);
    connect(matrix_editor_, &MatrixEditor::spoke, status_, &StatusLine::speak);
    connect(matrix_history_, &MatrixHistory::spoke, status_, &StatusLine::speak);
    connect(matrix_editor_, &MatrixEditor::settled_now, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
}

} // namespace attune::ui
