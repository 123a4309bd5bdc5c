#include "ui/pages/ledger_model.h"

#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <algorithm>
#include <array>
#include <limits>

namespace attune::ui {
namespace {

constexpr std::size_t most_pages = 8;
constexpr std::array<const char*, LedgerModel::column_count> heads = {
    "number", "when", "person", "what", "signal", "purpose", "result", "relies_on", "part"};

QString cell_of(const LedgerRow& row, int column) {
    switch (column) {
    case LedgerModel::number:
        return QString::number(row.seq);
    case LedgerModel::when:
        return from_core(row.when);
    case LedgerModel::person:
        return row.person ? QString::number(row.person->value) : QString();
    case LedgerModel::what:
        return from_core(row.what);
    case LedgerModel::signal_of:
        return from_core(row.signal);
    case LedgerModel::purpose:
        return from_core(row.purpose);
    case LedgerModel::result:
        return from_core(row.result);
    case LedgerModel::relies_on:
        return row.relies_on ? QString::number(row.relies_on) : QString();
    default:
        return from_core(row.part);
    }
}

bool is_figure(int column) {
    return column == LedgerModel::number || column == LedgerModel::person || column == LedgerModel::relies_on;
}

} // namespace

void LedgerModel::show_rows(std::uint64_t rows) {
    beginResetModel();
    rows_ = rows;
    pages_.clear();
    awaited_.clear();
    endResetModel();
}

void LedgerModel::take_page(std::size_t page, const Rows& rows) {
    awaited_.erase(page);
    pages_.push_front({page, rows});
    if (pages_.size() > most_pages) pages_.pop_back();
    if (rowCount() == 0) return;
    const int last = row_of(page * ledger_page_rows);
    const int first = std::max(0, last - static_cast<int>(rows->size()) + 1);
    Q_EMIT dataChanged(index(first, 0), index(std::min(last, rowCount() - 1), column_count - 1));
}

std::uint64_t LedgerModel::place_of(int row) const {
    return rows_ - 1 - static_cast<std::uint64_t>(row);
}

int LedgerModel::row_of(std::uint64_t place) const {
    return static_cast<int>(rows_ - 1 - std::min(place, rows_ - 1));
}

const LedgerRow* LedgerModel::at(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    const std::uint64_t place = place_of(row);
    const std::size_t page = place / ledger_page_rows;
    const auto found =
        std::find_if(pages_.begin(), pages_.end(), [&](const Page& one) { return one.number == page; });
    if (found == pages_.end()) {
        if (awaited_.insert(page).second) Q_EMIT page_wanted(page);
        return nullptr;
    }
    const std::size_t inside = place % ledger_page_rows;
    return inside < found->rows->size() ? &(*found->rows)[inside] : nullptr;
}

int LedgerModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(std::min<std::uint64_t>(rows_, std::numeric_limits<int>::max()));
}

int LedgerModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : column_count;
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((is_figure(index.column()) ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::UserRole &&
        role != Qt::ForegroundRole)
        return {};
    const LedgerRow* row = at(index.row());
    if (role == Qt::UserRole) return row ? QVariant(static_cast<int>(row->sign)) : QVariant();
    if (role == Qt::ForegroundRole)
        return row && row->sign == LedgerSign::no_basis ? QVariant(theme().danger.text) : QVariant();
    if (!row)
        return role == Qt::DisplayRole && index.column() == what ? words("consent_page.ledger.reading")
                                                                 : QString();
    return cell_of(*row, index.column());
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= column_count) return {};
    if (role == Qt::DisplayRole)
        return words(std::string("consent_page.ledger.head.") + heads[static_cast<std::size_t>(section)]);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((is_figure(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

} // namespace attune::ui
