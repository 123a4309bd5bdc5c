// The levers dock: every lever of the policy, made from its ParameterSpec, in groups that fold, with a
// search.
#pragma once

#include "ui/session/lab.h"

#include <QWidget>

#include <memory>

class QLineEdit;

namespace attune::ui {

class LeverPanel : public QWidget {
    Q_OBJECT
public:
    explicit LeverPanel(Lab& lab, QWidget* parent = nullptr);
    ~LeverPanel() override;

    QLineEdit* search() const; ///< Ctrl+F goes here
    /// Unfolds, scrolls to and focuses a lever.
    void reveal(const std::string& key);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
