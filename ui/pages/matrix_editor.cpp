#include "ui/pages/matrix_editor.h"

#include "core/consent/matrix_edit.h"
#include "simulations/study/matrix_saving.h"
#include "simulations/study/matrix_words.h"
#include "ui/pages/matrix_editor_parts.h"
#include "ui/session/staff.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QKeyEvent>
#include <QShortcut>
#include <QUndoCommand>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int wide = 1480, high = 860;

/// "a product manager may not" with a large letter and a full stop.
QString as_sentence(const std::string& part) {
    QString said = from_core(part);
    if (!said.isEmpty()) said[0] = said[0].toUpper();
    return said.endsWith(u'.') ? said : said + u'.';
}

} // namespace

/// The matrix before and after one change.
class MatrixEditor::Step : public QUndoCommand {
public:
    Step(MatrixEditor& editor, ConsentMatrix before, ConsentMatrix after, const QString& step)
        : QUndoCommand(step)
        , editor_(editor)
        , before_(std::move(before))
        , after_(std::move(after)) {}
    void undo() override { editor_.take(before_); }
    void redo() override { editor_.take(after_); }

private:
    MatrixEditor& editor_;
    ConsentMatrix before_, after_;
};

MatrixEditor::MatrixEditor(Staff& staff, int threads, Sources sources, QWidget* parent)
    : QDialog(parent)
    , staff_(staff)
    , sources_(std::move(sources))
    , run_(new MatrixImpactRun(threads, this))
    , parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    build();
    connect(p.table, &MatrixTable::cell_changed, this,
            [this] { parts_->form->show_cell(edited_, parts_->table->purpose(), parts_->table->signal()); });
    connect(p.table, &MatrixTable::toggle_wanted, this, &MatrixEditor::toggle);
    connect(p.table, &MatrixTable::details_wanted, p.form, &MatrixCellForm::enter);
    connect(p.table, &MatrixTable::spoke, this, &MatrixEditor::spoke);
    connect(p.form, &MatrixCellForm::edited, this, &MatrixEditor::edit);
    connect(&p.undo, &QUndoStack::indexChanged, this, &MatrixEditor::follow);
    const auto key = [this](const QKeySequence& keys, auto what) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, what);
    };
    key(QKeySequence(QStringLiteral("Ctrl+Z")), [this] { parts_->undo.undo(); });
    key(QKeySequence(QStringLiteral("Ctrl+Shift+Z")), [this] { parts_->undo.redo(); });
    connect(&staff_, &Staff::changed, this, &MatrixEditor::follow_role);
    connect(run_, &MeasureRun::started, this, &MatrixEditor::follow_run);
    connect(run_, &MeasureRun::progressed, this,
            [this](double done, double) { parts_->progress->setValue(static_cast<int>(done * whole)); });
    connect(run_, &MatrixImpactRun::finished, this,
            [this](const MatrixImpact& impact, const ImpactSubject& of) {
                impact_ = impact;
                impact_of_ = of.after->json;
                parts_->impact->show_impact(impact);
                follow_run();
                Q_EMIT settled_now();
            });
    const auto ended = [this](const QString& why) {
        if (!parts_->impact->shows()) parts_->impact->show_nothing(why);
        follow_run();
        Q_EMIT settled_now();
    };
    connect(run_, &MeasureRun::cancelled, this, [ended] { ended(words("matrix_edit.impact.not_yet")); });
    connect(run_, &MeasureRun::failed, this, [ended](const Error& error) { ended(error_words(error)); });
}

MatrixEditor::~MatrixEditor() {
    parts_->undo.disconnect(this);
}

void MatrixEditor::open_now() {
    Parts& p = *parts_;
    const auto now = sources_.in_force();
    if (!before_ || before_->json != now->json || before_->version != now->version) {
        forget();
        before_ = now;
        edited_ = now->matrix;
    }
    const int number = before_->version + 1;
    p.now->setText(
        words("matrix_edit.now", {{"name", from_core(matrix_name(before_->version, Text::english()))},
                                  {"n", QString::number(number)}}));
    p.save->setText(words("matrix_edit.save", {{"n", QString::number(number)}}));
    if (p.author->text().isEmpty()) p.author->setText(staff_.author());
    p.refusal->hide();
    follow();
    follow_role();
    QWidget* over = parentWidget();
    resize(std::min(static_cast<int>(wide * text_zoom()), over->width() - 2 * sizes().space),
           std::min(static_cast<int>(high * text_zoom()), over->height() - 2 * sizes().space));
    move(over->mapToGlobal(over->rect().center()) - rect().center());
    open();
    p.table->setFocus(Qt::OtherFocusReason);
}

