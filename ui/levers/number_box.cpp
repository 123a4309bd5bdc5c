#include "ui/levers/number_box.h"

#include "simulations/report/lever_words.h"
#include "simulations/report/number_text.h"
#include "ui/levers/lever_scale.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QScopedValueRollback>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr double box_width = 84; ///< at 100 % text
constexpr int most_decimals = 6;
constexpr QChar minus(u'\u2212');

} // namespace

NumberBox::NumberBox(const ParameterSpec& spec, QWidget* parent)
    : QDoubleSpinBox(parent)
    , spec_(spec)
    , factor_(shown_factor(spec)) {
    setLocale(QLocale::c()); // as all numbers of the window
    setDecimals(spec.kind == ParameterKind::integer ? 0 : most_decimals);
    setRange(spec.minimum * factor_, spec.maximum * factor_);
    setSingleStep(spec.step * factor_);
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setKeyboardTracking(false);
    setFocusPolicy(Qt::StrongFocus);
    setCorrectionMode(QAbstractSpinBox::CorrectToPreviousValue);
    if (const QString sign = from_core(lever_unit_sign(spec, Text::english())); !sign.isEmpty())
        setSuffix(u' ' + sign);
    // What reaches the value without a key of ours comes from a helper such as a screen reader.
    connect(this, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (!showing_) Q_EMIT entered(value / factor_);
    });
}

void NumberBox::show_value(double value) {
    const QScopedValueRollback showing(showing_, true);
    truth_ = value;
    setValue(value * factor_);
    restore();
}

void NumberBox::restore() {
    const QScopedValueRollback showing(showing_, true);
    if (lineEdit()->text() != shown_text()) lineEdit()->setText(shown_text());
}

QString NumberBox::shown_text() const {
    return prefix() + textFromValue(value()) + suffix();
}

QString NumberBox::textFromValue(double value) const {
    const int least = shown_decimals(spec_);
    const int decimals = std::max(least, style_as_set(NumberKind::plain, value).decimals);
    QString text = locale().toString(value, 'f', std::min(decimals, most_decimals));
    return text.replace(u'-', minus);
}

std::optional<double> NumberBox::typed(QString text) const {
    text = text.trimmed();
    const QString sign = suffix().trimmed();
    if (!sign.isEmpty() && text.endsWith(sign)) text.chop(sign.size());
    text.replace(minus, u'-').replace(u',', u'.');
    bool ok = false;
    const double value = QLocale::c().toDouble(text.trimmed(), &ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

double NumberBox::valueFromText(const QString& text) const {
    return typed(text).value_or(value());
}

QValidator::State NumberBox::validate(QString& text, int&) const {
    QString body = text.trimmed();
    const QString sign = suffix().trimmed();
    if (!sign.isEmpty() && body.endsWith(sign)) body.chop(sign.size());
    for (const QChar c : std::as_const(body))
        if (!(c >= u'0' && c <= u'9') && !QStringLiteral("+-., ").contains(c) && c != minus)
            return QValidator::Invalid;
    return typed(text) ? QValidator::Acceptable : QValidator::Intermediate;
}

QSize NumberBox::sizeHint() const {
    return {qRound(box_width * std::max(1.0, text_zoom())), QDoubleSpinBox::sizeHint().height()};
}

void NumberBox::commit() {
    if (lineEdit()->text() == shown_text()) return;
    const auto number = typed(lineEdit()->text());
    if (!number) return restore();
    if (*number == value()) return restore(); // "2.0" for 2
    Q_EMIT entered(*number / factor_);
}

void NumberBox::stepBy(int steps) {
    const auto number = typed(lineEdit()->text());
    const bool usable = number && *number >= minimum() && *number <= maximum();
    // All digits of the truth, unless something else was typed meanwhile.
    const double from = usable && *number != value() ? *number / factor_ : truth_;
    Q_EMIT entered(LeverScale(spec_).stepped(from, steps));
    selectAll();
}

bool NumberBox::event(QEvent* event) {
    // Escape first takes back what is being typed; only then is it anyone else's.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape && lineEdit()->text() != shown_text()) {
        event->accept();
        return true;
    }
    return QDoubleSpinBox::event(event);
}

void NumberBox::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        commit();
        selectAll();
        return event->accept();
    case Qt::Key_Escape:
        if (lineEdit()->text() == shown_text()) break;
        restore();
        selectAll();
        return event->accept();
    default:
        break;
    }
    QDoubleSpinBox::keyPressEvent(event);
}

void NumberBox::focusOutEvent(QFocusEvent* event) {
    commit();
    restore();
    QDoubleSpinBox::focusOutEvent(event);
}

void NumberBox::hideEvent(QHideEvent* event) {
    restore();
    QDoubleSpinBox::hideEvent(event);
}

void NumberBox::wheelEvent(QWheelEvent* event) {
    if (!hasFocus()) return event->ignore(); // the dock scrolls
    QDoubleSpinBox::wheelEvent(event);
}

} // namespace attune::ui
