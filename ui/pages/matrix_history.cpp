#include "ui/pages/matrix_history.h"

#include "core/consent/matrix_diff.h"
#include "core/workspace/trail_hash.h"
#include "simulations/study/matrix_saving.h"
#include "simulations/study/matrix_words.h"
#include "ui/pages/role_box.h"
#include "ui/session/staff.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int wide = 960, high = 640, list_width = 260;
constexpr int longest_author = 40, longest_reason = 180, minute_digits = 16;

QLabel* sentence(const char* name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QStringLiteral("matrix.history.") + QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

/// "2026-11-22T12:00:00Z": the day and the minute.
QString minute(const std::string& stamp) {
    return from_core(stamp).left(minute_digits).replace(u'T', u' ');
}

QString role_words(const std::string& role) {
    return words("role." + role);
}

QString who_words(const MatrixVersion& version) {
    return words("matrix_history.who", {{"author", from_core(version.author)},
                                        {"role", role_words(version.role)},
                                        {"when", minute(version.created)}});
}

} // namespace

MatrixHistory::MatrixHistory(Staff& staff, Sources sources, QWidget* parent)
    : QDialog(parent)
    , staff_(staff)
    , sources_(std::move(sources)) {
    setObjectName(QStringLiteral("matrix.history"));
    setWindowTitle(words("matrix_history.title"));
    setAccessibleName(words("matrix_history.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(sizes().card_gap);
    auto* head = new QHBoxLayout;
    auto* title = sentence("head", Type::page_title, Ink::primary, this);
    title->setText(words("matrix_history.title"));
    title->setWordWrap(false);
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(new RoleBox(staff_, this));
    column->addLayout(head);
    auto* halves = new QHBoxLayout;
    halves->setSpacing(2 * sizes().card_gap);
    list_ = new QListWidget(this);
    list_->setObjectName(QStringLiteral("matrix.history.list"));
    list_->setAccessibleName(words("matrix_history.list"));
    list_->setWordWrap(true);
    list_->setSpacing(sizes().space / 4);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    halves->addWidget(list_);
    halves->addWidget(build_details(), 1);
    column->addLayout(halves, 1);
    column->addWidget(build_foot());
    connect(list_, &QListWidget::currentRowChanged, this, &MatrixHistory::show_version);
    connect(&staff_, &Staff::changed, this, &MatrixHistory::follow_role);
}

QWidget* MatrixHistory::build_details() {
    auto* inside = new QWidget(this);
    auto* rows = new QVBoxLayout(inside);
    rows->setContentsMargins(0, 0, 2 * sizes().space, 0); // beside the bar
    rows->setSpacing(sizes().space);
    const auto part = [&](const char* key) {
        auto* label = new QLabel(words(key), inside);
        set_type(*label, Type::section);
        rows->addSpacing(sizes().space / 2);
        rows->addWidget(label);
    };
    title_ = sentence("version", Type::section, Ink::primary, inside);
    reason_ = sentence("reason", Type::body, Ink::primary, inside);
    who_ = sentence("who", Type::caption, Ink::secondary, inside);
    signature_ = sentence("signature", Type::caption, Ink::secondary, inside);
    for (QLabel* label : {title_, reason_, who_, signature_})
        rows->addWidget(label);
    part("matrix_history.changes");
    against_ = sentence("against", Type::caption, Ink::secondary, inside);
    changes_ = sentence("changes", Type::body, Ink::primary, inside);
    rows->addWidget(against_);
    rows->addWidget(changes_);
    part("matrix_history.impact");
    impact_ = sentence("impact", Type::body, Ink::primary, inside);
    rows->addWidget(impact_);
    rows->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QWidget* MatrixHistory::build_foot() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto field = [&](const char* name, int longest, int stretch) {
        const std::string key = std::string("matrix_edit.") + name;
        auto* line = new QLineEdit(part);
        line->setObjectName(QStringLiteral("matrix.history.say.") + QLatin1String(name));
        line->setAccessibleName(words(key + ".full"));
        line->setPlaceholderText(words(key + ".hint"));
        line->setMaxLength(longest);
        auto* label = new QLabel(words(key), part);
        label->setBuddy(line);
        row->addWidget(label);
        row->addWidget(line, stretch);
        connect(line, &QLineEdit::textEdited, this, [this] { refusal_->hide(); });
        return line;
    };
    author_ = field("author", longest_author, 2);
    why_ = field("reason", longest_reason, 5);
    column->addLayout(row);
    anew_ = new QCheckBox(words("matrix_edit.anew"), part);
    anew_->setObjectName(QStringLiteral("matrix.history.anew"));
    column->addWidget(anew_);
    refusal_ = sentence("refusal", Type::caption, Ink::danger, part);
    refusal_->hide();
    column->addWidget(refusal_);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(sizes().space);
    const auto button = [&](const char* name, const char* key, const char* picture) {
        auto* made = new QPushButton(words(key), part);
        if (*picture != 0) made->setIcon(icon(QLatin1String(picture)));
        made->setObjectName(QStringLiteral("matrix.history.") + QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    back_ = button("back", "matrix_history.back", "revert");
    back_->setToolTip(words("matrix_history.back.tip"));
    sign_ = button("sign", "matrix_history.sign", "lock");
    sign_->setToolTip(words("matrix_history.sign.tip"));
    QPushButton* close = button("close", "window.close", "");
    buttons->addWidget(back_);
    buttons->addWidget(sign_);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(buttons);
    connect(back_, &QPushButton::clicked, this, &MatrixHistory::go_back);
    connect(sign_, &QPushButton::clicked, this, &MatrixHistory::sign);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    return part;
}

void MatrixHistory::open_now() {
    if (author_->text().isEmpty()) author_->setText(staff_.author());
    list_->setFixedWidth(static_cast<int>(list_width * text_zoom()));
    QWidget* over = parentWidget();
    resize(std::min(static_cast<int>(wide * text_zoom()), over->width() - 2 * sizes().space),
           std::min(static_cast<int>(high * text_zoom()), over->height() - 2 * sizes().space));
    refresh();
    list_->setCurrentRow(0);
    move(over->mapToGlobal(over->rect().center()) - rect().center());
    open();
    list_->setFocus(Qt::OtherFocusReason);
}

const DocumentContents::SavedMatrix* MatrixHistory::saved(int number) const {
    for (const auto& one : sources_.contents().matrices)
        if (one.record.number == number) return &one;
    return nullptr;
}

std::shared_ptr<const MatrixInForce> MatrixHistory::matrix(int number) const {
    if (number == 0) return shipped_in_force();
    const auto* found = saved(number);
    return found ? found->matrix : nullptr;
}

int MatrixHistory::chosen() const {
    const QListWidgetItem* item = list_->currentItem();
    return item ? item->data(Qt::UserRole).toInt() : 0;
}

void MatrixHistory::refresh() {
    const int before = chosen();
    const int count = list_->count();
    {
        const QSignalBlocker quiet(list_);
        list_->clear();
        const auto& all = sources_.contents().matrices;
        for (auto one = all.rbegin(); one != all.rend(); ++one) {
            auto* item = new QListWidgetItem(
                words("matrix_history.item",
                      {{"n", QString::number(one->record.number)},
                       {"sign", one->signature ? words("matrix_history.item.signed") : QString()},
                       {"who", who_words(one->record)},
                       {"reason", from_core(one->record.reason)}}),
                list_);
            item->setData(Qt::UserRole, one->record.number);
        }
        auto* shipped = new QListWidgetItem(
            words("matrix_history.shipped") + u'\n' + words("matrix_history.shipped.why"), list_);
        shipped->setData(Qt::UserRole, 0);
        list_->setCurrentRow(0);
        // A version that was just made is what one wants to see.
        for (int row = 0; row < list_->count() && list_->count() == count; ++row)
            if (list_->item(row)->data(Qt::UserRole).toInt() == before) list_->setCurrentRow(row);
    }
    show_version();
}

void MatrixHistory::show_version() {
    const Text& text = Text::english();
    const int number = chosen();
    const auto* one = saved(number);
    const DocumentContents& contents = sources_.contents();
    const bool in_force = contents.matrix && contents.matrix->version == number;
    QString title = number == 0 ? words("matrix_history.shipped")
                                : words("save.version", {{"n", QString::number(number)}});
    if (in_force) title += QStringLiteral(" \u2013 ") + words("matrix_history.in_force");
    title_->setText(title);
    reason_->setText(one ? from_core(one->record.reason) : words("matrix_history.shipped.why"));
    who_->setText(one ? who_words(one->record) : QString());
    who_->setVisible(one != nullptr);
    signature_->setVisible(one != nullptr);
    if (one && one->signature && one->signature_fits)
        signature_->setText(
            words("matrix_history.signature", {{"author", from_core(one->signature->author)},
                                               {"role", role_words(one->signature->role)},
                                               {"when", minute(one->signature->made)},
                                               {"key", from_core(to_hex(one->signature->key))}}));
    else
        signature_->setText(words(one && one->signature ? "matrix_history.signature.broken"
                                                        : "matrix_history.signature.none"));
    set_ink(*signature_, one && one->signature && !one->signature_fits ? Ink::danger : Ink::secondary);
    const auto now = matrix(number);
    const auto parent = one ? matrix(one->record.parent) : nullptr;
    QString changes;
    if (one && (!now || !parent)) {
        changes = words("matrix_history.unreadable");
    } else if (one) {
        for (const MatrixChange& change : matrix_changes(parent->matrix, now->matrix))
            changes += (changes.isEmpty() ? QString() : QStringLiteral("\n")) + QStringLiteral("\u2013 ") +
                       from_core(change_sentence(change, text));
    }
    against_->setText(
        one ? words("matrix_history.against", {{"name", from_core(matrix_name(one->record.parent, text))}})
            : QString());
    changes_->setText(changes);
    QString impact;
    if (one)
        for (const std::string& line : kept_sentences(one->record.preview))
            impact += (impact.isEmpty() ? QString() : QStringLiteral("\n")) + from_core(line);
    impact_->setText(impact.isEmpty() && one ? words("matrix_history.impact.none") : impact);
    refusal_->hide();
    sign_->setText(words("matrix_history.sign", {{"n", QString::number(number)}}));
    follow_role();
}

void MatrixHistory::follow_role() {
    const int number = chosen();
    const auto* one = saved(number);
    const DocumentContents& contents = sources_.contents();
    const auto target = matrix(number);
    const Status may_save = check_may(staff_.role(), StaffAct::save_matrix);
    const Status may_sign = check_may(staff_.role(), StaffAct::sign_matrix);
    const auto changes = target && contents.matrix ? matrix_changes(contents.matrix->matrix, target->matrix)
                                                   : std::vector<MatrixChange>{};
    back_->setEnabled(may_save && !changes.empty());
    back_->setToolTip(may_save ? words("matrix_history.back.tip") : error_words(may_save.error()));
    sign_->setEnabled(may_sign && one && !one->signature);
    sign_->setVisible(one != nullptr);
    sign_->setToolTip(may_sign ? words("matrix_history.sign.tip") : error_words(may_sign.error()));
    author_->setEnabled(may_save.has_value());
    why_->setEnabled(back_->isEnabled());
    const bool anew = may_save && contents.matrix && asked_anew(changes, contents.matrix->matrix) != 0;
    anew_->setVisible(anew);
    if (!anew) anew_->setChecked(false);
}

MatrixNote MatrixHistory::note() const {
    return {.author = to_core(author_->text().simplified()),
            .reason = to_core(why_->text().simplified()),
            .role = staff_.role(),
            .created = {},
            .ask_anew = anew_->isChecked()};
}

void MatrixHistory::go_back() {
    const MatrixNote said = note();
    const auto target = matrix(chosen());
    const auto now = sources_.contents().matrix;
    if (!target || !now) return;
    if (said.author.empty())
        return refuse({ErrorCode::bad_input, to_core(words("matrix_edit.author.empty")), "author", {}});
    if (said.reason.empty())
        return refuse({ErrorCode::bad_input, to_core(words("matrix_edit.reason.empty")), "reason", {}});
    if (const Status may = check_saving(*now, target->matrix, said); !may) return refuse(may.error());
    sources_.restore(chosen(), said);
    why_->clear();
}

void MatrixHistory::sign() {
    const MatrixNote said = note();
    if (said.author.empty())
        return refuse({ErrorCode::bad_input, to_core(words("matrix_edit.author.empty")), "author", {}});
    sources_.sign(chosen(), said);
}

void MatrixHistory::refuse(const Error& error) {
    Error shown = error;
    shown.where.clear();
    refusal_->setText(error_words(shown));
    refusal_->show();
    (error.where == "author"   ? static_cast<QWidget*>(author_)
     : error.where == "reason" ? static_cast<QWidget*>(why_)
     : anew_->isVisible()      ? static_cast<QWidget*>(anew_)
                               : list_)
        ->setFocus(Qt::OtherFocusReason);
    Q_EMIT spoke(refusal_->text());
}

} // namespace attune::ui
