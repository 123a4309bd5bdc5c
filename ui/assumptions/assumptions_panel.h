// The assumptions about the simulated people, for a dock: all of them by group, a search, two filters, and
// the current one in full with its value to change.
#pragma once

#include <QWidget>

#include <memory>

class QLineEdit;

namespace attune::ui {

class AssumptionList;
class AssumptionModel;
class Lab;

class AssumptionsPanel : public QWidget {
    Q_OBJECT
public:
    explicit AssumptionsPanel(Lab& lab, QWidget* parent = nullptr);
    ~AssumptionsPanel() override;

    /// Without a search, and with all or only those nobody has measured; the focus goes to the list.
    void look_at(bool unmeasured_only);
    QLineEdit* search() const;
    AssumptionList& list() const;
    const AssumptionModel& model() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
