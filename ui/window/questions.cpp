#include "ui/window/questions.h"

#include "ui/theme/words.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

namespace attune::ui {

Questions usual_questions() {
    Questions ask;
    ask.open_file = [](QWidget* parent, const QString& title, const QString& filter) {
        return QFileDialog::getOpenFileName(parent, title, {}, filter);
    };
    ask.save_file = [](QWidget* parent, const QString& title, const QString& suggested,
                       const QString& filter) {
        return QFileDialog::getSaveFileName(parent, title, suggested, filter);
    };
    ask.new_file = [](QWidget* parent, const QString& title, const QString& suggested,
                      const QString& filter) {
        // A new file never replaces one, so the dialog does not offer to.
        return QFileDialog::getSaveFileName(parent, title, suggested, filter, nullptr,
                                            QFileDialog::DontConfirmOverwrite);
    };
    ask.may_lose = [](QWidget* parent, const QString& fact, const QString& consequence, const QString& verb) {
        QMessageBox box(QMessageBox::Warning, words("product.name"), fact, QMessageBox::NoButton, parent);
        box.setInformativeText(consequence);
        QPushButton* lose = box.addButton(verb, QMessageBox::DestructiveRole);
        QPushButton* keep = box.addButton(words("window.ask.leave"), QMessageBox::RejectRole);
        box.setDefaultButton(keep);
        box.setEscapeButton(keep);
        box.exec();
        return box.clickedButton() == lose;
    };
    return ask;
}

QString with_suffix(QString path, const QString& suffix) {
    if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty()) path += suffix;
    return path;
}

} // namespace attune::ui
