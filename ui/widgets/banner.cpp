#include "ui/widgets/banner.h"

#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"
#include "ui/widgets/guardrail_light.h"
#include "ui/widgets/link_button.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace attune::ui {
namespace {

constexpr int edge = 4;
constexpr int narrowest = 160;
constexpr int gap = 10;

const Theme::Status& colours(Banner::Tone tone) {
    switch (tone) {
    case Banner::Tone::info:
        return theme().info;
    case Banner::Tone::caution:
        return theme().caution;
    case Banner::Tone::danger:
        return theme().danger;
    }
    return theme().info;
}

QLabel* text_label(QWidget* parent, const char* name) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

/// The sign left of the text, level with its first line.
class Sign : public QWidget {
public:
    using QWidget::QWidget;
    void show_tone(Banner::Tone tone) {
        tone_ = tone;
        update();
    }
    QSize sizeHint() const override { return {scaled(sizes().icon), height_}; }
    /// Of the first line of text, which the sign stands beside.
    void stand_beside(int line_height) {
        if (line_height == height_) return;
        height_ = line_height;
        updateGeometry();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        switch (tone_) {
        case Banner::Tone::info:
            return draw_icon(painter, rect(), QStringLiteral("info"), theme().info.mark);
        case Banner::Tone::caution:
            return draw_guardrail_light(painter, rect(), GuardrailState::near_limit);
        case Banner::Tone::danger:
            return draw_guardrail_light(painter, rect(), GuardrailState::broken);
        }
    }

private:
    Banner::Tone tone_ = Banner::Tone::info;
    int height_ = 16;
};

} // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent) {
    sign_ = new Sign(this);
    sign_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    fact_ = text_label(this, "banner_fact");
    set_type(*fact_, Type::body_strong);
    advice_ = text_label(this, "banner_advice");
    link_ = new LinkButton({}, this);
    link_->setObjectName(QStringLiteral("banner_link"));
    close_ = new QToolButton(this);
    close_->setObjectName(QStringLiteral("banner_close"));
    close_->setAutoRaise(true);
    close_->setIcon(icon(QStringLiteral("close")));
    close_->setAccessibleName(words("ui.message.dismiss"));
    close_->setToolTip(words("ui.message.dismiss"));

    details_ = new QWidget(this);
    details_text_ = text_label(details_, "banner_details");
    details_text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    details_text_->setAccessibleName(words("ui.details.name"));
    set_type(*details_text_, Type::code);
    auto* copy = new QPushButton(icon(QStringLiteral("copy")), words("ui.copy"), details_);
    copy->setObjectName(QStringLiteral("banner_copy"));
    auto* details_column = new QVBoxLayout(details_);
    details_column->setContentsMargins(0, 4, 0, 4);
    details_column->addWidget(details_text_);
    details_column->addWidget(copy, 0, Qt::AlignLeft);

    line_ = new QBoxLayout(QBoxLayout::LeftToRight);
    line_->setSpacing(sizes().space);
    line_->addWidget(fact_);
    line_->addWidget(advice_);
    line_->addWidget(link_, 0, Qt::AlignLeft);
    line_->addStretch();
    auto* texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addLayout(line_);
    texts->addWidget(details_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(edge + gap, 7, 8, 7);
    row->setSpacing(gap);
    row->addWidget(sign_, 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    row->addWidget(close_, 0, Qt::AlignTop);

    connect(link_, &QPushButton::clicked, this, [this] {
        if (details_text_->text().isEmpty()) return Q_EMIT link_activated();
        show_details(details_->isHidden());
    });
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(details_text_->text()); });
    connect(close_, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void Banner::show_message(Tone tone, const QString& fact, const QString& advice, const QString& link,
                          bool closable) {
    details_text_->clear();
    fill(tone, fact, advice, link, closable);
}

void Banner::show_error(const Error& error) {
    details_text_->setText(error_words(error));
    fill(Tone::danger, from_core(error.what), from_core(error.remedy), words("ui.details"), true);
}

QSize Banner::minimumSizeHint() const {
    // Narrower than its one line, or the banner could never break it.
    return {narrowest, QFrame::minimumSizeHint().height()};
}

QString Banner::text() const {
    const QString fact = fact_->text();
    if (advice_->text().isEmpty()) return fact;
    const bool ended = fact.isEmpty() || QStringLiteral(".?:").contains(fact.back());
    return fact + (ended ? QStringLiteral(" ") : QStringLiteral(". ")) + advice_->text();
}

void Banner::fill(Tone tone, const QString& fact, const QString& advice, const QString& link, bool closable) {
    tone_ = tone;
    fact_->setText(fact);
    advice_->setText(advice);
    advice_->setVisible(!advice.isEmpty());
    link_->setText(link);
    link_->setVisible(!link.isEmpty());
    close_->setVisible(closable);
    details_->hide();
    static_cast<Sign*>(sign_)->show_tone(tone);
    setAccessibleName(text());
    arrange();
    show();
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Banner::show_details(bool shown) {
    details_->setVisible(shown);
    link_->setText(words(shown ? "ui.details.hide" : "ui.details"));
}

void Banner::arrange() {
    int needed = 0;
    for (const QLabel* label : {fact_, advice_})
        if (!label->isHidden())
            needed += QFontMetrics(label->font()).horizontalAdvance(label->text()) + sizes().space + 2;
    if (!link_->isHidden()) needed += link_->sizeHint().width();
    const int taken = edge + gap + sign_->sizeHint().width() + gap +
                      (close_->isHidden() ? 8 : 8 + gap + close_->sizeHint().width());
    const bool fits = needed + taken <= width();
    line_->setDirection(fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    line_->setSpacing(fits ? sizes().space : 0);
    // With a cross in it the first line is as high as the cross.
    const int text = std::max(QFontMetrics(fact_->font()).height(), scaled(sizes().icon));
    const int row = close_->isHidden() && (link_->isHidden() || !fits)
                        ? text
                        : std::max(text, close_->sizeHint().height());
    static_cast<Sign*>(sign_)->stand_beside(row);
    line_->setContentsMargins(0, fits ? 0 : (row - text) / 2, 0, 0);
    fact_->setWordWrap(!fits);
    advice_->setWordWrap(!fits);
}

bool Banner::event(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        arrange();
        update();
    }
    return QFrame::event(event);
}

void Banner::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    arrange();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme::Status& c = colours(tone_);
    painter.fillRect(rect(), c.soft);
    painter.setPen(c.mark);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
    painter.fillRect(QRect(0, 0, edge, height()), c.mark);
}

} // namespace attune::ui
