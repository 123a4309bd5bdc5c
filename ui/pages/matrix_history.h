// Every version of the consent matrix: who saved it, why, what it changed, what it was shown to do, who
// stands by it; and the way back.
#pragma once

#include "ui/session/document_contents.h"

#include <QDialog>

#include <functional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace attune {
struct MatrixNote;
}

namespace attune::ui {

class Staff;

class MatrixHistory : public QDialog {
    Q_OBJECT
public:
    struct Sources {
        std::function<const DocumentContents&()> contents;
        /// Both go on after they return; refresh() or refuse() follows.
        std::function<void(int number, const MatrixNote&)> restore;
        std::function<void(int number, const MatrixNote&)> sign;
    };
    /// `staff` outlives the window. Object name "matrix.history".
    MatrixHistory(Staff& staff, Sources sources, QWidget* parent);

    void open_now();
    /// The file holds other versions, or is another one.
    void refresh();
    void refuse(const Error& error);

Q_SIGNALS:
    void spoke(const QString& words);

private:
    QWidget* build_details();
    QWidget* build_foot();
    const DocumentContents::SavedMatrix* saved(int number) const;
    std::shared_ptr<const MatrixInForce> matrix(int number) const;
    int chosen() const;
    void show_version();
    void follow_role();
    void go_back();
    void sign();
    MatrixNote note() const;

    Staff& staff_;
    Sources sources_;
    QListWidget* list_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* who_ = nullptr;
    QLabel* reason_ = nullptr;
    QLabel* against_ = nullptr;
    QLabel* changes_ = nullptr;
    QLabel* impact_ = nullptr;
    QLabel* signature_ = nullptr;
    QLineEdit* author_ = nullptr;
    QLineEdit* why_ = nullptr;
    QCheckBox* anew_ = nullptr;
    QLabel* refusal_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* sign_ = nullptr;
};

} // namespace attune::ui
