#include "ui/pages/consent_matrix_view.h"

#include "simulations/study/consent_words.h"
#include "ui/charts/figure_delegate.h"
#include "ui/charts/plot_style.h"
#include "ui/pages/wrapped_head.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/guardrail_light.h"

#include <QAbstractTableModel>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr int purpose_width = 150, row_height = 26, low_row_height = 22, cell_gap = 2;
constexpr int heat_steps_last = heat_steps - 1;

} // namespace

/// One row per purpose, the purpose's name in the first column.
class ConsentMatrixModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    void show_standing(const ConsentStanding& standing, std::shared_ptr<const ConsentPicture> picture) {
        beginResetModel();
        standing_ = standing;
        picture_ = std::move(picture);
        endResetModel();
    }
    const ConsentCell& cell(const QModelIndex& at) const {
        return standing_.cells[static_cast<std::size_t>(at.row())]
                              [static_cast<std::size_t>(std::max(at.column() - 1, 0))];
    }
    const ConsentGroup& group(const QModelIndex& at) const {
        return standing_.groups[static_cast<std::size_t>(std::max(at.column() - 1, 0))];
    }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() || !picture_ ? 0 : purpose_count;
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() || !picture_ ? 0 : static_cast<int>(standing_.groups.size()) + 1;
    }
    QVariant data(const QModelIndex& index, int role) const override {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
        const auto purpose = static_cast<Purpose>(index.row());
        switch (role) {
        case Qt::DisplayRole:
            if (index.column() == 0)
                return words("consent.purpose_short." + std::string(attune::name(purpose)));
            return from_core(cell_figure(cell(index), group(index), Text::english()));
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole:
            return from_core(cell_sentence(cell(index), purpose, group(index), *picture_, Text::english()));
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
        if (role == Qt::TextAlignmentRole)
            return section == 0 ? QVariant(static_cast<int>(Qt::AlignLeft | Qt::AlignBottom))
                                : QVariant(static_cast<int>(Qt::AlignHCenter | Qt::AlignBottom));
        if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
        if (section == 0) return role == Qt::DisplayRole ? words("picture.table.purpose") : QString();
        const ConsentGroup& group = standing_.groups[static_cast<std::size_t>(section) - 1];
        const QString name = from_core(group_words(group, *picture_, Text::english()));
        if (role == Qt::DisplayRole) return name;
        return words(group.too_few() ? "consent_page.group.few" : "consent_page.group",
                     {{"group", name},
                      {"people", QString::number(group.people)},
                      {"least", QString::number(least_group)}});
    }

private:
    ConsentStanding standing_;
    std::shared_ptr<const ConsentPicture> picture_;
};

