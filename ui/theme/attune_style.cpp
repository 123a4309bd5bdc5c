#include "ui/theme/attune_style.h"

#include "ui/theme/theme.h"

namespace attune::ui {

AttuneStyle::AttuneStyle()
    : QProxyStyle(QStringLiteral("Fusion")) {}

int AttuneStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return sizes().icon;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

} // namespace attune::ui
