// Every version of the file's own policies: who made it, when and why, what it changed, what its effect was
// shown to be, and the way back to it, which is a version of its own.
#pragma once

#include "core/base/result.h"
#include "ui/session/document_contents.h"

#include <QDialog>
#include <QString>

#include <functional>
#include <memory>
#include <string>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QWidget;

namespace attune::ui {

class ChangeDelegate;
class ChangeModel;
class EffectView;
class RowList;

/// Who puts a version into force, why, and what they answer for: "group: reason; group: reason", or nothing.
struct PublishingForm {
    QString author, reason, exceptions;
};

class VersionsWindow : public QDialog {
    Q_OBJECT
public:
    struct Sources {
        std::function<const DocumentContents&()> contents;
        /// Goes back to a version; what it refuses is shown at its field.
        std::function<Status(const PolicyVersion& version, const QString& author, const QString& reason)>
            roll_back;
        /// Puts a version into force; the answer comes later, by published() or refused(). What is wrong with
        /// the form is refused at once.
        std::function<Status(const PolicyVersion& version, const PublishingForm& form)> publish;
        /// Since when which version of a policy is in force, in words; empty: none is.
        std::function<QString(const PolicyVersion& version)> in_force;
    };
    /// Object name "versions".
    VersionsWindow(Sources sources, QWidget* parent);
    ~VersionsWindow() override;

    /// Shows itself with the newest version of `policy`, or of the first policy there is.
    void open_for(const QString& policy, const QString& author);
    /// The file has changed.
    void refresh();
    /// What came of publishing.
    void published();
    void refused(const Error& error);

private:
    QWidget* make_details();
    QWidget* make_way_back();
    QWidget* make_publishing();
    void publish();
    void fill_policies(const QString& wanted);
    void fill_versions(int wanted);
    void show_version();
    const DocumentContents::SavedVersion* chosen() const;
    void go_back();

    Sources sources_;
    QComboBox* policies_ = nullptr;
    QListWidget* list_ = nullptr;
    QWidget* details_ = nullptr;
    QLabel* none_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* signed_ = nullptr;
    QLabel* reason_ = nullptr;
    QLabel* against_ = nullptr;
    std::unique_ptr<ChangeModel> changes_;
    std::unique_ptr<ChangeDelegate> change_rows_;
    RowList* change_list_ = nullptr;
    EffectView* effect_ = nullptr;
    QWidget* way_back_ = nullptr;
    QLabel* newest_ = nullptr;
    QLineEdit* author_ = nullptr;
    QLineEdit* why_ = nullptr;
    QLabel* refusal_ = nullptr;
    QPushButton* back_ = nullptr;
    QLabel* in_force_ = nullptr;
    QWidget* publishing_ = nullptr;
    QLineEdit* publisher_ = nullptr;
    QLineEdit* publish_why_ = nullptr;
    QLineEdit* exceptions_ = nullptr;
    QPushButton* publish_ = nullptr;
    QLabel* publish_refusal_ = nullptr;
    std::string refused_; ///< policy and number whose refusal is shown
};

} // namespace attune::ui
