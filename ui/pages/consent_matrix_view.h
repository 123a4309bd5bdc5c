// Who agreed to what, as a table of painted cells: the share in the cell, "basis" where no consent is needed,
// hatched where a group is too small, red where something was read without a basis. A cell is a button.
#pragma once

#include "simulations/study/consent_picture.h"

#include <QTableView>

#include <memory>

namespace attune::ui {

class ConsentMatrixModel;

class ConsentMatrixView : public QTableView {
    Q_OBJECT
public:
    explicit ConsentMatrixView(QWidget* parent = nullptr);
    void show_standing(const ConsentStanding& standing, std::shared_ptr<const ConsentPicture> picture);
    /// Whether rows are lower, for a page with little height.
    void set_low(bool low);
    /// The cell in a sentence.
    QString cell_words(int row, int column) const;

Q_SIGNALS:
    /// By click or Enter; the head column stands for everybody.
    void cell_chosen(attune::Purpose purpose, bool unfounded);
    void spoke(const QString& words);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void size_cells();
    void choose(const QModelIndex& at);

    ConsentMatrixModel* cells_ = nullptr;
    bool low_ = false;
};

} // namespace attune::ui
