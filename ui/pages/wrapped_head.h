// Column heads of as many lines as their words need, for tables whose columns are as wide as a figure.
#pragma once

#include <QHeaderView>

namespace attune::ui {

class WrappedHead : public QHeaderView {
    Q_OBJECT
public:
    explicit WrappedHead(QWidget* parent = nullptr);
    /// How far the first head stands in, as the words below it do.
    void set_first_indent(int indent) { first_indent_ = indent; }
    /// How tall the heads of the columns from 1 on must be, if each is so wide.
    int tall_enough(int column_width) const;

protected:
    void paintSection(QPainter* painter, const QRect& place, int section) const override;

private:
    int first_indent_ = 0;
};

} // namespace attune::ui
