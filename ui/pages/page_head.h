// The head of a page: its question, what is on screen, and at the right at most two buttons.
#pragma once

#include <QWidget>

class QBoxLayout;
class QHBoxLayout;
class QLabel;

namespace attune::ui {

class PageHead : public QWidget {
    Q_OBJECT
public:
    explicit PageHead(QWidget* parent = nullptr);

    void set_title(const QString& title);
    void set_subtitle(const QString& subtitle);
    QString title() const;
    QString subtitle() const;
    /// Puts a widget at the right.
    void add(QWidget* widget);
    /// Puts a widget at the right of the subtitle, or below it where there is no room.
    void add_beside_subtitle(QWidget* widget);

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    QLabel* title_ = nullptr;
    QLabel* subtitle_ = nullptr;
    QHBoxLayout* right_ = nullptr;
    QBoxLayout* below_ = nullptr; ///< subtitle and what is beside it
    QWidget* beside_ = nullptr;
};

} // namespace attune::ui
