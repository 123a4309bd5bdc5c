// A small table of words that shows all of its rows at once: words left, digits right and in columns, a row
// muted or strong where its sign says the same. Read-only; Tab leaves it.
#pragma once

#include "simulations/report/svg_chart.h"

#include <QTableView>

#include <vector>

namespace attune::ui {

class WordModel;

class WordTable : public QTableView {
    Q_OBJECT
public:
    /// How a row is drawn beside the others.
    enum class Row : std::uint8_t { plain, muted, strong };

    explicit WordTable(QWidget* parent = nullptr);
    /// `figures` are the columns whose cells stand right; `rows` one per row, or empty. What room
    /// is left goes to the words.
    void show_table(const DataTable& table, const std::vector<int>& figures = {},
                    const std::vector<Row>& rows = {});
    const DataTable& table() const;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void size_cells();

    WordModel* cells_ = nullptr;
};

} // namespace attune::ui
