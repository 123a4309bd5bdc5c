// The right dock: which levers differ from the baseline and how, undo all, swap; below them the guardrails of
// the picture on screen.
#pragma once

#include "simulations/report/lab_picture.h"
#include "ui/session/lab.h"

#include <QWidget>

#include <memory>

namespace attune::ui {

class ChangesPanel : public QWidget {
    Q_OBJECT
public:
    explicit ChangesPanel(Lab& lab, QWidget* parent = nullptr);
    ~ChangesPanel() override;

    /// Null: nothing has run yet.
    void show_picture(std::shared_ptr<const LabPicture> picture);

Q_SIGNALS:
    /// A row was chosen: the levers dock shows it.
    void lever_wanted(const QString& key);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
