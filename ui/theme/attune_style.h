// How controls look: Fusion for everything it does well, our own painting for what the design language asks.
// No style sheets: they would switch this style off. Marks a widget can carry:
// - the property "error" (bool) on an input draws the form's red border;
// - a default QPushButton, and a QToolButton with the property "primary", is the primary one, in the accent;
// - the foreground role Mid on a QFrame line makes it the firmer of the two line colours.
#pragma once

#include <QProxyStyle>

namespace attune::ui {

class AttuneStyle : public QProxyStyle {
    Q_OBJECT
public:
    AttuneStyle();

    using QProxyStyle::polish;
    using QProxyStyle::unpolish;
    void polish(QWidget* widget) override;
    void unpolish(QWidget* widget) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget = nullptr) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget = nullptr) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget = nullptr) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                         const QWidget* widget = nullptr) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option,
                         const QWidget* widget = nullptr) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                           const QWidget* widget = nullptr) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option = nullptr,
                    const QWidget* widget = nullptr) const override;
    int styleHint(StyleHint hint, const QStyleOption* option = nullptr, const QWidget* widget = nullptr,
                  QStyleHintReturn* answer = nullptr) const override;
    QIcon standardIcon(StandardPixmap sign, const QStyleOption* option = nullptr,
                       const QWidget* widget = nullptr) const override;
};

} // namespace attune::ui
