#include "ui/pages/recent_list.h"

#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/guardrail_light.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int light_step = 18;
/// Shares of the width: name, when, headline; the lights take what they need.
constexpr double shares[] = {0.36, 0.16};

int row_height() {
    return std::max(sizes().table_row, QFontMetrics(font(Type::body)).height() + sizes().space + 2);
}

/// The states there are, worst first: what needs attention is seen first.
std::vector<GuardrailState> states(const GuardrailCounts& counts) {
    std::vector<GuardrailState> found;
    if (counts.broken > 0) found.push_back(GuardrailState::broken);
    if (counts.near_limit > 0) found.push_back(GuardrailState::near_limit);
    if (counts.held > 0) found.push_back(GuardrailState::held);
    if (counts.not_enough > 0) found.push_back(GuardrailState::not_enough);
    return found;
}

} // namespace

QString when_words(const QDateTime& then, const QDateTime& now) {
    const QLocale locale = QLocale::c();
    const qint64 days = then.date().daysTo(now.date());
    if (days == 0)
        return words("start.today", {{"time", locale.toString(then.time(), QStringLiteral("HH:mm"))}});
    if (days == 1) return words("start.yesterday");
    return locale.toString(then.date(), then.date().year() == now.date().year()
                                            ? QStringLiteral("d MMM")
                                            : QStringLiteral("d MMM yyyy"));
}

QString lights_words(const GuardrailCounts& counts) {
    if (states(counts).empty()) return {};
    return words("start.lights", {{"held", QString::number(counts.held)},
                                  {"near", QString::number(counts.near_limit)},
                                  {"broken", QString::number(counts.broken)},
                                  {"unknown", QString::number(counts.not_enough)}});
}

void RecentModel::set_files(std::vector<RecentFile> files, const QDateTime& now) {
    beginResetModel();
    files_ = std::move(files);
    now_ = now;
    endResetModel();
}

int RecentModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(files_.size());
}

int RecentModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : column_count;
}

QVariant RecentModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= column_count) return {};
    const RecentFile& file = files_[static_cast<std::size_t>(index.row())];
    if (role == path_role) return file.path;
    if (role == counts_role)
        return QVariant::fromValue(
            QList<int>{file.counts.held, file.counts.near_limit, file.counts.broken, file.counts.not_enough});
    if (role == Qt::ToolTipRole)
        return index.column() == lights     ? lights_words(file.counts)
               : index.column() == headline ? file.headline
                                            : file.path;
    if (role == Qt::AccessibleTextRole || role == Qt::DisplayRole) switch (index.column()) {
        case name:
            return QFileInfo(file.path).fileName();
        case when:
            return when_words(file.opened, now_);
        case headline:
            return file.headline.isEmpty() ? words("start.no_headline") : file.headline;
        case lights:
            return role == Qt::AccessibleTextRole ? lights_words(file.counts) : QString();
        default:
            break;
        }
    return {};
}

void RecentDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    const Theme& t = theme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, t.surface.selected);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, t.surface.hover);
    painter->setPen(QPen(t.border.subtle, 1));
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->drawLine(option.rect.topLeft(), option.rect.topRight());
    painter->setRenderHint(QPainter::Antialiasing);
    QRect place = option.rect.adjusted(sizes().space, 0, -sizes().space, 0);
    if (index.column() == RecentModel::lights) {
        const QList<int> n = index.data(RecentModel::counts_role).value<QList<int>>();
        int x = place.left();
        for (const GuardrailState state : states({n.value(0), n.value(1), n.value(2), n.value(3)})) {
            draw_guardrail_light(*painter, QRectF(x, place.top(), 14, place.height()), state);
            x += light_step;
        }
        painter->restore();
        return;
    }
    const bool current = (option.state & QStyle::State_Selected) != 0;
    QFont shown = ui::font(index.column() == RecentModel::name && current ? Type::body_strong : Type::body);
    if (index.column() == RecentModel::name) {
        draw_icon(*painter, QRectF(place.left(), place.top(), sizes().icon, place.height()),
                  QStringLiteral("file"), t.text.muted);
        place.setLeft(place.left() + sizes().icon + sizes().space);
    }
    painter->setFont(shown);
    painter->setPen(index.column() == RecentModel::name   ? t.text.primary
                    : index.column() == RecentModel::when ? t.text.muted
                                                          : t.text.secondary);
    painter->drawText(
        place, Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetrics(shown).elidedText(index.data().toString(),
                                       index.column() == RecentModel::name ? Qt::ElideMiddle : Qt::ElideRight,
                                       place.width()));
    painter->restore();
}

QSize RecentDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {sizes().table_row, row_height()};
}

RecentView::RecentView(QWidget* parent)
    : QTableView(parent) {
    setObjectName(QStringLiteral("start.recent"));
    setAccessibleName(words("start.go_on"));
    setItemDelegate(new RecentDelegate(this));
    horizontalHeader()->hide();
    verticalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(10);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setCursor(Qt::PointingHandCursor);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        Q_EMIT chosen(index.data(RecentModel::path_role).toString());
    });
}

void RecentView::show_rows(int most) {
    most_ = most;
    fit();
    updateGeometry();
}

QSize RecentView::sizeHint() const {
    const int rows = model() ? std::min(model()->rowCount(), most_) : 0;
    return {400, rows * row_height()};
}

QSize RecentView::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

void RecentView::fit() {
    if (!model()) return;
    verticalHeader()->setMinimumSectionSize(row_height());
    verticalHeader()->setDefaultSectionSize(row_height());
    for (int row = 0; row < model()->rowCount(); ++row)
        setRowHidden(row, row >= most_);
    const int wide = viewport()->width();
    const int lights = 4 * light_step + 2 * sizes().space;
    const int name = static_cast<int>(wide * shares[0]);
    const int when = static_cast<int>(wide * shares[1]);
    setColumnWidth(RecentModel::name, name);
    setColumnWidth(RecentModel::when, when);
    setColumnWidth(RecentModel::headline, std::max(0, wide - lights - name - when));
    setColumnWidth(RecentModel::lights, lights);
}

void RecentView::keyPressEvent(QKeyEvent* event) {
    const QModelIndex index = currentIndex();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (index.isValid() && enter)
        Q_EMIT chosen(index.data(RecentModel::path_role).toString());
    else if (index.isValid() && event->key() == Qt::Key_Delete)
        Q_EMIT forgotten(index.data(RecentModel::path_role).toString());
    else
        QTableView::keyPressEvent(event);
}

void RecentView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fit();
}

bool RecentView::event(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fit();
        updateGeometry();
    }
    return QTableView::event(event);
}

} // namespace attune::ui
