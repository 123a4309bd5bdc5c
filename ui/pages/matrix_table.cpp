#include "ui/pages/matrix_table.h"

#include "ui/charts/figure_delegate.h"
#include "ui/pages/wrapped_head.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QAbstractTableModel>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int signal_width = 146, row_height = 22, tall_row_height = 30, frame = 2, cell_gap = 2, indent = 8,
              mark_side = 8, mark_gap = 5;
using Way = MatrixChange::Way;

QString signal_name(Signal of) {
    return words("consent.signal_short." + std::string(attune::name(of)));
}

QString purpose_name(Purpose of) {
    return words("consent.purpose_short." + std::string(attune::name(of)));
}

} // namespace

/// One row per signal, one column per purpose after the signal's name.
class MatrixCells : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    void show_matrix(const ConsentMatrix& before, const ConsentMatrix& now) {
        const bool first = now_.purposes.empty();
        if (first) beginResetModel();
        before_ = before;
        now_ = now;
        changes_ = matrix_changes(before_, now_);
        if (first) return endResetModel();
        Q_EMIT dataChanged(index(0, 0), index(signal_count - 1, purpose_count));
    }
    const MatrixCell* cell(const QModelIndex& at) const {
        return now_.cell(static_cast<Purpose>(at.column() - 1), static_cast<Signal>(at.row()));
    }
    /// What has changed here; looser where anything is.
    std::optional<Way> way(const QModelIndex& at) const {
        std::optional<Way> found;
        for (const MatrixChange& change : changes_) {
            if (!change.purpose || !change.signal || static_cast<int>(*change.purpose) != at.column() - 1 ||
                static_cast<int>(*change.signal) != at.row())
                continue;
            if (!found || change.way == Way::looser) found = change.way;
        }
        return found;
    }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() || now_.purposes.empty() ? 0 : signal_count;
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() || now_.purposes.empty() ? 0 : purpose_count + 1;
    }
    Qt::ItemFlags flags(const QModelIndex& at) const override {
        return at.column() == 0 ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    }
    QVariant data(const QModelIndex& at, int role) const override {
        if (!checkIndex(at, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
        if (at.column() == 0)
            return role == Qt::DisplayRole ? QVariant(signal_name(static_cast<Signal>(at.row())))
                                           : QVariant();
        const MatrixCell* shown = cell(at);
        if (role == Qt::DisplayRole)
            return !shown             ? words("matrix_edit.cell.none")
                   : shown->days == 0 ? words("matrix_edit.cell.visit")
                                      : QString::number(shown->days);
        if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) return sentence(at);
        return {};
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
        if (role == Qt::TextAlignmentRole)
            return static_cast<int>((section == 0 ? Qt::AlignLeft : Qt::AlignHCenter) | Qt::AlignBottom);
        if (role != Qt::DisplayRole) return {};
        return section == 0 ? words("matrix_edit.head.signal")
                            : purpose_name(static_cast<Purpose>(section - 1));
    }

private:
    QString sentence(const QModelIndex& at) const {
        const QString purpose = purpose_name(static_cast<Purpose>(at.column() - 1));
        const QString what = signal_name(static_cast<Signal>(at.row()));
        const MatrixCell* shown = cell(at);
        QString said;
        if (!shown) {
            said = words("matrix_edit.sentence.none", {{"purpose", purpose}, {"signal", what}});
        } else {
            std::vector<std::string> modules;
            for (const Module module : shown->modules)
                modules.push_back(Text::english().get("consent.module." + std::string(attune::name(module))));
            said = words(
                "matrix_edit.sentence",
                {{"purpose", purpose},
                 {"signal", what},
                 {"form", words("consent.form." + std::string(attune::name(shown->form)))},
                 {"precision", words("consent.precision." + std::string(attune::name(shown->precision)))},
                 {"kept", shown->days == 0
                              ? words("consent.kept.visit")
                              : words("consent.kept.days", {{"days", QString::number(shown->days)}})},
                 {"modules", from_core(Text::english().listed(modules))}});
        }
        if (const auto changed = way(at))
            said += u' ' + words("matrix_edit.sentence." + std::string(attune::name(*changed)));
        return said;
    }

    ConsentMatrix before_, now_;
    std::vector<MatrixChange> changes_;
};

namespace {

class CellPaint : public QStyledItemDelegate {
public:
    CellPaint(const MatrixCells& cells, QObject* parent)
        : QStyledItemDelegate(parent)
        , cells_(cells) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const override {
        const Theme& t = theme();
        painter->save();
        painter->setFont(option.font);
        const QRectF place = QRectF(option.rect).adjusted(0, 0, -cell_gap, -cell_gap);
        if (at.column() == 0) {
            painter->setPen(t.text.primary);
            painter->drawText(
                place.adjusted(indent, 0, -mark_side, 0), Qt::AlignVCenter | Qt::AlignLeft,
                option.fontMetrics.elidedText(at.data().toString(), Qt::ElideRight,
                                              static_cast<int>(place.width()) - mark_side - indent));
        } else {
            paint_cell(*painter, place, at);
        }
        if (option.state.testFlag(QStyle::State_HasFocus) && at.column() > 0) {
            painter->setRenderHint(QPainter::Antialiasing, false);
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(t.focus.gap, 4));
            painter->drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
            painter->setPen(QPen(t.focus.ring, sizes().focus_ring));
            painter->drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
        } else if (option.state.testFlag(QStyle::State_Selected) && at.column() > 0) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(t.border.strong, 1));
            painter->drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
        }
        painter->restore();
    }

