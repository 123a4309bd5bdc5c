#include "ui/levers/lever_row.h"

#include "simulations/report/lever_words.h"
#include "ui/levers/lever_about.h"
#include "ui/levers/lever_slider.h"
#include "ui/levers/number_box.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyle>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWhatsThis>

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

constexpr int most_name_lines = 2;

/// A sign that says something; its words are its tooltip and accessible name.
class Sign : public QWidget {
public:
    Sign(const QString& icon_name, const QString& meaning, QWidget* parent)
        : QWidget(parent)
        , icon_name_(icon_name) {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setToolTip(meaning);
        setAccessibleName(meaning);
    }
    QSize sizeHint() const override {
        const int side = style()->pixelMetric(QStyle::PM_SmallIconSize);
        return {side, side};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const qreal margin = 1;
        draw_icon(painter, QRectF(rect()).adjusted(margin, margin, -margin, -margin), icon_name_,
                  theme().text.muted);
    }

private:
    QString icon_name_;
};

} // namespace

LeverRow::LeverRow(Lab& lab, const Lab::Lever& lever, QWidget* parent)
    : QWidget(parent)
    , lab_(lab)
    , lever_(lever)
    , name_text_(Lab::name(lever)) {
    const ParameterSpec& spec = lever_.entry->spec;
    const QString id = QStringLiteral("lever.") + from_core(lever_.key);
    setObjectName(id);
    setAccessibleName(name_text_);
    searched_text_ = QStringList{name_text_, words(spec.text_key() + ".why"),
                                 from_core(lever_unit_words(spec, Text::english())),
                                 words("group." + spec.group), from_core(lever_.key)}
                         .join(u'\n')
                         .toCaseFolded();

    name_ = new QLabel(name_text_, this);
    name_->setObjectName(id + QStringLiteral(".name"));
    name_->setTextFormat(Qt::PlainText);
    name_->setWordWrap(true);
    name_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    name_->installEventFilter(this);
    if (spec.acts == Acts::next_start) {
        clock_ = new Sign(QStringLiteral("clock"), words("levers.row.next_start"), this);
        clock_->setObjectName(id + QStringLiteral(".clock"));
    }
    reset_ = new QToolButton(this);
    reset_->setObjectName(id + QStringLiteral(".reset"));
    reset_->setAutoRaise(true);
    reset_->setFocusPolicy(Qt::StrongFocus);
    reset_->setIcon(icon(QStringLiteral("reset"), Ink::muted));
    QSizePolicy keeps_room = reset_->sizePolicy();
    keeps_room.setRetainSizeWhenHidden(true);
    reset_->setSizePolicy(keeps_room);
    reset_->hide();
    connect(reset_, &QToolButton::clicked, this, &LeverRow::reset);

    switch (spec.kind) {
    case ParameterKind::boolean:
        make_switch();
        break;
    case ParameterKind::choice:
        make_choice();
        break;
    case ParameterKind::integer:
    case ParameterKind::real:
        make_number();
        break;
    }
    name_->setBuddy(editor());
    for (QWidget* stop : stops())
        stop->installEventFilter(this);

    error_ = new QLabel(this);
    error_->setObjectName(id + QStringLiteral(".error"));
    error_->setTextFormat(Qt::PlainText);
    error_->setWordWrap(true);
    set_type(*error_, Type::caption);
    set_ink(*error_, Ink::danger);
    error_->hide();

    head_ = new QHBoxLayout;
    head_->setSpacing(sizes().space / 2);
    if (switch_) head_->addWidget(switch_);
    head_->addWidget(name_, 1);
    if (clock_) head_->addWidget(clock_);
    head_->addWidget(reset_);
    if (number_) head_->addWidget(number_);
    column_ = new QVBoxLayout(this);
    column_->setContentsMargins(0, 4, 0, 3);
    column_->setSpacing(0);
    column_->addLayout(head_);
    if (choice_) column_->addWidget(choice_);
    if (slider_) column_->addWidget(slider_);
    column_->addWidget(error_);
    refresh();
}

