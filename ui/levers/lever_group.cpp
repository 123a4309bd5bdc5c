#include "ui/levers/lever_group.h"

#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int least_height = 30; ///< at 100 % text
constexpr int gap = 6;
constexpr qreal chevron = 14;

} // namespace

LeverGroupHead::LeverGroupHead(const QString& title, QWidget* parent)
    : QAbstractButton(parent) {
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    set_type(*this, Type::section);
}

void LeverGroupHead::show_counts(int changed, int total) {
    const std::pair<std::string_view, QString> count{"count", QString::number(changed)};
    const std::pair<std::string_view, QString> all{"total", QString::number(total)};
    state_ = changed == 0 ? words("levers.group.same") : words("levers.group.changed", {count, all});
    short_state_ = changed == 0 ? QString() : words("levers.group.changed.short", {count, all});
    setAccessibleName(words("levers.group.spoken", {{"group", text()}, {"state", state_}}));
    update();
}

QSize LeverGroupHead::sizeHint() const {
    const QFontMetrics metrics(font());
    const int sign = qRound(chevron * std::max(1.0, text_zoom()));
    return {sign + gap + metrics.horizontalAdvance(text()),
            std::max(qRound(least_height * std::max(1.0, text_zoom())), metrics.height() + 8)};
}

QSize LeverGroupHead::minimumSizeHint() const {
    return sizeHint();
}

void LeverGroupHead::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    QStyleOptionFocusRect option;
    option.initFrom(this);
    if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.surface.hover);
        painter.drawRoundedRect(QRectF(rect()), sizes().radius_control, sizes().radius_control);
    }
    const int sign = qRound(chevron * std::max(1.0, text_zoom()));
    const QRect place = rect();
    const auto visual = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), place, part); };
    draw_icon(painter, visual(QRect(0, (height() - sign) / 2, sign, sign)),
              isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
              t.text.secondary);
    painter.setFont(font());
    painter.setPen(t.text.primary);
    const int title_width = painter.fontMetrics().horizontalAdvance(text());
    const int title_at = sign + gap;
    const auto start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter);
    const auto end = QStyle::visualAlignment(layoutDirection(), Qt::AlignRight | Qt::AlignVCenter);
    painter.drawText(visual(QRect(title_at, 0, width() - title_at, height())), static_cast<int>(start),
                     text());
    painter.setFont(attune::ui::font(Type::caption));
    painter.setPen(t.text.muted);
    const int room = width() - title_at - title_width - 2 * gap;
    const auto fits = [&](const QString& state) {
        return painter.fontMetrics().horizontalAdvance(state) <= room;
    };
    const QString& state = fits(state_) ? state_ : short_state_;
    if (fits(state))
        painter.drawText(visual(QRect(width() - room - 1, 0, room, height())), static_cast<int>(end), state);
    if (option.state.testFlag(QStyle::State_HasFocus) &&
        option.state.testFlag(QStyle::State_KeyboardFocusChange))
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
}

void LeverGroupHead::changeEvent(QEvent* event) {
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::FontChange) updateGeometry();
}

LeverGroup::LeverGroup(const std::string& name, QWidget* parent)
    : QWidget(parent)
    , name_(name) {
    setObjectName(QStringLiteral("levers.group.") + from_core(name));
    head_ = new LeverGroupHead(words("group." + name), this);
    head_->setObjectName(objectName() + QStringLiteral(".head"));
    body_ = new QWidget(this);
    auto* body = new QVBoxLayout(body_);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 2);
    column->setSpacing(0);
    column->addWidget(head_);
    column->addWidget(body_);
    connect(head_, &QAbstractButton::clicked, this, [this](bool checked) {
        if (searching_) { // a search shows what it found
            head_->setChecked(true);
            return;
        }
        set_open(checked);
        Q_EMIT folded(checked);
    });
    set_open(true);
}

void LeverGroup::add(LeverRow* row) {
    body_->layout()->addWidget(row);
    rows_.push_back(row);
}

void LeverGroup::set_open(bool open) {
    open_ = open;
    show_rows();
}

bool LeverGroup::is_open() const {
    return open_;
}

void LeverGroup::show_rows() {
    const bool shown = open_ || searching_;
    head_->setChecked(shown);
    head_->setToolTip(words(shown ? "levers.group.open.tip" : "levers.group.folded.tip"));
    body_->setVisible(shown);
}

int LeverGroup::filter(const QStringList& searched) {
    searching_ = !searched.isEmpty();
    int found = 0;
    for (LeverRow* row : rows_) {
        const bool match = row->matches(searched);
        row->setVisible(match);
        found += match ? 1 : 0;
    }
    setVisible(found > 0);
    show_rows();
    return found;
}

void LeverGroup::refresh(const Lab& lab) {
    for (LeverRow* row : rows_)
        row->refresh();
    const auto changed = std::count_if(rows_.begin(), rows_.end(),
                                       [&lab](const LeverRow* row) { return lab.differs(row->lever()); });
    head_->show_counts(static_cast<int>(changed), static_cast<int>(rows_.size()));
}

} // namespace attune::ui