void MatrixEditor::forget() {
    run_->cancel();
    before_ = nullptr;
    impact_.reset();
    impact_of_.clear();
    parts_->impact->show_nothing(words("matrix_edit.impact.not_yet"));
    parts_->undo.clear();
    parts_->anew->setChecked(false);
    parts_->reason->clear();
    if (isVisible()) QDialog::reject();
}

void MatrixEditor::saved(int number) {
    staff_.set_author(parts_->author->text().simplified());
    forget();
    Q_EMIT spoke(words("matrix_edit.saved", {{"n", QString::number(number)}}));
}

void MatrixEditor::refuse(const Error& error) {
    Parts& p = *parts_;
    Error shown = error;
    shown.where.clear();
    p.refusal->setText(error_words(shown));
    p.refusal->show();
    QWidget* at = error.where == "author"                       ? static_cast<QWidget*>(p.author)
                  : error.where == "reason"                     ? static_cast<QWidget*>(p.reason)
                  : p.anew->isVisible() && !p.anew->isChecked() ? static_cast<QWidget*>(p.anew)
                                                                : p.table;
    at->setFocus(Qt::OtherFocusReason);
    Q_EMIT spoke(p.refusal->text());
}

void MatrixEditor::edit(const ConsentMatrix& matrix, const QString& step) {
    if (!before_ || matrix == edited_) return;
    parts_->undo.push(new Step(*this, edited_, matrix, step));
}

void MatrixEditor::take(const ConsentMatrix& matrix) {
    edited_ = matrix;
}

MatrixTable& MatrixEditor::table() {
    return *parts_->table;
}

Result<std::shared_ptr<const MatrixInForce>> MatrixEditor::next() const {
    return put_in_force(0, matrix_to_json(as_next_version(before_->matrix, edited_)), "matrix");
}

bool MatrixEditor::fits() const {
    return impact_ && before_ && impact_of_ == matrix_to_json(as_next_version(before_->matrix, edited_));
}

void MatrixEditor::follow() {
    if (!before_) return;
    Parts& p = *parts_;
    p.table->show_matrix(before_->matrix, edited_);
    p.form->show_cell(edited_, p.table->purpose(), p.table->signal());
    for (std::size_t i = 0; i < asked_again.size(); ++i) {
        const QSignalBlocker quiet(p.quiet[i]);
        p.quiet[i]->setValue(edited_.quiet_days[static_cast<std::size_t>(asked_again[i])]);
    }
    const auto step = [](QPushButton& button, bool can, const char* key, const QString& what) {
        button.setEnabled(can);
        button.setToolTip(can ? words(std::string(key) + ".tip", {{"step", what}})
                              : words(std::string(key) + ".none"));
    };
    step(*p.take_back, p.undo.canUndo(), "matrix_edit.undo", p.undo.undoText());
    step(*p.again, p.undo.canRedo(), "matrix_edit.redo", p.undo.redoText());
    p.refusal->hide();
    follow_changes();
    follow_run();
    follow_role();
}

void MatrixEditor::follow_changes() {
    Parts& p = *parts_;
    const Text& text = Text::english();
    const auto changes = matrix_changes(before_->matrix, edited_);
    p.reset->setEnabled(!changes.empty());
    p.summary->setText(
        from_core(changes.empty() ? text.get("matrix_edit.changes.none") : changes_summary(changes, text)));
    QString list, plain;
    for (const MatrixChange& change : changes) {
        const QString way = words("matrix.way." + std::string(attune::name(change.way)));
        const QString said = from_core(change_sentence(change, text));
        list += QStringLiteral("<p style=\"margin:0 0 6px 0\"><b>%1</b> \u2013 %2</p>")
                    .arg(way.toHtmlEscaped(), said.toHtmlEscaped());
        plain += way + QStringLiteral(": ") + said + u'\n';
    }
    p.changes->setText(list);
    p.changes->setAccessibleDescription(plain);
    p.changes->setVisible(!changes.empty());
    const std::uint16_t anew = asked_anew(changes, before_->matrix);
    p.anew->setVisible(anew != 0);
    if (anew == 0) p.anew->setChecked(false);
    const auto sound = next();
    if (!sound) {
        p.people->setText(words("matrix_edit.wrong", {{"what", error_words(sound.error())}}));
        set_ink(*p.people, Ink::danger);
        return;
    }
    set_ink(*p.people, Ink::primary);
    const auto picture = sources_.picture();
    const auto covered = picture ? std::optional<NotCovered>(not_covered(*picture, anew)) : std::nullopt;
    QString said;
    for (const std::string& line : anew_sentences(*before_, **sound, covered ? &*covered : nullptr, text))
        said += (said.isEmpty() ? QString() : QStringLiteral("\n")) + from_core(line);
    p.people->setText(said);
}

