// The audit of the trail: a light for each invariant, how many people it covers, the first cases that break
// one, and what it does not prove.
#pragma once

#include "ui/pages/consent_desk.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QPushButton;

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

Q_SIGNALS:
    void spoke(const QString& words);

private:
    void build();
    void show_audit(const AuditPicture& audit);
    void follow();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
