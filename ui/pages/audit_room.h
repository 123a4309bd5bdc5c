// The audit of the trail: a light for each invariant, how many people it covers, the first cases that break
// one, what it does not prove, what earlier audits found and when the next one is due.
#pragma once

#include "ui/pages/audit_desk.h"
#include "ui/pages/consent_desk.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QPushButton;
class QVBoxLayout;

namespace attune::ui {

/// The lights in a grid, each with its number and verdict; the chosen one is explained elsewhere.
class AuditRoom : public QWidget {
    Q_OBJECT
public:
    explicit AuditRoom(ConsentDesk& desk, QWidget* parent = nullptr);
    ~AuditRoom() override;
    /// What was found for a file that is no longer shown goes.
    void forget();
    QPushButton& audit_button();
    /// How the room asks where to save a signed head; an empty path: nowhere.
    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(const AskPath& ask);
    /// Who works here, for what is kept.
    void set_signer(std::function<AuditSigner()> signer);
    /// Where stands what the trail is held against, below the keys.
    QVBoxLayout& anchors();
    /// The history, and what is written of audits.
    AuditDesk& kept();
    /// Nothing is being written or read of the history.
    bool settled() const;

Q_SIGNALS:
    void spoke(const QString& words);
    void failed(const attune::Error& error);
    void settled_now();

private:
    void build();
    void show_audit(const AuditPicture& audit);
    void follow();
    void audit_if_due();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