namespace {

class ConsentDelegate : public QStyledItemDelegate {
public:
    ConsentDelegate(const ConsentMatrixModel& cells, QObject* parent)
        : QStyledItemDelegate(parent)
        , cells_(cells) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const override {
        const Theme& t = theme();
        painter->save();
        painter->setFont(option.font);
        const QRectF place = QRectF(option.rect).adjusted(0, 0, -cell_gap, -cell_gap);
        const QString words = at.data().toString();
        if (at.column() == 0) {
            painter->setPen(t.text.primary);
            painter->drawText(
                place.adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft,
                option.fontMetrics.elidedText(words, Qt::ElideRight, qFloor(place.width()) - 8));
        } else {
            paint_cell(*painter, place, at, words);
        }
        if (option.state.testFlag(QStyle::State_HasFocus) && at.column() > 0) {
            painter->setPen(QPen(t.focus.gap, 4));
            painter->drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
            painter->setPen(QPen(t.focus.ring, sizes().focus_ring));
            painter->drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
        }
        painter->restore();
    }

private:
    void paint_cell(QPainter& painter, const QRectF& place, const QModelIndex& at,
                    const QString& words) const {
        const Theme& t = theme();
        const ConsentCell& cell = cells_.cell(at);
        if (cell.unfounded > 0) {
            painter.fillRect(place, t.danger.soft);
            painter.setPen(QPen(t.danger.mark, 2));
            painter.drawRect(place.adjusted(1, 1, -1, -1));
            const qreal side = guardrail_light_size();
            const qreal wide = side + 4 + figures_width(painter.font(), words);
            const QRectF light(place.center().x() - wide / 2, place.top(), side, place.height());
            draw_guardrail_light(painter, light, GuardrailState::broken);
            painter.setPen(t.danger.text);
            draw_figures(painter, QRectF(light.right() + 4, place.top(), wide, place.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, words);
        } else if (!cell.needs_consent) {
            painter.fillRect(place, t.surface.sunken);
            painter.setPen(t.text.muted);
            painter.drawText(place, Qt::AlignCenter, words);
        } else if (!std::isfinite(cell.share)) {
            draw_hatched(painter, place);
            draw_hatched_words(painter, place, words);
        } else {
            const auto step = static_cast<std::size_t>(
                std::clamp(static_cast<int>(cell.share * heat_steps), 0, heat_steps_last));
            painter.fillRect(place, t.ramp[step]);
            if (step == 0) {
                painter.setPen(t.border.normal);
                painter.drawRect(place.adjusted(0, 0, -1, -1));
            }
            painter.setPen(t.ramp_ink[step]);
            draw_figures(painter, place, Qt::AlignCenter, words);
        }
    }

    const ConsentMatrixModel& cells_;
};

} // namespace

ConsentMatrixView::ConsentMatrixView(QWidget* parent)
    : QTableView(parent)
    , cells_(new ConsentMatrixModel(this)) {
    setObjectName(QStringLiteral("consent.matrix"));
    setAccessibleName(words("consent_page.matrix"));
    setHorizontalHeader(new WrappedHead(this));
    setModel(cells_);
    dress_cells(*this);
    setItemDelegate(new ConsentDelegate(*cells_, this));
    setSelectionMode(QAbstractItemView::NoSelection);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->installEventFilter(this);
    connect(this, &QAbstractItemView::clicked, this, &ConsentMatrixView::choose);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& at) {
        if (hasFocus() && at.isValid()) Q_EMIT spoke(at.data(Qt::AccessibleTextRole).toString());
    });
}

void ConsentMatrixView::show_standing(const ConsentStanding& standing,
                                      std::shared_ptr<const ConsentPicture> picture) {
    const QModelIndex at = currentIndex();
    const int row = at.row(), column = at.column();
    cells_->show_standing(standing, std::move(picture));
    if (at.isValid() || row >= 0)
        setCurrentIndex(cells_->index(row, std::min(column, cells_->columnCount() - 1)));
    size_cells();
}

void ConsentMatrixView::set_low(bool low) {
    if (low == low_) return;
    low_ = low;
    size_cells();
}

QString ConsentMatrixView::cell_words(int row, int column) const {
    return cells_->index(row, column).data(Qt::AccessibleTextRole).toString();
}

void ConsentMatrixView::choose(const QModelIndex& at) {
    if (at.isValid()) Q_EMIT cell_chosen(static_cast<Purpose>(at.row()), cells_->cell(at).unfounded > 0);
}

void ConsentMatrixView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        return choose(currentIndex());
    QTableView::keyPressEvent(event);
}

void ConsentMatrixView::size_cells() {
    const QFontMetrics metrics(font());
    const int row = std::max(scaled(low_ ? low_row_height : row_height), metrics.height() + (low_ ? 6 : 10));
    verticalHeader()->setDefaultSectionSize(row);
    const int columns = cells_->columnCount();
    if (columns < 2) return;
    const int most = std::min(static_cast<int>(purpose_width * text_zoom()), viewport()->width() / 3);
    const int each = (viewport()->width() - most) / (columns - 1);
    setColumnWidth(0, viewport()->width() - each * (columns - 1));
    for (int c = 1; c < columns; ++c)
        setColumnWidth(c, each);
    horizontalHeader()->setFixedHeight(static_cast<WrappedHead*>(horizontalHeader())->tall_enough(each));
    setFixedHeight(horizontalHeader()->height() + row * cells_->rowCount());
}

void ConsentMatrixView::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && cells_) size_cells();
}

bool ConsentMatrixView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == horizontalHeader() && event->type() == QEvent::FontChange)
        QMetaObject::invokeMethod(this, &ConsentMatrixView::size_cells, Qt::QueuedConnection);
    return QTableView::eventFilter(watched, event);
}

void ConsentMatrixView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) size_cells();
}

} // namespace attune::ui
