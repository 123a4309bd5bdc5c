#include "ui/pages/word_table.h"

#include "ui/charts/figure_delegate.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QAbstractTableModel>
#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace attune::ui {
namespace {

QFont strong_caption() {
    QFont strong = font(Type::caption);
    strong.setWeight(QFont::DemiBold);
    return strong;
}

} // namespace

/// The cells in words.
class WordModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    void show_table(const DataTable& table, const std::vector<int>& figures,
                    const std::vector<WordTable::Row>& rows) {
        beginResetModel();
        table_ = table;
        figures_ = figures;
        rows_ = rows;
        endResetModel();
    }
    const DataTable& table() const { return table_; }
    const std::vector<int>& figures() const { return figures_; }
    bool is_figure(int column) const {
        return std::find(figures_.begin(), figures_.end(), column) != figures_.end();
    }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(table_.head.size());
    }
    QVariant data(const QModelIndex& index, int role) const override {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
        switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            return from_core(
                table_.rows[static_cast<std::size_t>(index.row())][static_cast<std::size_t>(index.column())]);
        case Qt::TextAlignmentRole:
            return side(index.column());
        case Qt::ForegroundRole:
            return row(index.row()) == WordTable::Row::muted ? QVariant(theme().text.muted) : QVariant();
        case Qt::FontRole:
            return row(index.row()) == WordTable::Row::strong ? QVariant(strong_caption()) : QVariant();
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
        if (role == Qt::DisplayRole) return from_core(table_.head[static_cast<std::size_t>(section)]);
        if (role == Qt::TextAlignmentRole) return side(section);
        return {};
    }

private:
    WordTable::Row row(int row) const {
        const auto r = static_cast<std::size_t>(row);
        return r < rows_.size() ? rows_[r] : WordTable::Row::plain;
    }
    QVariant side(int column) const {
        return QVariant::fromValue((is_figure(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }

    DataTable table_;
    std::vector<int> figures_;
    std::vector<WordTable::Row> rows_;
};

WordTable::WordTable(QWidget* parent)
    : QTableView(parent)
    , cells_(new WordModel(this)) {
    setModel(cells_);
    dress_cells(*this);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTextElideMode(Qt::ElideRight);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    horizontalHeader()->installEventFilter(this);
}

void WordTable::show_table(const DataTable& table, const std::vector<int>& figures,
                           const std::vector<Row>& rows) {
    cells_->show_table(table, figures, rows);
    size_cells();
}

const DataTable& WordTable::table() const {
    return cells_->table();
}

void WordTable::size_cells() {
    const int row = std::max(sizes().min_target, QFontMetrics(font()).height() + sizes().space);
    verticalHeader()->setDefaultSectionSize(row);
    resizeColumnsToContents();
    const int columns = cells_->columnCount();
    int wide = 0;
    for (int c = 0; c < columns; ++c)
        wide += columnWidth(c);
    // What is left over goes to the words, so that the row reads as one.
    const int room = columns - static_cast<int>(cells_->figures().size());
    if (const int left = viewport()->width() - wide; room > 0 && left > 0)
        for (int c = 0; c < columns; ++c)
            if (!cells_->is_figure(c)) setColumnWidth(c, columnWidth(c) + left / room);
    const bool scrolls = columns > 0 && wide > viewport()->width();
    setFixedHeight(horizontalHeader()->sizeHint().height() + row * cells_->rowCount() +
                   (scrolls ? horizontalScrollBar()->sizeHint().height() : 0));
}

void WordTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && cells_) size_cells();
}

bool WordTable::eventFilter(QObject* watched, QEvent* event) {
    // The head has its own font, and a new height only once it has taken it.
    if (watched == horizontalHeader() && event->type() == QEvent::FontChange)
        QMetaObject::invokeMethod(this, &WordTable::size_cells, Qt::QueuedConnection);
    return QTableView::eventFilter(watched, event);
}

void WordTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) size_cells();
}

} // namespace attune::ui
