// A group of levers: a head that folds it and says how many of them were changed, and its rows.
#pragma once

#include "ui/levers/lever_row.h"

#include <QAbstractButton>
#include <QWidget>

#include <vector>

namespace attune::ui {

/// The head: checked while the group is open.
class LeverGroupHead : public QAbstractButton {
    Q_OBJECT
public:
    LeverGroupHead(const QString& title, QWidget* parent);
    void show_counts(int changed, int total);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString state_;       ///< "2 of 5 changed"
    QString short_state_; ///< for little room
};

class LeverGroup : public QWidget {
    Q_OBJECT
public:
    /// `name` is the group of the specs. Object name "levers.group.<name>", of the head "….head".
    LeverGroup(const std::string& name, QWidget* parent);

    const std::string& name() const { return name_; }
    LeverGroupHead& head() { return *head_; }
    void add(LeverRow* row);
    const std::vector<LeverRow*>& rows() const { return rows_; }
    void set_open(bool open);
    bool is_open() const;
    /// Only rows that match are shown, and the group stands open as long as there are any; empty: as folded
    /// by the user. Returns how many match.
    int filter(const QStringList& searched);
    void refresh(const Lab& lab);

Q_SIGNALS:
    /// By the user.
    void folded(bool open);

private:
    void show_rows();

    std::string name_;
    LeverGroupHead* head_ = nullptr;
    QWidget* body_ = nullptr;
    std::vector<LeverRow*> rows_;
    bool open_ = true;
    bool searching_ = false;
};

} // namespace attune::ui
