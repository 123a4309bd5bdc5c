#include "ui/pages/anchor_row.h"

#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/text_block.h"
#include "ui/widgets/turning_row.h"

#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

QString file_name(const std::string& path) {
    return QFileInfo(from_core(path)).fileName();
}

} // namespace

AnchorRow::AnchorRow(ConsentDesk& desk, QWidget* parent)
    : QWidget(parent)
    , desk_(desk) {
    setObjectName(QStringLiteral("consent.anchors"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    held_ = text_block(this, {}, Type::body_strong, Ink::primary, "consent.anchors.held");
    files_ = text_block(this, {}, Type::caption, Ink::secondary, "consent.anchors.files");
    column->addWidget(held_);
    column->addWidget(files_);
    auto* row = new TurningRow(sizes().space, this);
    const auto button = [&](const char* name, const char* picture) {
        auto* made = new QPushButton(icon(QLatin1String(picture)),
                                     words(std::string("consent_page.anchor.") + name), row);
        made->setObjectName(QStringLiteral("consent.anchors.") + QLatin1String(name));
        made->setToolTip(words(std::string("consent_page.anchor.") + name + ".tip"));
        row->add(made);
        return made;
    };
    head_ = button("head", "clock");
    key_ = button("key", "lock");
    none_ = button("none", "close");
    column->addWidget(row);
    connect(head_, &QPushButton::clicked, this, [this] { choose(&AuditAnchor::head, "head"); });
    connect(key_, &QPushButton::clicked, this, [this] { choose(&AuditAnchor::key, "key"); });
    connect(none_, &QPushButton::clicked, this, [this] {
        desk_.set_anchor({});
        follow();
    });
    for (auto changed : {&ConsentDesk::loaded, &ConsentDesk::emptied})
        connect(&desk, changed, this, &AnchorRow::follow);
    connect(&desk, &ConsentDesk::audited, this,
            [this](const std::shared_ptr<const AuditPicture>& audit) { show_audit(*audit); });
    follow();
}

void AnchorRow::choose(std::string AuditAnchor::*file, const char* name) {
    if (!ask_) return;
    const std::string key = std::string("consent_page.anchor.") + name;
    const QString chosen = ask_(words(key + ".title"), words(key + ".filter"));
    if (chosen.isEmpty()) return;
    AuditAnchor anchor = desk_.anchor();
    anchor.*file = to_core(chosen);
    desk_.set_anchor(anchor);
    follow();
    Q_EMIT spoke(files_->text());
}

/// Nothing has been judged with these files yet.
void AnchorRow::follow() {
    const AuditAnchor& anchor = desk_.anchor();
    QStringList files;
    if (!anchor.head.empty())
        files << words("consent_page.anchor.head.chosen", {{"file", file_name(anchor.head)}});
    if (!anchor.key.empty())
        files << words("consent_page.anchor.key.chosen", {{"file", file_name(anchor.key)}});
    const bool any = !files.isEmpty();
    if (any) files << words("consent_page.anchor.audit_next");
    files_->setText(any ? files.join(u' ') : words("consent_page.anchor.says"));
    none_->setVisible(any);
    held_->hide();
    for (QPushButton* one : {key_, head_})
        one->setEnabled(desk_.picture() != nullptr);
}

void AnchorRow::show_audit(const AuditPicture& audit) {
    follow();
    QStringList held;
    for (const std::string& one : audit.held)
        held << from_core(one);
    held_->setText(held.join(u' '));
    held_->setVisible(!held.isEmpty());
    if (held.isEmpty()) return;
    QStringList files;
    for (const std::string& file : {desk_.anchor().head, desk_.anchor().key})
        if (!file.empty()) files << file_name(file);
    files_->setText(words("consent_page.anchor.with", {{"files", files.join(QStringLiteral(", "))}}));
}

} // namespace attune::ui
