// A list as high as its rows, for a dock that scrolls as a whole: painted rows, the keyboard moves through
// them, and the row in focus is kept in sight.
#pragma once

#include <QListView>
#include <QStyledItemDelegate>

namespace attune::ui {

/// Paints rows whose height depends on their width.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    virtual int row_height(const QModelIndex& index, int width) const = 0;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const final;
};

class RowList : public QListView {
    Q_OBJECT
public:
    explicit RowList(QWidget* parent = nullptr);
    /// Not owned.
    void set_rows(QAbstractItemModel* model, RowDelegate* delegate);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A row was clicked, or Enter pressed on it.
    void chosen(const QModelIndex& index);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void rows_changed();
    void keep_in_sight(const QModelIndex& index);

    RowDelegate* rows_ = nullptr;
};

} // namespace attune::ui
