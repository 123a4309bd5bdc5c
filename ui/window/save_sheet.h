// The sheet in which the proposal becomes a version of a policy: its name, who saves it and why, what it
// changes against the version before, and what that does to stored people. Saving does not wait for the
// preview; what was shown by then is kept with the version.
#pragma once

#include "core/base/result.h"
#include "ui/session/document_contents.h"
#include "ui/session/lab.h"
#include "ui/window/effect_run.h"

#include <QDialog>

#include <functional>
#include <optional>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace attune::ui {

class Banner;
class ChangeDelegate;
class ChangeModel;
class EffectView;
class RowList;

/// What the sheet asks for.
struct PolicySaving {
    QString name, author, reason;
    std::string preview; ///< effect_to_json(); empty if nothing was shown
};

class SaveSheet : public QDialog {
    Q_OBJECT
public:
    struct Sources {
        /// The newest version of a policy; null if there is none.
        std::function<const DocumentContents::SavedVersion*(const std::string& policy)> newest;
        /// What it refuses is shown at its field.
        std::function<Status(const PolicySaving&)> save;
    };
    /// `lab` outlives the sheet. Object name "save".
    SaveSheet(Lab& lab, int threads, Sources sources, QWidget* parent);
    ~SaveSheet() override;

    /// Shows itself for what the lab holds now, and begins to measure.
    void open_for(const QString& author);
    EffectRun& run() { return *run_; }
    /// The figures on the sheet; null while they do not fit the levers.
    const EffectPreview* shown() const { return fits_ ? &*figures_ : nullptr; }
    /// Begins to measure, if it is not measured yet.
    void measure();

Q_SIGNALS:
    void settled_now(); ///< nothing is being measured any more

public:
    void done(int result) override;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Field {
        QLineEdit* line = nullptr;
        QLabel* refusal = nullptr;
    };
    Field add_field(QHBoxLayout& row, const char* name, int longest);
    QWidget* make_effect();
    void follow_name();
    void follow_figures();
    void follow_run();
    void save();
    void refuse(const Error& error);
    void clear_refusals();
    EffectSubject subject() const;

    Lab& lab_;
    Sources sources_;
    EffectRun* run_;
    std::optional<EffectPreview> figures_; ///< on the sheet
    EffectSubject measured_;               ///< ... and what they are of
    bool fits_ = false;                    ///< that is what the sheet is about
    QLabel* title_ = nullptr;
    Field name_, author_, reason_;
    Banner* banner_ = nullptr;
    QLabel* against_ = nullptr;
    std::unique_ptr<ChangeModel> changes_;
    std::unique_ptr<ChangeDelegate> change_rows_;
    RowList* change_list_ = nullptr;
    EffectView* effect_ = nullptr;
    QPushButton* measure_ = nullptr;
    QPushButton* stop_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* left_ = nullptr;
    QPushButton* save_ = nullptr;
};

} // namespace attune::ui