void MatrixEditor::follow_run() {
    Parts& p = *parts_;
    const bool running = run_->running();
    const bool any = before_ && !matrix_changes(before_->matrix, edited_).empty();
    const bool people = sources_.people().has_value();
    p.progress->setVisible(running);
    p.stop->setVisible(running);
    p.measure->setVisible(!running);
    p.measure->setEnabled(any && people && !fits() && next());
    p.impact->set_earlier(impact_ && !fits());
    if (p.impact->shows()) return;
    p.impact->show_nothing(words(running   ? "matrix_edit.impact.measuring"
                                 : !people ? "matrix_edit.impact.no_lab"
                                           : "matrix_edit.impact.not_yet"));
}

void MatrixEditor::follow_role() {
    Parts& p = *parts_;
    const Status may = check_may(staff_.role(), StaffAct::save_matrix);
    const bool any = before_ && !matrix_changes(before_->matrix, edited_).empty();
    p.save->setEnabled(may && any && next());
    for (QWidget* field : std::initializer_list<QWidget*>{p.author, p.reason, p.anew})
        field->setEnabled(may.has_value());
    p.banner->setVisible(!may);
    if (!may)
        p.banner->show_message(Banner::Tone::info, as_sentence(may.error().what),
                               as_sentence(may.error().remedy), {}, false);
}

void MatrixEditor::toggle() {
    const Purpose purpose = parts_->table->purpose();
    const Signal signal = parts_->table->signal();
    const bool there = edited_.cell(purpose, signal) != nullptr;
    // What was taken out comes back as it is in force.
    const MatrixCell* was = before_->matrix.cell(purpose, signal);
    edit(there ? without_cell(edited_, purpose, signal)
               : with_cell(edited_, purpose, was ? *was : new_cell(edited_, purpose, signal)),
         words(there ? "matrix_edit.step.deny" : "matrix_edit.step.allow",
               {{"purpose", words("consent.purpose_short." + std::string(attune::name(purpose)))},
                {"signal", words("consent.signal_short." + std::string(attune::name(signal)))}}));
    Q_EMIT spoke(parts_->table->cell_words(purpose, signal));
}

void MatrixEditor::measure() {
    const auto people = sources_.people();
    const auto after = next();
    if (!people || !after || !before_ || fits()) return;
    parts_->progress->setValue(0);
    run_->start({*people, before_, *after});
}

void MatrixEditor::save() {
    Parts& p = *parts_;
    if (!p.save->isEnabled()) return;
    const MatrixNote note{.author = to_core(p.author->text().simplified()),
                          .reason = to_core(p.reason->text().simplified()),
                          .role = staff_.role(),
                          .created = {},
                          .preview =
                              fits() ? impact_document(*impact_, Text::english()).dump() : std::string(),
                          .ask_anew = p.anew->isChecked()};
    if (note.author.empty())
        return refuse({ErrorCode::bad_input, to_core(words("matrix_edit.author.empty")), "author", {}});
    if (note.reason.empty())
        return refuse({ErrorCode::bad_input, to_core(words("matrix_edit.reason.empty")), "reason", {}});
    if (const Status may = check_saving(*before_, edited_, note); !may) return refuse(may.error());
    sources_.save(edited_, note);
}

void MatrixEditor::done(int result) {
    run_->cancel();
    QDialog::done(result);
}

void MatrixEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return QDialog::keyPressEvent(event);
    if (auto* button = qobject_cast<QPushButton*>(focusWidget())) return button->click();
    if (focusWidget() == parts_->author || focusWidget() == parts_->reason) save();
}

} // namespace attune::ui
