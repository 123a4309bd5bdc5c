// What earlier audits found, whether policies can be published, when audits are due, and the report on paper
// or as files.
#pragma once

#include "ui/pages/audit_desk.h"
#include "ui/widgets/card.h"

#include <functional>
#include <memory>

class QLabel;
class QVBoxLayout;

namespace attune::ui {

class AuditHistory : public Card {
    Q_OBJECT
public:
    explicit AuditHistory(AuditDesk& desk, QWidget* parent = nullptr);
    ~AuditHistory() override;

    /// Whether policies can be published: a line to be put where it is seen first.
    QLabel& publishing();
    /// Nothing is open any more.
    void forget();
    /// Who works here.
    void set_signer(std::function<AuditSigner()> signer);
    AuditSigner signer() const;
    /// What reports hold the trail against.
    void set_anchor(std::function<AuditAnchor()> anchor);
    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(const AskPath& ask);

Q_SIGNALS:
    void spoke(const QString& words);

private:
    void build();
    void build_calendar(QVBoxLayout& column);
    void build_files(QVBoxLayout& column);
    void show_book();
    void follow();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
