// The ledger as a table, newest row first, of which only the pages that are looked at are in memory. The rest
// is asked for when it is painted.
#pragma once

#include "simulations/study/consent_ledger.h"

#include <QAbstractTableModel>

#include <deque>
#include <memory>
#include <set>

namespace attune::ui {

class LedgerModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { number, when, person, what, signal_of, purpose, result, relies_on, part, column_count };
    using Rows = std::shared_ptr<const std::vector<LedgerRow>>;

    using QAbstractTableModel::QAbstractTableModel;

    /// So many rows, none of them read yet.
    void show_rows(std::uint64_t rows);
    void take_page(std::size_t page, const Rows& rows);
    /// The row of the table that shows the ledger's row, which counts from the oldest.
    int row_of(std::uint64_t place) const;
    /// Null while it is not read.
    const LedgerRow* at(int row) const;
    /// How many pages are in memory.
    std::size_t pages() const { return pages_.size(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void page_wanted(std::size_t page) const;

private:
    std::uint64_t place_of(int row) const;

    struct Page {
        std::size_t number = 0;
        Rows rows;
    };
    std::uint64_t rows_ = 0;
    std::deque<Page> pages_;                ///< the one that came last in front
    mutable std::set<std::size_t> awaited_; ///< asked for and not here yet
};

} // namespace attune::ui
