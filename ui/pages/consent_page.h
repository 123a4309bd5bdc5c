// May we, since when, on which notice? The trail of the open workspace for whoever is responsible for
// privacy: who agreed to what, the ledger, one person, the notices, and the audit.
#pragma once

#include "simulations/study/withdrawal_effort.h"
#include "ui/pages/consent_desk.h"

#include <QWidget>

#include <functional>
#include <memory>

namespace attune::ui {

class AuditRoom;
class Banner;
class ConsentConsole;
class NoticesView;
class PersonView;

enum class ConsentTab { console, person, notices, audit };

class ConsentPage : public QWidget {
    Q_OBJECT
public:
    explicit ConsentPage(QWidget* parent = nullptr);
    ~ConsentPage() override;

    /// Shows the trail of the workspace at this path, anew if it is the same one; empty: nothing is open.
    void show_workspace(const QString& path);
    /// Whether a run can be recorded now, and how far the one under way is (negative: none is).
    void set_recording(bool possible, double done);

    void show_tab(ConsentTab tab);
    ConsentTab tab() const;
    /// Nothing is being read or audited.
    bool settled() const;

    ConsentDesk& desk();
    Banner& banner();
    ConsentConsole& console();
    PersonView& person();
    NoticesView& notices();
    AuditRoom& audit_room();
    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(const AskPath& ask);
    /// How a file to read is chosen; empty: none was.
    using AskFile = std::function<QString(const QString& title, const QString& filter)>;
    void set_ask_file(const AskFile& ask);

Q_SIGNALS:
    void record_wanted();
    void matrix_wanted(); ///< to be edited
    void recording_unwanted();
    void erasure_wanted(attune::UserId person);
    void evidence_wanted(const attune::WithdrawalEffort& effort);
    void settled_now();
    void spoke(const QString& words);
    void failed(const attune::Error& error);

private:
    void build();
    void build_head();
    QWidget* build_empty();
    void show_picture();
    void show_nothing();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
