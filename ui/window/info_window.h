// Words and tables that help or explain: the list of shortcuts, what to believe, rows that could not be
// imported. A window beside the main one, never in its way.
#pragma once

#include "simulations/report/report_charts.h"

#include <QDialog>

namespace attune::ui {

class InfoWindow : public QDialog {
    Q_OBJECT
public:
    /// Object name "info.<name>". `text` is plain, its paragraphs apart by empty lines; a table may follow.
    InfoWindow(const QString& name, const QString& title, const QString& text, const DataTable* table,
               QWidget* parent);
};

} // namespace attune::ui
