#include "ui/window/dock.h"

#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace attune::ui {
namespace {

constexpr int title_height = 34;

/// The head of a dock, with a line below.
class Head : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), theme().surface.window);
        painter.fillRect(QRect(0, height() - 1, width(), 1), theme().border.normal);
    }
};

} // namespace

Dock::Dock(const QString& name, const QString& title, QWidget* content, QWidget* parent)
    : QDockWidget(title, parent) {
    setObjectName(QStringLiteral("dock.") + name);
    setAccessibleName(title);
    setFeatures(DockWidgetClosable | DockWidgetMovable | DockWidgetFloatable);
    head_ = new Head(this);
    head_->setMinimumHeight(title_height);
    auto* row = new QHBoxLayout(head_);
    row->setContentsMargins(sizes().dock_padding, 0, sizes().space / 2, 1);
    row->setSpacing(sizes().space / 2);
    auto* label = new QLabel(title, head_);
    set_type(*label, Type::body_strong);
    row->addWidget(label, 1);
    const auto button = [&](const char* icon_name, const char* what, const char* words_key) {
        auto* made = new QToolButton(head_);
        made->setIcon(icon(QLatin1String(icon_name)));
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::StrongFocus);
        made->setObjectName(objectName() + u'.' + QLatin1String(what));
        made->setAccessibleName(words(words_key, {{"name", title}}));
        made->setToolTip(made->accessibleName());
        row->addWidget(made);
        return made;
    };
    connect(button("float", "float", "window.dock.float"), &QToolButton::clicked, this,
            [this] { setFloating(!isFloating()); });
    connect(button("close", "close", "window.dock.close"), &QToolButton::clicked, this, &QWidget::close);
    no_head_ = new QWidget(this);
    no_head_->setFixedHeight(0);
    setTitleBarWidget(head_);
    setWidget(content);
}

void Dock::set_tabbed(bool tabbed) {
    QWidget* wanted = tabbed && !isFloating() ? no_head_ : head_;
    if (titleBarWidget() == wanted) return;
    QWidget* other = wanted == head_ ? no_head_ : head_;
    setTitleBarWidget(wanted);
    other->hide();
    wanted->show();
}

} // namespace attune::ui
