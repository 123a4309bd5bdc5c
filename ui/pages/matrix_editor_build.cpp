#include "core/consent/matrix_edit.h"
#include "ui/pages/matrix_editor_parts.h"
#include "ui/pages/role_box.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QHBoxLayout>
#include <QScrollArea>

namespace attune::ui {
namespace {

constexpr int right_width = 384;
constexpr int longest_author = 40, longest_reason = 200, longest_days = 3660;

QLabel* sentence(const QString& name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

QLabel* heading(const char* key, QWidget* parent) {
    auto* label = new QLabel(words(key), parent);
    label->setTextFormat(Qt::PlainText);
    set_type(*label, Type::section);
    return label;
}

} // namespace

void MatrixEditor::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("matrix.editor"));
    setWindowTitle(words("matrix_edit.title"));
    setAccessibleName(words("matrix_edit.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 14);
    column->setSpacing(sizes().space);
    auto* head = new QHBoxLayout;
    auto* title = sentence(QStringLiteral("matrix.title"), Type::page_title, Ink::primary, this);
    title->setText(words("matrix_edit.title"));
    title->setWordWrap(false);
    head->addWidget(title);
    head->addStretch(1);
    head->addWidget(new RoleBox(staff_, this));
    column->addLayout(head);
    p.now = sentence(QStringLiteral("matrix.now"), Type::caption, Ink::secondary, this);
    column->addWidget(p.now);
    p.banner = new Banner(this);
    p.banner->setObjectName(QStringLiteral("matrix.banner"));
    p.banner->hide();
    column->addWidget(p.banner);
    auto* halves = new QHBoxLayout;
    halves->setSpacing(2 * sizes().card_gap);
    halves->addWidget(build_left(), 1);
    halves->addWidget(build_right());
    column->addLayout(halves, 1);
    column->addWidget(build_foot());
}

QWidget* MatrixEditor::build_left() {
    Parts& p = *parts_;
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    p.table = new MatrixTable(part);
    column->addWidget(p.table, 1);
    auto* legend = sentence(QStringLiteral("matrix.legend"), Type::caption, Ink::secondary, part);
    legend->setText(words("matrix_edit.legend"));
    column->addWidget(legend);
    auto* asking = new QHBoxLayout;
    asking->setSpacing(sizes().space);
    auto* label = new QLabel(words("matrix_edit.quiet"), part);
    asking->addWidget(label);
    for (std::size_t i = 0; i < asked_again.size(); ++i) {
        const std::string state(attune::name(asked_again[i]));
        auto* name = new QLabel(words("matrix_edit.quiet." + state), part);
        auto* days = new QSpinBox(part);
        days->setObjectName(QStringLiteral("matrix.quiet.") + from_core(state));
        days->setAccessibleName(words("matrix_edit.quiet.full", {{"state", words("matrix.state." + state)}}));
        days->setRange(0, longest_days);
        days->setSuffix(u' ' + words("matrix_edit.days.unit"));
        days->setKeyboardTracking(false);
        name->setBuddy(days);
        asking->addWidget(name);
        asking->addWidget(days);
        p.quiet[i] = days;
        connect(days, &QSpinBox::valueChanged, this, [this, i](int value) {
            edit(with_quiet_days(edited_, asked_again[i], value), words("matrix_edit.step.quiet"));
        });
    }
    asking->addStretch(1);
    column->addLayout(asking);
    column->addStretch(0);
    return part;
}

QWidget* MatrixEditor::build_right() {
    Parts& p = *parts_;
    auto* inside = new QWidget(this);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 2 * sizes().space, 0); // beside the bar
    column->setSpacing(sizes().space);
    p.form = new MatrixCellForm(inside);
    column->addWidget(p.form);
    column->addSpacing(sizes().space);
    column->addWidget(heading("matrix_edit.changes", inside));
    p.summary = sentence(QStringLiteral("matrix.summary"), Type::caption, Ink::secondary, inside);
    p.changes = sentence(QStringLiteral("matrix.changes"), Type::body, Ink::primary, inside);
    p.changes->setTextFormat(Qt::RichText);
    p.changes->setAccessibleName(words("matrix_edit.changes"));
    column->addWidget(p.summary);
    column->addWidget(p.changes);
    column->addSpacing(sizes().space / 2);
    column->addWidget(heading("matrix_edit.people", inside));
    p.people = sentence(QStringLiteral("matrix.people"), Type::body, Ink::primary, inside);
    column->addWidget(p.people);
    column->addSpacing(sizes().space / 2);
    column->addWidget(heading("matrix_edit.impact", inside));
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto button = [&](const char* name, const char* picture) {
        auto* made =
            new QPushButton(icon(QLatin1String(picture)), words(std::string("matrix_edit.") + name), inside);
        made->setObjectName(QStringLiteral("matrix.") + QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    p.measure = button("measure", "play");
    p.measure->setToolTip(words("matrix_edit.measure.tip"));
    p.stop = button("stop", "cancel");
    p.progress = new QProgressBar(inside);
    p.progress->setObjectName(QStringLiteral("matrix.progress"));
    p.progress->setAccessibleName(words("matrix_edit.progress"));
    p.progress->setRange(0, whole);
    p.progress->setTextVisible(false);
    row->addWidget(p.measure);
    row->addWidget(p.stop);
    row->addWidget(p.progress, 1);
    row->addStretch(0);
    column->addLayout(row);
    p.impact = new MatrixImpactView(inside);
    column->addWidget(p.impact);
    column->addStretch(1);
    connect(p.measure, &QPushButton::clicked, this, &MatrixEditor::measure);
    connect(p.stop, &QPushButton::clicked, run_, &MeasureRun::cancel);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("matrix.scroll"));
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFixedWidth(static_cast<int>(right_width * text_zoom()));
    return scroll;
}

QWidget* MatrixEditor::build_foot() {
    Parts& p = *parts_;
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    auto* who = new QHBoxLayout;
    who->setSpacing(sizes().space);
    const auto field = [&](const char* name, int longest, int stretch) {
        const std::string key = std::string("matrix_edit.") + name;
        auto* line = new QLineEdit(part);
        line->setObjectName(QStringLiteral("matrix.") + QLatin1String(name));
        line->setAccessibleName(words(key + ".full"));
        line->setPlaceholderText(words(key + ".hint"));
        line->setMaxLength(longest);
        auto* label = new QLabel(words(key), part);
        label->setBuddy(line);
        who->addWidget(label);
        who->addWidget(line, stretch);
        connect(line, &QLineEdit::textEdited, this, [this] { parts_->refusal->hide(); });
        return line;
    };
    p.author = field("author", longest_author, 2);
    p.reason = field("reason", longest_reason, 6);
    column->addLayout(who);
    p.anew = new QCheckBox(words("matrix_edit.anew"), part);
    p.anew->setObjectName(QStringLiteral("matrix.anew"));
    connect(p.anew, &QCheckBox::clicked, this, [this] { parts_->refusal->hide(); });
    column->addWidget(p.anew);
    p.refusal = sentence(QStringLiteral("matrix.refusal"), Type::caption, Ink::danger, part);
    p.refusal->hide();
    column->addWidget(p.refusal);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto button = [&](const char* name, const char* picture) {
        auto* made = new QPushButton(words(std::string("matrix_edit.") + name), part);
        if (*picture != 0) made->setIcon(icon(QLatin1String(picture)));
        made->setObjectName(QStringLiteral("matrix.") + QLatin1String(name));
        made->setAutoDefault(false);
        row->addWidget(made);
        return made;
    };
    p.take_back = button("undo", "undo");
    p.again = button("redo", "redo");
    p.reset = button("reset", "revert");
    p.reset->setToolTip(words("matrix_edit.reset.tip"));
    QPushButton* versions = button("versions", "clock");
    versions->setToolTip(words("matrix_edit.versions.tip"));
    row->addStretch(1);
    p.save = button("save", "");
    p.save->setDefault(true);
    p.save->setToolTip(words("matrix_edit.save.tip"));
    QPushButton* close = button("close", "");
    close->setToolTip(words("matrix_edit.close.tip"));
    column->addLayout(row);
    connect(p.take_back, &QPushButton::clicked, this, [this] { parts_->undo.undo(); });
    connect(p.again, &QPushButton::clicked, this, [this] { parts_->undo.redo(); });
    connect(p.reset, &QPushButton::clicked, this,
            [this] { edit(before_->matrix, words("matrix_edit.step.reset")); });
    connect(versions, &QPushButton::clicked, this, &MatrixEditor::versions_wanted);
    connect(p.save, &QPushButton::clicked, this, &MatrixEditor::save);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    return part;
}

} // namespace attune::ui
