// How controls look: Fusion for everything it does well, our own painting for what the design language asks.
// No style sheets: they would switch this style off.
#pragma once

#include <QProxyStyle>

namespace attune::ui {

class AttuneStyle : public QProxyStyle {
    Q_OBJECT
public:
    AttuneStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr,
                    const QWidget* widget = nullptr) const override;
};

} // namespace attune::ui
