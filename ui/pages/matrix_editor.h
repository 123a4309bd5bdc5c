// The sheet in which the consent matrix is changed: the table, one cell as fields, what the change loosens,
// whom it takes by surprise, what it does to stored people, and saving it as a version. What is not saved
// stays here until another file is opened.
#pragma once

#include "ui/pages/matrix_impact_run.h"

#include <QDialog>

#include <array>
#include <functional>
#include <memory>
#include <optional>

namespace attune {
struct MatrixNote;
}

namespace attune::ui {

class Staff;
class MatrixTable;

class MatrixEditor : public QDialog {
    Q_OBJECT
public:
    struct Sources {
        /// What runs obey now; never null.
        std::function<std::shared_ptr<const MatrixInForce>()> in_force;
        /// The trail of the open file; null where it has none.
        std::function<std::shared_ptr<const ConsentPicture>()> picture;
        /// Whom the impact is measured on; nothing where no scenario is open.
        std::function<std::optional<MeasureSubject>()> people;
        /// Saving goes on after it returns: saved() or refuse() follows.
        std::function<void(const ConsentMatrix&, const MatrixNote&)> save;
    };
    /// `staff` outlives the sheet. Object name "matrix.editor".
    MatrixEditor(Staff& staff, int threads, Sources sources, QWidget* parent);
    ~MatrixEditor() override;

    /// Shows itself; what was being edited is there again, if the matrix in force is still the same.
    void open_now();
    /// Another file: what was not saved goes.
    void forget();
    /// A version is in the file: the sheet closes.
    void saved(int number);
    /// It could not be saved: why, at the field it is about.
    void refuse(const Error& error);

    const ConsentMatrix& edited() const { return edited_; }
    /// One step that can be undone.
    void edit(const ConsentMatrix& matrix, const QString& step);
    MatrixTable& table();
    MatrixImpactRun& run() { return *run_; }
    void measure();

Q_SIGNALS:
    void versions_wanted();
    void spoke(const QString& words);
    void settled_now(); ///< nothing is being measured any more

public:
    void done(int result) override;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Step;
    struct Parts;
    // matrix_editor_build.cpp
    void build();
    QWidget* build_left();
    QWidget* build_right();
    QWidget* build_foot();
    // matrix_editor.cpp
    void take(const ConsentMatrix& matrix);
    void follow();
    void follow_changes();
    void follow_run();
    void follow_role();
    void toggle();
    void save();
    bool fits() const;
    /// The matrix as it would be saved.
    Result<std::shared_ptr<const MatrixInForce>> next() const;

    Staff& staff_;
    Sources sources_;
    MatrixImpactRun* run_;
    std::shared_ptr<const MatrixInForce> before_;
    ConsentMatrix edited_;
    std::optional<MatrixImpact> impact_; ///< on the sheet
    std::string impact_of_;              ///< ... and the matrix it is of, as a file
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
