#include "ui/theme/attune_style.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

#include <QFrame>

#include <algorithm>

namespace attune::ui {
namespace {

template <typename Option>
const Option* as(const QStyleOption* option) {
    return qstyleoption_cast<const Option*>(option);
}

} // namespace

QRect AttuneStyle::subElementRect(SubElement element, const QStyleOption* option,
                                  const QWidget* widget) const {
    constexpr int text_inset = 7; // and two more of the line edit's own
    constexpr int ring_room = 4;  // between the text of a check box and its focus ring
    switch (element) {
    case SE_LineEditContents:
        if (const auto* frame = as<QStyleOptionFrame>(option); frame && frame->lineWidth > 0)
            return option->rect.adjusted(text_inset, 1, -text_inset, -1);
        return option->rect;
    case SE_CheckBoxFocusRect:
    case SE_RadioButtonFocusRect: {
        const auto label = element == SE_CheckBoxFocusRect ? SE_CheckBoxContents : SE_RadioButtonContents;
        const auto* button = as<QStyleOptionButton>(option);
        QRect place =
            QProxyStyle::subElementRect(label, option, widget).adjusted(-ring_room, 0, ring_room, 0);
        if (!button) return place;
        const int text = button->fontMetrics.size(Qt::TextHideMnemonic, button->text).width();
        const QRect ring(place.topLeft(),
                         QSize(std::min(place.width(), text + 2 * ring_room), place.height()));
        return visualRect(option->direction, place, ring) & option->rect;
    }
    case SE_ProgressBarGroove:
    case SE_ProgressBarContents:
        return option->rect;
    case SE_ProgressBarLabel:
        return {};
    default:
        return QProxyStyle::subElementRect(element, option, widget);
    }
}

QSize AttuneStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                    const QWidget* widget) const {
    constexpr int mark_room = 8; // above and below a line of text beside a mark, and in list rows
    const auto line = [option] { return option->fontMetrics.height() + mark_room; };
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton:
        if (const auto* button = as<QStyleOptionButton>(option)) {
            size = style::push_button_size(*button, contents);
            // Any button may become the primary one, whose letters are heavier.
            if (button->features.testFlag(QStyleOptionButton::DefaultButton) && widget)
                size.rwidth() += style::strong_excess(widget->font(), button->text);
        }
        return size;
    case CT_ToolButton:
        if (const auto* button = as<QStyleOptionToolButton>(option))
            return style::tool_button_size(*button, contents, widget);
        return size;
    case CT_LineEdit:
        return style::is_inner(widget) ? contents
                                       : QSize(size.width(), style::control_height(option->fontMetrics));
    case CT_ComboBox:
        if (const auto* combo = as<QStyleOptionComboBox>(option)) return style::combo_size(*combo, contents);
        return size;
    case CT_SpinBox:
        if (const auto* spin = as<QStyleOptionSpinBox>(option)) return style::spin_size(*spin, contents);
        return size;
    case CT_CheckBox:
    case CT_RadioButton:
        return {size.width() + 4, std::max(line(), sizes().min_target)};
    case CT_MenuItem:
        if (const auto* item = as<QStyleOptionMenuItem>(option))
            return style::menu_item_size(*item, contents);
        return size;
    case CT_MenuBarItem:
        if (const auto* item = as<QStyleOptionMenuItem>(option))
            return style::menu_bar_item_size(*item, contents);
        return size;
    case CT_TabBarTab:
        if (const auto* tab = as<QStyleOptionTab>(option)) return style::tab_size(*tab, contents, widget);
        return size;
    case CT_ItemViewItem:
        return {size.width(), std::max(size.height(), line())};
    case CT_HeaderSection:
        if (const auto* head = as<QStyleOptionHeader>(option)) size.rwidth() += style::sort_sign_room(*head);
        return {size.width(), std::max(size.height(), line())};
    case CT_ProgressBar:
        return {std::max(size.width(), contents.width()), sizes().space};
    default:
        return size;
    }
}

int AttuneStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    const Sizes& s = sizes();
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
    case PM_ToolBarIconSize:
    case PM_LineEditIconSize:
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return scaled(s.icon);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return 8;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_DefaultFrameWidth:
        return style::is_text_area(widget) ? s.focus_ring : 1;
    case PM_ComboBoxFrameWidth:
    case PM_SpinBoxFrameWidth:
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
    case PM_MenuPanelWidth:
        return 1;
    case PM_DockWidgetFrameWidth:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
    case PM_MenuHMargin:
    case PM_ToolBarFrameWidth:
    case PM_TabBarTabOverlap:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseHeight:
        return 0;
    case PM_TabBarBaseOverlap:
        return 1;
    case PM_TabBarTabHSpace:
        return 20;
    case PM_TabBarTabVSpace:
        return 14;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuBarItemSpacing:
        return 2;
    case PM_MenuBarHMargin:
        return 8;
    case PM_DockWidgetTitleMargin:
        return 9;
    case PM_DockWidgetTitleBarButtonMargin:
        return 4;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return 28;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_SliderThickness:
        return scaled(18);
    case PM_SliderControlThickness:
    case PM_SliderLength:
        return scaled(11);
    case PM_ToolBarItemSpacing:
    case PM_ToolBarItemMargin:
        return metric == PM_ToolBarItemSpacing ? s.space : s.space / 2;
    case PM_ToolBarSeparatorExtent:
        return s.space + 1;
    case PM_HeaderMargin:
        return s.space;
    case PM_HeaderDefaultSectionSizeVertical:
        return scaled(s.table_row);
    // Cells keep their text and signs one further pixel from the edge.
    case PM_FocusFrameHMargin:
        return 5;
    case PM_MessageBoxIconSize:
        return scaled(32);
    case PM_MenuButtonIndicator:
        return 18;
    case PM_ToolTipLabelFrameWidth:
        return 6;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return s.dock_padding;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return s.field_gap;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int AttuneStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* answer) const {
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_ScrollBar_Transient:
    case SH_Menu_FlashTriggeredItem:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_Menu_MouseTracking:
    case SH_MenuBar_MouseTracking:
    case SH_ComboBox_ListMouseTracking:
        return 1;
    case SH_ComboBox_PopupFrameStyle:
        return static_cast<int>(QFrame::StyledPanel) | QFrame::Plain;
    // The handle is small; the whole groove answers.
    case SH_Slider_AbsoluteSetButtons:
        return Qt::LeftButton;
    case SH_ToolTipLabel_Opacity:
        return 255;
    case SH_FormLayoutLabelAlignment:
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    case SH_TabBar_Alignment:
        return Qt::AlignLeft;
    case SH_Table_GridLineColor:
        return static_cast<int>(theme().border.subtle.rgb());
    case SH_Widget_Animation_Duration:
        return reduced_motion() ? 0 : 120;
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

} // namespace attune::ui
