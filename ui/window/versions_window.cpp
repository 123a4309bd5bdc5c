#include "ui/window/versions_window.h"

#include "core/policy/policy.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/effect_preview.h"
#include "ui/levers/change_list.h"
#include "ui/theme/words.h"
#include "ui/window/effect_view.h"
#include "ui/window/sheet_parts.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

/// A line to write in, with the words of its key.
QLineEdit* line_for(const std::string& key, int longest, QWidget* parent) {
    auto* line = new QLineEdit(parent);
    line->setObjectName(from_core(key));
    line->setAccessibleName(words(key));
    line->setPlaceholderText(words(key));
    line->setToolTip(words(key + ".tip"));
    line->setMaxLength(longest);
    return line;
}

constexpr int wide = 960, high = 640, list_width = 260;
constexpr int longest_author = 40, longest_reason = 180, longest_exceptions = 600;

std::string key_of(const PolicyVersion& version) {
    return version.name + " " + std::to_string(version.number);
}

} // namespace

VersionsWindow::VersionsWindow(Sources sources, QWidget* parent)
    : QDialog(parent)
    , sources_(std::move(sources))
    , changes_(std::make_unique<ChangeModel>())
    , change_rows_(std::make_unique<ChangeDelegate>()) {
    setObjectName(QStringLiteral("versions"));
    setWindowTitle(words("versions.title"));
    setAccessibleName(words("versions.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(sizes().card_gap);
    auto* head = new QHBoxLayout;
    auto* title = sheet_sentence(QStringLiteral("versions.head"), Type::page_title, Ink::primary, this);
    title->setText(words("versions.title"));
    title->setWordWrap(false);
    policies_ = new QComboBox(this);
    policies_->setObjectName(QStringLiteral("versions.policy"));
    policies_->setAccessibleName(words("versions.policy"));
    policies_->setToolTip(words("versions.policy.tip"));
    policies_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    head->addWidget(title);
    head->addSpacing(sizes().card_gap);
    head->addWidget(policies_);
    head->addStretch(1);
    column->addLayout(head);
    none_ = sheet_sentence(QStringLiteral("versions.none"), Type::body, Ink::secondary, this);
    none_->setText(words("versions.none"));
    column->addWidget(none_);
    auto* halves = new QHBoxLayout;
    halves->setSpacing(2 * sizes().card_gap);
    list_ = new QListWidget(this);
    list_->setObjectName(QStringLiteral("versions.list"));
    list_->setAccessibleName(words("versions.list"));
    list_->setWordWrap(true);
    list_->setSpacing(sizes().space / 4);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    halves->addWidget(list_);
    details_ = make_details();
    halves->addWidget(details_, 1);
    column->addLayout(halves, 1);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* close = buttons->addButton(words("window.close"), QDialogButtonBox::RejectRole);
    close->setObjectName(QStringLiteral("versions.close"));
    close->setAutoDefault(false);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(policies_, &QComboBox::activated, this, [this] { fill_versions(0); });
    connect(list_, &QListWidget::currentRowChanged, this, &VersionsWindow::show_version);
}

VersionsWindow::~VersionsWindow() {
    // The list outlives its model by a moment and must not ask it any more.
    delete change_list_;
}

QWidget* VersionsWindow::make_details() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    auto* inside = new QWidget(part);
    auto* rows = new QVBoxLayout(inside);
    rows->setContentsMargins(0, 0, 2 * sizes().space, 0); // beside the bar
    rows->setSpacing(sizes().space);
    title_ = sheet_sentence(QStringLiteral("versions.version"), Type::section, Ink::primary, inside);
    reason_ = sheet_sentence(QStringLiteral("versions.reason"), Type::body, Ink::primary, inside);
    signed_ = sheet_sentence(QStringLiteral("versions.signed"), Type::caption, Ink::secondary, inside);
    rows->addWidget(title_);
    rows->addWidget(reason_);
    rows->addWidget(signed_);
    in_force_ = sheet_sentence(QStringLiteral("versions.in_force"), Type::body, Ink::success, inside);
    rows->addWidget(in_force_);
    rows->addSpacing(sizes().space / 2);
    rows->addWidget(sheet_heading(words("versions.changes"), inside));
    against_ = sheet_sentence(QStringLiteral("versions.against"), Type::caption, Ink::secondary, inside);
    rows->addWidget(against_);
    change_list_ = new RowList(inside);
    change_list_->setObjectName(QStringLiteral("versions.changes"));
    change_list_->setAccessibleName(words("versions.changes"));
    change_list_->set_rows(changes_.get(), change_rows_.get());
    rows->addWidget(change_list_);
    rows->addSpacing(sizes().space / 2);
    rows->addWidget(sheet_heading(words("versions.effect"), inside));
    effect_ = new EffectView(QStringLiteral("versions.effect"), inside);
    rows->addWidget(effect_);
    rows->addStretch(1);
    column->addWidget(sheet_scroll(inside, part), 1);
    way_back_ = make_way_back();
    column->addWidget(way_back_);
    newest_ = sheet_sentence(QStringLiteral("versions.newest"), Type::caption, Ink::secondary, part);
    newest_->setText(words("versions.newest"));
    column->addWidget(newest_);
    publishing_ = make_publishing();
    column->addWidget(publishing_);
    return part;
}

QWidget* VersionsWindow::make_publishing() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space / 2);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto field = [&](const char* key, int longest, int stretch) {
        QLineEdit* line = line_for(key, longest, part);
        row->addWidget(line, stretch);
        connect(line, &QLineEdit::returnPressed, this, &VersionsWindow::publish);
        return line;
    };
    publisher_ = field("versions.publish.author", longest_author, 2);
    publish_why_ = field("versions.publish.reason", longest_reason, 5);
    publish_ = new QPushButton(part);
    publish_->setObjectName(QStringLiteral("versions.publish"));
    publish_->setToolTip(words("versions.publish.tip"));
    publish_->setAutoDefault(false);
    row->addWidget(publish_);
    exceptions_ = line_for("versions.publish.exceptions", longest_exceptions, part);
    connect(exceptions_, &QLineEdit::returnPressed, this, &VersionsWindow::publish);
    publish_refusal_ =
        sheet_sentence(QStringLiteral("versions.publish.refusal"), Type::caption, Ink::danger, part);
    publish_refusal_->hide();
    column->addLayout(row);
    column->addWidget(exceptions_);
    auto* labels =
        sheet_sentence(QStringLiteral("versions.publish.labels"), Type::caption, Ink::secondary, part);
    labels->setText(words("role.labels"));
    column->addWidget(labels);
    column->addWidget(publish_refusal_);
    connect(publish_, &QPushButton::clicked, this, &VersionsWindow::publish);
    return part;
}

