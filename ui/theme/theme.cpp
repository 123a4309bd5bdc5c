#include "ui/theme/theme.h"

#include "ui/theme/attune_style.h"
#include "ui/theme/dress.h"
#include "ui/theme/palette.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QToolTip>

#include <algorithm>

namespace attune::ui {
namespace {

struct State {
    ThemeName name = ThemeName::light;
    ThemeChoice choice = ThemeChoice::light;
    double zoom = 1.0;
    bool reduced_motion = false;
};

State& state() {
    static State now;
    return now;
}

/// Hears of a new desktop palette while the choice is "system".
class DesktopWatcher : public QObject {
public:
    using QObject::QObject;
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::ThemeChange && state().choice == ThemeChoice::system && !waiting_) {
            waiting_ = true;
            QMetaObject::invokeMethod(
                this,
                [this] {
                    waiting_ = false;
                    if (state().choice == ThemeChoice::system) apply_theme(ThemeChoice::system, state().zoom);
                },
                Qt::QueuedConnection);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    bool waiting_ = false;
};

/// Qt 6.4 cannot be asked for the desktop's colour scheme. An empty application palette lets the platform's
/// own shine through for a moment.
ThemeName desktop_theme() {
    QApplication::setPalette(QPalette());
    return is_dark(QApplication::palette()) ? ThemeName::dark : ThemeName::light;
}

ThemeName resolve(ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::system:
        return desktop_theme();
    case ThemeChoice::light:
        return ThemeName::light;
    case ThemeChoice::dark:
        return ThemeName::dark;
    case ThemeChoice::contrast:
        return ThemeName::contrast;
    }
    return ThemeName::light;
}

/// Once: the application owns the style and the watcher.
void install_style() {
    if (qobject_cast<AttuneStyle*>(QApplication::style())) return;
    QApplication::setStyle(new AttuneStyle);
    qApp->installEventFilter(new DesktopWatcher(qApp));
}

/// Widgets keep the style's sizes until they hear that it has changed. Posted, to come after the new font.
void announce_new_sizes() {
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets)
        QCoreApplication::postEvent(widget, new QEvent(QEvent::StyleChange));
}

} // namespace

const Theme& theme() {
    return theme_of(state().name);
}

const Theme& theme_of(ThemeName name) {
    return tokens().themes[static_cast<std::size_t>(name)];
}

const Sizes& sizes() {
    return tokens().sizes;
}

void apply_theme(ThemeChoice choice, double text_zoom) {
    install_style();
    const bool new_size = text_zoom != state().zoom;
    state().choice = choice;
    state().zoom = text_zoom;
    state().name = resolve(choice);
    QApplication::setFont(font(Type::body));
    QToolTip::setFont(font(Type::caption));
    QApplication::setPalette(application_palette(theme()));
    QApplication::setPalette(item_view_palette(theme()), "QAbstractItemView");
    QToolTip::setPalette(tooltip_palette(theme()));
    dress_again();
    if (new_size) announce_new_sizes();
}

ThemeChoice theme_choice() {
    return state().choice;
}

double text_zoom() {
    return state().zoom;
}

const std::vector<double>& text_zoom_steps() {
    return tokens().text_zoom_steps;
}

int scaled(int pixels) {
    return qRound(pixels * std::max(1.0, state().zoom));
}

QFont font(Type type) {
    const TypeToken& token = tokens().types[static_cast<std::size_t>(type)];
    QFont font;
    font.setFamilies(token.mono ? tokens().mono_families : tokens().families);
    font.setStyleHint(token.mono ? QFont::Monospace : QFont::SansSerif);
    // 96 pixels are 72 points.
    font.setPointSizeF(token.size * 0.75 * state().zoom);
    font.setWeight(static_cast<QFont::Weight>(token.weight));
    return font;
}

bool reduced_motion() {
    return state().reduced_motion;
}

void set_reduced_motion(bool reduced) {
    state().reduced_motion = reduced;
}

} // namespace attune::ui
