#include "ui/levers/row_list.h"

#include <QKeyEvent>
#include <QScrollArea>

namespace attune::ui {

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* list = qobject_cast<const QListView*>(option.widget);
    const int width = list ? list->viewport()->width() : option.rect.width();
    return {width, row_height(index, width)};
}

RowList::RowList(QWidget* parent)
    : QListView(parent) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setResizeMode(QListView::Adjust);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    viewport()->setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(this, &QListView::clicked, this, &RowList::chosen);
}

void RowList::set_rows(QAbstractItemModel* model, RowDelegate* delegate) {
    rows_ = delegate;
    setItemDelegate(delegate);
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &RowList::rows_changed);
    connect(model, &QAbstractItemModel::dataChanged, this, &RowList::rows_changed);
    rows_changed();
}

int RowList::heightForWidth(int width) const {
    int height = 0;
    for (int row = 0; rows_ && row < model()->rowCount(); ++row)
        height += rows_->row_height(model()->index(row, 0), width);
    return height;
}

QSize RowList::sizeHint() const {
    return {width(), heightForWidth(width())};
}

QSize RowList::minimumSizeHint() const {
    return {0, heightForWidth(width())};
}

void RowList::rows_changed() {
    scheduleDelayedItemsLayout();
    updateGeometry();
}

void RowList::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) rows_changed();
}

void RowList::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) rows_changed();
}

void RowList::focusInEvent(QFocusEvent* event) {
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
    keep_in_sight(currentIndex());
}

void RowList::keyPressEvent(QKeyEvent* event) {
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        event->accept();
        Q_EMIT chosen(currentIndex());
        return;
    }
    QListView::keyPressEvent(event);
}

void RowList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    if (hasFocus()) keep_in_sight(current);
}

void RowList::keep_in_sight(const QModelIndex& index) {
    if (!index.isValid()) return;
    for (QWidget* above = parentWidget(); above; above = above->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(above)) {
            const QRect row = visualRect(index);
            const QPoint middle = viewport()->mapTo(area->widget(), row.center());
            area->ensureVisible(middle.x(), middle.y(), 0, row.height());
            return;
        }
}

} // namespace attune::ui