void VersionsWindow::publish() {
    const auto* saved = chosen();
    if (!saved || !publish_->isEnabled()) return;
    refused_.clear();
    publish_refusal_->hide();
    const Status asked = sources_.publish(saved->record, {.author = publisher_->text().simplified(),
                                                          .reason = publish_why_->text().simplified(),
                                                          .exceptions = exceptions_->text().simplified()});
    if (!asked) return refused(asked.error());
    publish_->setEnabled(false); // until the answer
}

void VersionsWindow::published() {
    publish_why_->clear();
    exceptions_->clear();
    refused_.clear();
    show_version();
}

void VersionsWindow::refused(const Error& error) {
    const auto* saved = chosen();
    refused_ = saved ? key_of(saved->record) : std::string();
    show_version();
    if (error.where == "author" || error.where == "reason")
        (error.where == "author" ? publisher_ : publish_why_)->setFocus(Qt::OtherFocusReason);
    if (error.where == "fairness") exceptions_->setFocus(Qt::OtherFocusReason);
    Error shown = error;
    shown.where.clear();
    publish_refusal_->setText(error_words(shown));
    publish_refusal_->show();
}

QWidget* VersionsWindow::make_way_back() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space / 2);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto field = [&](const char* key, int longest, int stretch) {
        QLineEdit* line = line_for(key, longest, part);
        row->addWidget(line, stretch);
        connect(line, &QLineEdit::returnPressed, this, &VersionsWindow::go_back);
        return line;
    };
    author_ = field("versions.back.author", longest_author, 2);
    why_ = field("versions.back.reason", longest_reason, 5);
    back_ = new QPushButton(part);
    back_->setObjectName(QStringLiteral("versions.back"));
    back_->setToolTip(words("versions.back.tip"));
    back_->setAutoDefault(false);
    row->addWidget(back_);
    refusal_ = sheet_sentence(QStringLiteral("versions.back.refusal"), Type::caption, Ink::danger, part);
    refusal_->hide();
    column->addLayout(row);
    column->addWidget(refusal_);
    connect(back_, &QPushButton::clicked, this, &VersionsWindow::go_back);
    return part;
}

void VersionsWindow::open_for(const QString& policy, const QString& author) {
    author_->setText(author);
    publisher_->setText(author);
    refused_.clear();
    list_->setFixedWidth(static_cast<int>(list_width * text_zoom()));
    resize(static_cast<int>(wide * text_zoom()),
           std::min(static_cast<int>(high * text_zoom()), parentWidget()->height() - 2 * sizes().space));
    fill_policies(policy);
    fill_versions(0);
    move(parentWidget()->mapToGlobal(parentWidget()->rect().center()) - rect().center());
    show();
    raise();
    activateWindow();
    list_->setFocus(Qt::OtherFocusReason);
}

