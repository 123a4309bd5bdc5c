// The list "Go on": files opened lately with what stood in them, as a model and a table without a head.
#pragma once

#include "ui/session/recent_files.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>
#include <QTableView>

#include <vector>

namespace attune::ui {

class RecentModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { name, when, headline, lights, column_count };
    enum Role { path_role = Qt::UserRole, counts_role };
    using QAbstractTableModel::QAbstractTableModel;

    /// `now` decides what is "today".
    void set_files(std::vector<RecentFile> files, const QDateTime& now);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<RecentFile> files_;
    QDateTime now_;
};

/// "today, 15:31", "yesterday", "12 Nov", "12 Nov 2025".
QString when_words(const QDateTime& then, const QDateTime& now);
/// The lights of a file in words; empty where nothing was judged.
QString lights_words(const GuardrailCounts& counts);

/// Paints the cells: the file's sign and name, quiet words, guardrail lights.
class RecentDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// As high as its rows; it never scrolls. A click or Enter opens, Delete takes a row off the list.
class RecentView : public QTableView {
    Q_OBJECT
public:
    explicit RecentView(QWidget* parent = nullptr);
    void show_rows(int most); ///< the first `most` rows
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& path);
    void forgotten(const QString& path);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    int most_ = 5;
    void fit();
};

} // namespace attune::ui