void LeverRow::make_number() {
    const ParameterSpec& spec = lever_.entry->spec;
    number_ = new NumberBox(spec, this);
    number_->setObjectName(objectName() + QStringLiteral(".number"));
    slider_ = new LeverSlider(spec, this);
    slider_->setObjectName(objectName() + QStringLiteral(".slider"));
    const QString unit = from_core(lever_unit_words(spec, Text::english()));
    const QString spoken =
        unit.isEmpty() ? name_text_ : words("levers.row.name", {{"name", name_text_}, {"unit", unit}});
    number_->setAccessibleName(spoken);
    slider_->setAccessibleName(spoken);
    connect(number_, &NumberBox::entered, this, &LeverRow::set);
    connect(slider_, &LeverSlider::stepped, this, &LeverRow::set);
    connect(slider_, &LeverSlider::moved, this, &LeverRow::drag);
    connect(slider_, &LeverSlider::released, this, [this] { lab_.end_drag(); });
    connect(slider_, &LeverSlider::cancelled, this, [this] {
        lab_.cancel_drag();
        refresh();
    });
}

void LeverRow::make_switch() {
    switch_ = new QCheckBox(this);
    switch_->setObjectName(objectName() + QStringLiteral(".switch"));
    switch_->setAccessibleName(name_text_);
    connect(switch_, &QCheckBox::clicked, this, [this](bool on) { set(on ? 1 : 0); });
}

void LeverRow::make_choice() {
    choice_ = new QComboBox(this);
    choice_->setObjectName(objectName() + QStringLiteral(".choice"));
    choice_->setAccessibleName(name_text_);
    choice_->setFocusPolicy(Qt::StrongFocus);
    // As wide as the dock; a long choice must not make the dock wider.
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice_->setMinimumContentsLength(8);
    choice_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (std::size_t i = 0; i < lever_.entry->spec.choices.size(); ++i)
        choice_->addItem(value_words(lever_, static_cast<double>(i)));
    connect(choice_, &QComboBox::activated, this, [this](int index) { set(index); });
}

QWidget* LeverRow::editor() const {
    if (number_) return number_;
    if (switch_) return switch_;
    return choice_;
}

std::vector<QWidget*> LeverRow::stops() const {
    std::vector<QWidget*> all = {reset_, editor()};
    if (slider_) all.push_back(slider_);
    return all;
}

int LeverRow::lines_of_name(int room) const {
    const QFontMetrics metrics(
        attune::ui::font(Type::body_strong)); // the wider of its two weights, so that nothing jumps
    for (const QString& word : name_text_.split(u' '))
        if (metrics.horizontalAdvance(word) > room) return most_name_lines + 1;
    const QRect place =
        metrics.boundingRect(QRect(0, 0, std::max(1, room), QWIDGETSIZE_MAX), Qt::TextWordWrap, name_text_);
    return place.height() / std::max(1, metrics.height());
}

QSize LeverRow::minimumSizeHint() const {
    // Of the narrower of its two forms, or it could never become that one.
    int head = name_->minimumSizeHint().width();
    for (const QWidget* part : std::initializer_list<const QWidget*>{reset_, clock_, switch_})
        if (part) head += part->sizeHint().width() + head_->spacing();
    const int below = number_   ? number_->minimumSizeHint().width()
                      : choice_ ? choice_->minimumSizeHint().width()
                                : 0;
    return {std::max(head, below), QWidget::minimumSizeHint().height()};
}

void LeverRow::arrange() {
    if (!number_) return;
    int taken = reset_->sizeHint().width() + number_->sizeHint().width() + 2 * head_->spacing();
    if (clock_) taken += clock_->sizeHint().width() + head_->spacing();
    const bool stacked = lines_of_name(width() - taken) > most_name_lines;
    if (stacked == stacked_) return;
    stacked_ = stacked;
    head_->removeWidget(number_);
    column_->removeWidget(number_);
    if (stacked)
        column_->insertWidget(1, number_, 0, Qt::AlignRight);
    else
        head_->addWidget(number_);
}

