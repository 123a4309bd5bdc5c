#include "ui/window/rail.h"

#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QAction>
#include <QEvent>
#include <QFontMetrics>
#include <QLayout>
#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int button_height = 60;
constexpr int between = 3; // icon and text
constexpr int above = 6;   // the first button

QFont name_font(bool chosen) {
    QFont shown = font(Type::caption);
    if (chosen) shown.setWeight(QFont::DemiBold);
    return shown;
}

QString name_of(const QToolButton& button) {
    return button.defaultAction()->text().remove(u'&');
}

} // namespace

RailButton::RailButton(QAction& page, QWidget* parent)
    : QToolButton(parent) {
    setDefaultAction(&page);
    setObjectName(QStringLiteral("rail.") + page.objectName().section(u'.', -1));
    setAccessibleName(name_of(*this));
    setFocusPolicy(Qt::StrongFocus);
    setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize RailButton::sizeHint() const {
    // Room for the heavier letters of the chosen page, or the rail would move with the choice.
    const QFontMetrics metrics(name_font(true));
    return {std::max(sizes().rail, metrics.horizontalAdvance(name_of(*this)) + 2 * sizes().rail_marker + 2),
            std::max(button_height, sizes().icon_rail + between + metrics.height() + 2 * sizes().space)};
}

void RailButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    const bool chosen = isChecked();
    // The chosen one lies on the page: the line of the rail ends there.
    if (chosen)
        painter.fillRect(rect(), t.surface.page);
    else if (underMouse() || isDown())
        painter.fillRect(rect(), t.surface.hover);
    if (chosen) painter.fillRect(QRect(0, 0, sizes().rail_marker, height()), t.accent.base);

    const QFont shown = name_font(chosen);
    const QFontMetrics metrics(shown);
    const int top = (height() - sizes().icon_rail - between - metrics.height()) / 2;
    painter.setPen(chosen ? t.accent.on_soft : t.text.secondary); // the icon takes the pen's colour
    icon().paint(&painter,
                 QRect((width() - sizes().icon_rail) / 2, top, sizes().icon_rail, sizes().icon_rail));
    painter.setFont(shown);
    painter.drawText(QRect(0, top + sizes().icon_rail + between, width(), metrics.height()), Qt::AlignCenter,
                     name_of(*this));
    QStyleOption option;
    option.initFrom(this);
    if (hasFocus() && option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter.setPen(QPen(t.focus.ring, sizes().focus_ring));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(5, 2, -3, -2), sizes().radius_control,
                                sizes().radius_control);
    }
}

Rail::Rail(const QList<QAction*>& pages, QWidget* parent)
    : QToolBar(words("window.rail"), parent) {
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(words("window.rail"));
    setOrientation(Qt::Vertical);
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    auto* gap = new QWidget(this);
    gap->setFixedSize(1, above);
    addWidget(gap);
    for (QAction* page : pages)
        addWidget(new RailButton(*page, this));
}

bool Rail::event(QEvent* event) {
    const bool done = QToolBar::event(event);
    // A tool bar takes its margins from the style again and again; the rail's buttons reach from edge to
    // edge.
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::Polish ||
        event->type() == QEvent::Show) {
        layout()->setContentsMargins(0, 0, 0, 0);
        layout()->setSpacing(0);
    }
    return done;
}

void Rail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface.rail);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme().border.normal);
}

} // namespace attune::ui