void VersionsWindow::refresh() {
    const QString policy = policies_->currentData().toString();
    const auto* version = chosen();
    const int before = version ? version->record.number : 0;
    const int count = list_->count();
    fill_policies(policy);
    const auto* newest = sources_.contents().newest(to_core(policies_->currentData().toString()));
    // A version that was just made is what one wants to see.
    const bool made = newest && newest->record.number > count && count > 0;
    fill_versions(made ? 0 : before);
}

void VersionsWindow::fill_policies(const QString& wanted) {
    const QSignalBlocker quiet(policies_);
    policies_->clear();
    for (const auto& saved : sources_.contents().versions)
        if (saved.record.number == 1)
            policies_->addItem(from_core(readable_name(saved.record.name)), from_core(saved.record.name));
    policies_->setCurrentIndex(std::max(0, policies_->findData(wanted)));
    const bool any = policies_->count() > 0;
    policies_->setVisible(any);
    list_->setVisible(any);
    details_->setVisible(any);
    none_->setVisible(!any);
}

void VersionsWindow::fill_versions(int wanted) {
    {
        const QSignalBlocker quiet(list_);
        list_->clear();
        const std::string policy = to_core(policies_->currentData().toString());
        const auto& all = sources_.contents().versions;
        for (auto one = all.rbegin(); one != all.rend(); ++one) {
            if (one->record.name != policy) continue;
            const QString number = QString::number(one->record.number);
            auto* item =
                new QListWidgetItem(words("versions.item", {{"n", number},
                                                            {"who", version_words(one->record)},
                                                            {"reason", from_core(one->record.reason)}}),
                                    list_);
            item->setData(Qt::UserRole, one->record.number);
            item->setToolTip(from_core(one->record.reason));
        }
        list_->setCurrentRow(0);
        for (int row = 0; row < list_->count(); ++row)
            if (list_->item(row)->data(Qt::UserRole).toInt() == wanted) list_->setCurrentRow(row);
    }
    show_version();
}

const DocumentContents::SavedVersion* VersionsWindow::chosen() const {
    const QListWidgetItem* item = list_->currentItem();
    if (!item) return nullptr;
    return sources_.contents().version(to_core(policies_->currentData().toString()),
                                       item->data(Qt::UserRole).toInt());
}

void VersionsWindow::show_version() {
    const auto* saved = chosen();
    if (!saved) return;
    const PolicyVersion& version = saved->record;
    const QString number = QString::number(version.number);
    title_->setText(words("save.version", {{"n", number}}));
    signed_->setText(version_words(version));
    reason_->setText(version.reason.empty() ? words("versions.no_reason") : from_core(version.reason));
    const auto* parent = sources_.contents().version(version.name, version.parent);
    const Policy before = parent && parent->policy ? *parent->policy : Policy{};
    const bool readable = saved->policy && (!parent || parent->policy);
    changes_->take(before, readable ? *saved->policy : before);
    const bool any = changes_->rowCount() > 0;
    change_list_->setVisible(any);
    const QString older = QString::number(version.parent);
    against_->setText(!readable ? words("versions.unreadable")
                      : version.parent > 0
                          ? words(any ? "versions.against" : "versions.against.same", {{"n", older}})
                          : words(any ? "versions.against.first" : "versions.against.first_same"));
    const auto effect = version.preview.empty() ? Result<EffectPreview>(fail(ErrorCode::not_found, ""))
                                                : effect_from_json(version.preview, version.name);
    if (effect)
        effect_->show_preview(*effect);
    else
        effect_->show_nothing(
            words(version.preview.empty() ? "versions.effect.none" : "versions.effect.unread"));
    const bool newest = sources_.contents().newest(version.name) == saved;
    way_back_->setVisible(!newest && saved->policy);
    newest_->setVisible(newest);
    refusal_->hide();
    back_->setText(words("versions.back", {{"n", number}}));
    const QString in_force = sources_.in_force ? sources_.in_force(version) : QString();
    in_force_->setText(in_force);
    in_force_->setVisible(!in_force.isEmpty());
    publishing_->setVisible(sources_.publish && saved->policy && in_force.isEmpty());
    publish_->setText(words("versions.publish", {{"n", number}}));
    publish_->setEnabled(true);
    publish_refusal_->setVisible(refused_ == key_of(version));
}

void VersionsWindow::go_back() {
    const auto* saved = chosen();
    if (!saved || !way_back_->isVisible()) return;
    const Status done =
        sources_.roll_back(saved->record, author_->text().simplified(), why_->text().simplified());
    if (done) {
        why_->clear();
        refusal_->hide();
        return;
    }
    Error shown = done.error();
    (shown.where == "author" ? author_ : why_)->setFocus(Qt::OtherFocusReason);
    shown.where.clear();
    refusal_->setText(error_words(shown));
    refusal_->show();
}

} // namespace attune::ui
