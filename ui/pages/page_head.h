// The head of a page: its question, what is on screen, and at the right at most two buttons.
#pragma once

#include <QWidget>

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

private:
    QLabel* title_ = nullptr;
    QLabel* subtitle_ = nullptr;
    QHBoxLayout* right_ = nullptr;
};

} // namespace attune::ui