void LeverRow::refresh() {
    const double value = lab_.value(lever_);
    const bool differs = lab_.differs(lever_);
    if (number_) number_->show_value(value);
    if (slider_) slider_->show_values(value, lab_.baseline_value(lever_), lab_.standard_value(lever_));
    if (switch_) switch_->setChecked(value != 0.0);
    if (choice_) choice_->setCurrentIndex(static_cast<int>(value));
    set_type(*name_, differs ? Type::body_strong : Type::body);
    if (!differs && reset_->hasFocus()) editor()->setFocus(Qt::OtherFocusReason);
    reset_->setVisible(differs);
    show(Status{});
    describe();
}

void LeverRow::describe() {
    const QString baseline = value_words(lever_, lab_.baseline_value(lever_));
    const QString reset = words("levers.row.reset", {{"name", name_text_}, {"value", baseline}});
    reset_->setAccessibleName(reset);
    reset_->setToolTip(reset);
    const QString range = from_core(lever_range_words(lever_.entry->spec, Text::english()));
    const QString standard = value_words(lever_, lab_.standard_value(lever_));
    const auto acts =
        words(lever_.entry->spec.acts == Acts::now ? "levers.row.now" : "levers.row.next_start");
    const QString state =
        words("levers.row.state", {{"range", range}, {"baseline", baseline}, {"standard", standard}});
    const QString error = error_->isHidden() ? QString() : error_->text() + u' ';
    editor()->setAccessibleDescription(error + state + u' ' + acts);
    if (slider_)
        slider_->setAccessibleDescription(
            error + words("levers.row.slider.state", {{"value", value_words(lever_, lab_.value(lever_))},
                                                      {"range", range},
                                                      {"baseline", baseline},
                                                      {"standard", standard}}));
}

bool LeverRow::matches(const QStringList& searched) const {
    return std::all_of(searched.begin(), searched.end(),
                       [this](const QString& word) { return searched_text_.contains(word.toCaseFolded()); });
}

void LeverRow::set(double value) {
    const Status done = lab_.set_lever(lever_.key, value);
    // The lab says nothing where nothing changed, but what is shown may still have moved.
    const bool typing = number_ && number_->hasFocus();
    if (done || !typing) refresh();
    show(done);
}

void LeverRow::drag(double value) {
    const Status done = lab_.drag_lever(lever_.key, value);
    if (!done) refresh();
    show(done);
}

void LeverRow::reset() {
    const Status done = lab_.reset_lever(lever_.key);
    if (done) refresh();
    show(done);
}

void LeverRow::show(const Status& done) {
    QString words;
    if (!done) {
        Error error = done.error();
        error.where.clear(); // it stands at its lever
        words = error_words(error);
    }
    if (error_->text() == words && error_->isHidden() == words.isEmpty()) return;
    error_->setText(words);
    error_->setVisible(!done);
    editor()->setProperty("error", !done);
    editor()->update();
    describe();
}

bool LeverRow::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::ToolTip:
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), lever_about(lab_, lever_), this);
        return true;
    case QEvent::QueryWhatsThis:
        event->accept();
        return true;
    case QEvent::WhatsThis:
        QWhatsThis::showText(static_cast<QHelpEvent*>(event)->globalPos(), lever_about(lab_, lever_), this);
        return true;
    default:
        return QWidget::event(event);
    }
}

bool LeverRow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->text() == u"?") {
        Q_EMIT about_wanted();
        return true;
    }
    if (watched == choice_ && event->type() == QEvent::Wheel && !choice_->hasFocus()) {
        event->ignore(); // the dock scrolls
        return true;
    }
    if (watched == name_) {
        const auto left = [event] { return static_cast<QMouseEvent*>(event)->button() == Qt::LeftButton; };
        if (event->type() == QEvent::MouseButtonPress && left()) {
            editor()->setFocus(Qt::MouseFocusReason);
            name_pressed_ = true; // the release after a double click has no press
            return true;
        }
        if (event->type() == QEvent::MouseButtonRelease && left()) {
            if (switch_ && std::exchange(name_pressed_, false) &&
                name_->rect().contains(static_cast<QMouseEvent*>(event)->pos()))
                switch_->click();
            return true;
        }
        if (event->type() == QEvent::MouseButtonDblClick && left()) {
            reset();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void LeverRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().border.subtle);
}

void LeverRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void LeverRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (column_ && event->type() == QEvent::FontChange) arrange();
}

} // namespace attune::ui
