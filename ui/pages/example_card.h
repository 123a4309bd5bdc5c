// A card of the start page: an example's question, a picture of what a small run of it found, and the button
// that opens it.
#pragma once

#include "ui/pages/example_pictures.h"
#include "ui/widgets/card.h"

class QLabel;
class QPushButton;

namespace attune::ui {

class ElidedLabel;

/// Both policies by day: the candidate solid with its band, the baseline dashed, values at the ends.
class ExamplePlot : public QWidget {
    Q_OBJECT
public:
    explicit ExamplePlot(QWidget* parent = nullptr);
    /// Null: still being drawn.
    void show_picture(const ExamplePicture* picture);
    void show_words(const QString& words); ///< instead of a picture
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<ExamplePicture> picture_;
    QString words_;
};

class ExampleCard : public Card {
    Q_OBJECT
public:
    explicit ExampleCard(const Example& example, QWidget* parent = nullptr);

    void show_picture(const ExamplePicture& picture);
    void show_failure(const Error& error);
    QPushButton* button() const { return open_; }

Q_SIGNALS:
    void chosen(const QString& name);

protected:
    bool event(QEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QString name_;
    QLabel* asks_ = nullptr;
    ExamplePlot* plot_ = nullptr;
    QPushButton* open_ = nullptr;
};

} // namespace attune::ui