private:
    void paint_cell(QPainter& painter, const QRectF& place, const QModelIndex& at) const {
        const Theme& t = theme();
        const MatrixCell* cell = cells_.cell(at);
        const auto changed = cells_.way(at);
        const QString text = at.data().toString();
        const bool looser = changed == Way::looser;
        painter.fillRect(place, looser    ? t.caution.soft
                                : changed ? t.info.soft
                                : cell    ? t.surface.sunken
                                          : t.surface.card);
        painter.setPen(looser    ? t.caution.text
                       : changed ? t.info.text
                       : cell    ? t.text.primary
                                 : t.text.muted);
        if (changed) {
            QFont strong = painter.font();
            strong.setWeight(QFont::DemiBold);
            painter.setFont(strong);
        }
        if (!cell) {
            painter.drawText(place, Qt::AlignCenter, text);
        } else {
            const qreal wide = mark_side + mark_gap + figures_width(painter.font(), text);
            const qreal left = place.center().x() - wide / 2;
            draw_form(painter, QRectF(left, place.center().y() - mark_side / 2.0, mark_side, mark_side),
                      cell->form);
            draw_figures(painter,
                         QRectF(left + mark_side + mark_gap, place.top(), place.width(), place.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, text);
        }
        if (!changed) return;
        // The shape says the way as well: an arrow up for more, one down for less.
        const qreal x = place.right() - 7, y = place.top() + 6, h = looser ? -4 : 4;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(looser ? t.caution.mark : t.info.mark);
        painter.setPen(Qt::NoPen);
        painter.drawPolygon(QPolygonF({{x - 4, y - h / 2}, {x + 4, y - h / 2}, {x, y + h}}));
    }

    /// Filled: row by row; hollow: only on the device; a ring: in totals.
    static void draw_form(QPainter& painter, const QRectF& place, SignalForm form) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor ink = painter.pen().color();
        painter.setPen(QPen(ink, 1.5));
        painter.setBrush(form == SignalForm::pseudonymous ? QBrush(ink) : QBrush(Qt::NoBrush));
        const QRectF inner = place.adjusted(0.75, 0.75, -0.75, -0.75);
        if (form == SignalForm::aggregate)
            painter.drawEllipse(inner);
        else
            painter.drawRect(inner);
        painter.restore();
    }

    const MatrixCells& cells_;
};

} // namespace

MatrixTable::MatrixTable(QWidget* parent)
    : QTableView(parent)
    , cells_(new MatrixCells(this)) {
    setObjectName(QStringLiteral("matrix.table"));
    setAccessibleName(words("matrix_edit.table"));
    setAccessibleDescription(words("matrix_edit.table.keys"));
    auto* head = new WrappedHead(this);
    head->set_first_indent(indent);
    setHorizontalHeader(head);
    setModel(cells_);
    dress_cells(*this);
    setItemDelegate(new CellPaint(*cells_, this));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setTabKeyNavigation(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    connect(this, &QAbstractItemView::doubleClicked, this, &MatrixTable::toggle_wanted);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& at) {
        if (!at.isValid()) return;
        Q_EMIT cell_changed();
        if (hasFocus()) Q_EMIT spoke(at.data(Qt::AccessibleTextRole).toString());
    });
}

void MatrixTable::show_matrix(const ConsentMatrix& before, const ConsentMatrix& now) {
    cells_->show_matrix(before, now);
    if (!currentIndex().isValid())
        setCurrentIndex(cells_->index(0, 1 + static_cast<int>(Purpose::adjust_my_recommendations)));
    size_cells();
}

Purpose MatrixTable::purpose() const {
    return static_cast<Purpose>(std::max(currentIndex().column() - 1, 0));
}

Signal MatrixTable::signal() const {
    return static_cast<Signal>(std::max(currentIndex().row(), 0));
}

void MatrixTable::go_to(Purpose purpose, Signal signal) {
    setCurrentIndex(cells_->index(static_cast<int>(signal), 1 + static_cast<int>(purpose)));
}

QString MatrixTable::cell_words(Purpose purpose, Signal signal) const {
    return cells_->index(static_cast<int>(signal), 1 + static_cast<int>(purpose))
        .data(Qt::AccessibleTextRole)
        .toString();
}

void MatrixTable::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space) return Q_EMIT toggle_wanted();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return Q_EMIT details_wanted();
    // The names in the first column are no cells.
    if (event->key() == Qt::Key_Home) return setCurrentIndex(cells_->index(currentIndex().row(), 1));
    QTableView::keyPressEvent(event);
}

void MatrixTable::size_cells() {
    const int columns = cells_->columnCount();
    if (columns < 2) return;
    const int most = std::min(static_cast<int>(signal_width * text_zoom()), viewport()->width() / 5);
    const int each = (viewport()->width() - most) / (columns - 1);
    setColumnWidth(0, viewport()->width() - each * (columns - 1));
    for (int c = 1; c < columns; ++c)
        setColumnWidth(c, each);
    const int head = static_cast<WrappedHead*>(horizontalHeader())->tall_enough(each);
    horizontalHeader()->setFixedHeight(head);
    // Rows are taller where there is room, so that all of them fill the sheet.
    const int least = std::max(scaled(row_height), QFontMetrics(font()).height() + 5);
    const int most_tall = std::max(scaled(tall_row_height), least);
    const int row = std::clamp((height() - head - frame) / signal_count, least, most_tall);
    verticalHeader()->setDefaultSectionSize(row);
    setMaximumHeight(head + most_tall * signal_count + frame);
}

void MatrixTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && cells_) size_cells();
}

void MatrixTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (event->oldSize() != event->size()) size_cells();
}

} // namespace attune::ui
