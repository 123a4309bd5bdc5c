// Labels for one line of text: one that ends in "..." where there is no room, one whose digits do not dance.
#pragma once

#include <QLabel>

namespace attune::ui {

/// text() stays the full text; the tooltip shows it whenever it is cut, unless another tooltip was set.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
    /// Stands there instead, where the text does not fit.
    void set_brief(const QString& brief);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QRect text_place() const;
    bool is_cut() const;

    QString brief_;
};

/// Tabular digits, see figures.h. Align it right in a column of numbers.
class FigureLabel : public QLabel {
    Q_OBJECT
public:
    explicit FigureLabel(const QString& text = {}, Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter,
                         QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace attune::ui
