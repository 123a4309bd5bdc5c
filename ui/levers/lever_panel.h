// The levers dock: every lever of the policy, made from its ParameterSpec, in groups that fold, with a
// search and an explanation of the lever in focus.
#pragma once

#include "ui/session/lab.h"

#include <QWidget>

#include <memory>

class QLineEdit;
class QSettings;

namespace attune::ui {

class LeverPanel : public QWidget {
    Q_OBJECT
public:
    explicit LeverPanel(Lab& lab, QWidget* parent = nullptr);
    ~LeverPanel() override;

    QLineEdit* search() const; ///< Ctrl+F goes here
    /// Unfolds, scrolls to and focuses a lever.
    void reveal(const std::string& key);
    /// Brings back which groups were open and whether levers are explained, and keeps it there from now on.
    /// `settings` outlives the panel.
    void remember_in(QSettings& settings);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
