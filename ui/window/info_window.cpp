#include "ui/window/info_window.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr int wide = 640, high_with_table = 560;

QTableWidget* table_of(const DataTable& data, QWidget* parent) {
    auto* table =
        new QTableWidget(static_cast<int>(data.rows.size()), static_cast<int>(data.head.size()), parent);
    QStringList head;
    for (const std::string& cell : data.head)
        head << from_core(cell);
    table->setHorizontalHeaderLabels(head);
    for (std::size_t row = 0; row < data.rows.size(); ++row)
        for (std::size_t column = 0; column < data.rows[row].size(); ++column)
            table->setItem(static_cast<int>(row), static_cast<int>(column),
                           new QTableWidgetItem(from_core(data.rows[row][column])));
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setWordWrap(true);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    return table;
}

} // namespace

InfoWindow::InfoWindow(const QString& name, const QString& title, const QString& text, const DataTable* table,
                       QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("info.") + name);
    setWindowTitle(title);
    setAccessibleName(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(sizes().card_gap);
    auto* head = new QLabel(title, this);
    set_type(*head, Type::page_title);
    column->addWidget(head);
    if (!text.isEmpty()) {
        auto* words_shown = new QLabel(text, this);
        words_shown->setObjectName(objectName() + QStringLiteral(".text"));
        words_shown->setTextFormat(Qt::PlainText);
        words_shown->setWordWrap(true);
        words_shown->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        column->addWidget(words_shown);
    }
    if (table) {
        auto* shown = table_of(*table, this);
        shown->setObjectName(objectName() + QStringLiteral(".table"));
        shown->setAccessibleName(title);
        column->addWidget(shown, 1);
    } else
        column->addStretch(1);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* done = buttons->addButton(words("window.close"), QDialogButtonBox::RejectRole);
    done->setObjectName(objectName() + QStringLiteral(".close"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    column->addWidget(buttons);
    resize(static_cast<int>(wide * text_zoom()),
           table ? static_cast<int>(high_with_table * text_zoom()) : sizeHint().height());
}

} // namespace attune::ui
