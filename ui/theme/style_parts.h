// The painted parts of AttuneStyle, one group per source file.
#pragma once

#include <QStyleOption>

class QPainter;
class QWidget;

namespace attune::ui::style {

// style_buttons.cpp
void draw_push_button(QPainter& painter, const QStyleOptionButton& option);
QSize push_button_size(const QStyleOptionButton& option, const QSize& contents);
void draw_tool_button(QPainter& painter, const QStyleOptionToolButton& option, const QWidget* widget);
QSize tool_button_size(const QStyleOptionToolButton& option, const QSize& contents, const QWidget* widget);
void draw_check_mark(QPainter& painter, const QStyleOption& option);
void draw_radio_mark(QPainter& painter, const QStyleOption& option);
/// Check boxes and radio buttons: the text beside the mark.
void draw_mark_label(QPainter& painter, const QStyleOptionButton& option);

// style_fields.cpp
void draw_combo_box(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget);
void draw_combo_label(QPainter& painter, const QStyleOptionComboBox& option);
QRect combo_part(const QStyleOptionComboBox& option, QStyle::SubControl part);
QSize combo_size(const QStyleOptionComboBox& option, const QSize& contents);
void draw_spin_box(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget);
QRect spin_part(const QStyleOptionSpinBox& option, QStyle::SubControl part);
QSize spin_size(const QStyleOptionSpinBox& option, const QSize& contents);

// style_ranges.cpp
void draw_slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle);
void draw_scroll_bar(QPainter& painter, const QStyleOptionSlider& option);
QRect scroll_bar_part(const QStyleOptionSlider& option, QStyle::SubControl part);
void draw_progress(QPainter& painter, const QStyleOptionProgressBar& option);

// style_menus.cpp
void draw_menu_panel(QPainter& painter, const QRect& place);
void draw_menu_item(QPainter& painter, const QStyleOptionMenuItem& option);
QSize menu_item_size(const QStyleOptionMenuItem& option, const QSize& contents);
void draw_menu_bar_item(QPainter& painter, const QStyleOptionMenuItem& option);
QSize menu_bar_item_size(const QStyleOptionMenuItem& option, const QSize& contents);

// style_bars.cpp
void draw_tab(QPainter& painter, const QStyleOptionTab& option);
void draw_tab_label(QPainter& painter, const QStyleOptionTab& option, const QRect& place);
QSize tab_size(const QStyleOptionTab& option, const QSize& contents, const QWidget* widget);
/// The line between tabs and their page.
void draw_tab_frame(QPainter& painter, const QStyleOptionTabWidgetFrame& option);
void draw_tab_base(QPainter& painter, const QStyleOptionTabBarBase& option);
void draw_dock_title(QPainter& painter, const QStyleOptionDockWidget& option, const QRect& text_place);
void draw_tool_bar(QPainter& painter, const QStyleOptionToolBar& option);
void draw_tool_bar_separator(QPainter& painter, const QStyleOption& option);
void draw_status_bar(QPainter& painter, const QStyleOption& option);

// style_views.cpp
void draw_header_section(QPainter& painter, const QStyleOptionHeader& option);
/// Room for the sign of the sort order.
int sort_sign_room(const QStyleOptionHeader& option);
void draw_header_label(QPainter& painter, const QStyleOptionHeader& option, const QRect& place);
/// Beside the last column.
void draw_header_rest(QPainter& painter, const QStyleOption& option);
void draw_item_ground(QPainter& painter, const QStyleOptionViewItem& option);
void draw_branch(QPainter& painter, const QStyleOption& option);

} // namespace attune::ui::style
