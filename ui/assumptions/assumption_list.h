// The list of assumptions: painted rows, so that a hundred of them cost no widgets. The arrow keys pass over
// the names of groups; Enter asks for the value's editor.
#pragma once

#include "core/base/parameter.h"
#include "ui/levers/row_list.h"

#include <QListView>

#include <memory>

namespace attune::ui {

/// Name and value; below them grade with its word, and range; below these what it differs from.
class AssumptionDelegate : public RowDelegate {
    Q_OBJECT
public:
    struct Fonts;

    explicit AssumptionDelegate(QObject* parent = nullptr);
    ~AssumptionDelegate() override;
    int row_height(const QModelIndex& index, int width) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    const Fonts& fonts() const;

    mutable std::unique_ptr<Fonts> fonts_; ///< of the text size they were asked for last
};

class AssumptionList : public QListView {
    Q_OBJECT
public:
    explicit AssumptionList(QWidget* parent = nullptr);
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void edit_wanted();

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

/// The letter of a grade on a sign that also differs in shape: filled for A, a firm edge for B, a thin one
/// for C, a broken one for D.
void draw_grade(QPainter& painter, const QRectF& place, Grade grade);

} // namespace attune::ui
