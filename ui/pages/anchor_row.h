// What an audit holds the trail against, from where its owner does not reach: a public key, and a head that
// was signed earlier. Says what the owner could no longer forge with them.
#pragma once

#include "ui/pages/consent_desk.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace attune::ui {

class AnchorRow : public QWidget {
    Q_OBJECT
public:
    explicit AnchorRow(ConsentDesk& desk, QWidget* parent = nullptr);

    /// How a file is chosen; empty: none was.
    using AskFile = std::function<QString(const QString& title, const QString& filter)>;
    void set_ask_file(AskFile ask) { ask_ = std::move(ask); }

Q_SIGNALS:
    void spoke(const QString& words);

private:
    void choose(std::string AuditAnchor::*file, const char* name);
    void follow();
    void show_audit(const AuditPicture& audit);

    ConsentDesk& desk_;
    QLabel* files_ = nullptr;
    QLabel* held_ = nullptr;
    QPushButton* key_ = nullptr;
    QPushButton* head_ = nullptr;
    QPushButton* none_ = nullptr;
    AskFile ask_;
};

} // namespace attune::ui
