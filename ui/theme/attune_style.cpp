#include "ui/theme/attune_style.h"

#include "ui/theme/icons.h"
#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QHeaderView>
#include <QTabBar>

namespace attune::ui {
namespace {

template <typename Option>
const Option* as(const QStyleOption* option) {
    return qstyleoption_cast<const Option*>(option);
}

/// Frames of scroll areas and QFrame: one fine line; around text to write in, the line of a field.
void draw_frame(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
    const Theme& t = theme();
    const bool writes = style::is_text_area(widget);
    const bool focused =
        writes ? style::has(option, QStyle::State_HasFocus)
               : style::keyboard_focus(option) && qobject_cast<const QAbstractItemView*>(widget);
    const bool popup = widget && widget->window()->windowType() == Qt::Popup;
    const QColor line = style::in_error(widget) ? t.danger.mark
                        : popup                 ? t.border.normal
                        : focused               ? t.focus.ring
                        : writes                ? t.border.control
                                                : t.border.subtle;
    const QColor ground = writes ? option.palette.color(QPalette::Base) : QColor();
    style::draw_box(painter, option.rect, 0, ground, line, writes && focused ? sizes().focus_ring : 1);
}

/// Lines between widgets; everything else is a plain frame.
void draw_shaped_frame(QPainter& painter, const QStyleOptionFrame& option, const QWidget* widget) {
    const QRect place = option.rect;
    const bool firm = widget && widget->foregroundRole() == QPalette::Mid;
    const QColor line = firm ? theme().border.normal : theme().border.subtle;
    if (option.frameShape == QFrame::HLine)
        painter.fillRect(QRect(place.left(), place.center().y(), place.width(), 1), line);
    else if (option.frameShape == QFrame::VLine)
        painter.fillRect(QRect(place.center().x(), place.top(), 1, place.height()), line);
    else if (option.frameShape != QFrame::NoFrame)
        draw_frame(painter, option, widget);
}

/// The focus of check boxes, item cells and whatever else asks. Cells always claim to have it from the keys.
void draw_focus(QPainter& painter, const QStyleOption& option, const QWidget* widget) {
    const bool by_key = style::has(option, QStyle::State_Item)
                            ? widget && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange)
                            : style::has(option, QStyle::State_KeyboardFocusChange);
    if (by_key) style::draw_box(painter, option.rect, 3, {}, theme().focus.ring, sizes().focus_ring);
}

} // namespace

AttuneStyle::AttuneStyle()
    : QProxyStyle(QStringLiteral("Fusion")) {}

void AttuneStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (style::is_input(widget)) widget->installEventFilter(this);
    if (style::is_input(widget) || qobject_cast<QTabBar*>(widget) || qobject_cast<QHeaderView*>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

void AttuneStyle::unpolish(QWidget* widget) {
    widget->removeEventFilter(this);
    QProxyStyle::unpolish(widget);
}

bool AttuneStyle::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::DynamicPropertyChange)
        if (auto* widget = qobject_cast<QWidget*>(watched)) widget->update();
    return QProxyStyle::eventFilter(watched, event);
}

void AttuneStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
    const Theme& t = theme();
    const auto chevron = [&](Qt::ArrowType way) {
        style::draw_chevron(*painter, option->rect, way,
                            style::enabled(*option) ? t.text.secondary : t.text.disabled, scaled(8));
    };
    switch (element) {
    case PE_FrameFocusRect:
        return draw_focus(*painter, *option, widget);
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return style::draw_check_mark(*painter, *option);
    case PE_IndicatorRadioButton:
        return style::draw_radio_mark(*painter, *option);
    case PE_PanelLineEdit:
        if (style::is_inner(widget)) return;
        if (const auto* frame = as<QStyleOptionFrame>(option); frame && frame->lineWidth > 0)
            return style::draw_field(*painter, *option, widget, style::has(*option, State_HasFocus));
        return painter->fillRect(option->rect, option->palette.base());
    case PE_FrameLineEdit:
        return;
    case PE_Frame:
    case PE_FrameWindow:
        return draw_frame(*painter, *option, widget);
    case PE_FrameMenu:
        return;
    case PE_PanelMenu:
        return style::draw_menu_panel(*painter, option->rect);
    case PE_PanelMenuBar:
        return painter->fillRect(option->rect, t.surface.window);
    case PE_PanelStatusBar:
        return style::draw_status_bar(*painter, *option);
    case PE_FrameStatusBarItem:
        return;
    case PE_PanelTipLabel:
        return painter->fillRect(option->rect, t.surface.tooltip);
    case PE_FrameDockWidget:
        return;
    case PE_FrameGroupBox: {
        // The title stands above the frame.
        constexpr int below_title = 3;
        const int title =
            std::max(pixelMetric(PM_IndicatorHeight), option->fontMetrics.height()) + below_title;
        return style::draw_box(*painter, option->rect.adjusted(0, title, 0, 0), sizes().radius_card, {},
                               t.border.normal);
    }
    case PE_FrameTabWidget:
        if (const auto* frame = as<QStyleOptionTabWidgetFrame>(option))
            return style::draw_tab_frame(*painter, *frame);
        break;
    case PE_IndicatorHeaderArrow: // drawn with the label
        return;
    case PE_FrameTabBarBase:
        if (const auto* base = as<QStyleOptionTabBarBase>(option))
            return style::draw_tab_base(*painter, *base);
        break;
    case PE_IndicatorTabClose:
        return draw_icon(*painter, option->rect, QStringLiteral("close"),
                         style::hovered(*option) ? t.text.primary : t.text.muted);
    case PE_IndicatorToolBarSeparator:
        return style::draw_tool_bar_separator(*painter, *option);
    case PE_IndicatorDockWidgetResizeHandle:
        return painter->fillRect(option->rect, t.border.normal);
    case PE_IndicatorBranch:
        return style::draw_branch(*painter, *option);
    case PE_PanelItemViewItem:
        if (const auto* item = as<QStyleOptionViewItem>(option))
            return style::draw_item_ground(*painter, *item);
        break;
    case PE_IndicatorArrowUp:
        return chevron(Qt::UpArrow);
    case PE_IndicatorArrowDown:
        return chevron(Qt::DownArrow);
    case PE_IndicatorArrowLeft:
        return chevron(Qt::LeftArrow);
    case PE_IndicatorArrowRight:
        return chevron(Qt::RightArrow);
    case PE_PanelScrollAreaCorner:
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void AttuneStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    switch (element) {
    case CE_PushButton:
        if (const auto* button = as<QStyleOptionButton>(option))
            return style::draw_push_button(*painter, *button);
        break;
    case CE_CheckBoxLabel:
    case CE_RadioButtonLabel:
        if (const auto* button = as<QStyleOptionButton>(option))
            return style::draw_mark_label(*painter, *button);
        break;
    case CE_ComboBoxLabel:
        if (const auto* combo = as<QStyleOptionComboBox>(option))
            return style::draw_combo_label(*painter, *combo);
        break;
    case CE_ProgressBar:
        if (const auto* bar = as<QStyleOptionProgressBar>(option))
            return style::draw_progress(*painter, *bar);
        break;
    case CE_MenuItem:
        if (const auto* item = as<QStyleOptionMenuItem>(option))
            return style::draw_menu_item(*painter, *item);
        break;
    case CE_MenuEmptyArea:
    case CE_MenuVMargin:
    case CE_MenuHMargin:
        return;
    case CE_MenuBarItem:
        if (const auto* item = as<QStyleOptionMenuItem>(option))
            return style::draw_menu_bar_item(*painter, *item);
        break;
    case CE_MenuBarEmptyArea:
        return painter->fillRect(option->rect, theme().surface.window);
    case CE_TabBarTabShape:
        if (const auto* tab = as<QStyleOptionTab>(option)) return style::draw_tab(*painter, *tab);
        break;
    case CE_TabBarTabLabel:
        if (const auto* tab = as<QStyleOptionTab>(option))
            return style::draw_tab_label(*painter, *tab, subElementRect(SE_TabBarTabText, option, widget));
        break;
    case CE_DockWidgetTitle:
        if (const auto* dock = as<QStyleOptionDockWidget>(option))
            return style::draw_dock_title(*painter, *dock,
                                          subElementRect(SE_DockWidgetTitleBarText, option, widget));
        break;
    case CE_ToolBar:
        if (const auto* bar = as<QStyleOptionToolBar>(option)) return style::draw_tool_bar(*painter, *bar);
        break;
    case CE_HeaderSection:
        if (const auto* head = as<QStyleOptionHeader>(option))
            return style::draw_header_section(*painter, *head);
        break;
    case CE_HeaderLabel:
        if (const auto* head = as<QStyleOptionHeader>(option))
            return style::draw_header_label(*painter, *head, option->rect);
        break;
    case CE_HeaderEmptyArea:
        return style::draw_header_rest(*painter, *option);
    case CE_Splitter:
        return painter->fillRect(option->rect, theme().border.normal);
    case CE_ShapedFrame:
        if (const auto* frame = as<QStyleOptionFrame>(option))
            return draw_shaped_frame(*painter, *frame, widget);
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void AttuneStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                     QPainter* painter, const QWidget* widget) const {
    switch (control) {
    case CC_ToolButton:
        if (const auto* button = as<QStyleOptionToolButton>(option))
            return style::draw_tool_button(*painter, *button, widget);
        break;
    case CC_ComboBox:
        if (const auto* combo = as<QStyleOptionComboBox>(option))
            return style::draw_combo_box(*painter, *combo, widget);
        break;
    case CC_SpinBox:
        if (const auto* spin = as<QStyleOptionSpinBox>(option))
            return style::draw_spin_box(*painter, *spin, widget);
        break;
    case CC_Slider:
        if (const auto* slider = as<QStyleOptionSlider>(option); slider && slider->tickPosition == 0)
            return style::draw_slider(*painter, *slider,
                                      subControlRect(CC_Slider, option, SC_SliderHandle, widget));
        break;
    case CC_ScrollBar:
        if (const auto* bar = as<QStyleOptionSlider>(option)) return style::draw_scroll_bar(*painter, *bar);
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect AttuneStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                                  const QWidget* widget) const {
    switch (control) {
    case CC_ComboBox:
        if (const auto* combo = as<QStyleOptionComboBox>(option);
            combo && (part == SC_ComboBoxArrow || part == SC_ComboBoxEditField))
            return style::combo_part(*combo, part);
        break;
    case CC_SpinBox:
        if (const auto* spin = as<QStyleOptionSpinBox>(option)) return style::spin_part(*spin, part);
        break;
    case CC_ScrollBar:
        if (const auto* bar = as<QStyleOptionSlider>(option)) return style::scroll_bar_part(*bar, part);
        break;
    default:
        break;
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QIcon AttuneStyle::standardIcon(StandardPixmap sign, const QStyleOption* option,
                                const QWidget* widget) const {
    struct Sign {
        StandardPixmap sign;
        const char* name;
        Ink ink = Ink::secondary;
    };
    static constexpr Sign ours[] = {
        {SP_TitleBarNormalButton, "float", Ink::muted},
        {SP_TitleBarCloseButton, "close", Ink::muted},
        {SP_DockWidgetCloseButton, "close", Ink::muted},
        {SP_LineEditClearButton, "close", Ink::muted},
        {SP_ToolBarHorizontalExtensionButton, "menu"},
        {SP_ToolBarVerticalExtensionButton, "menu"},
        {SP_MessageBoxInformation, "info", Ink::info},
        {SP_MessageBoxQuestion, "help", Ink::info},
        {SP_MessageBoxWarning, "warning", Ink::caution},
        {SP_MessageBoxCritical, "cancel", Ink::danger},
        // The file dialog, where the desktop brings none of its own.
        {SP_DirIcon, "open"},
        {SP_DirClosedIcon, "open"},
        {SP_DirOpenIcon, "open"},
        {SP_DirHomeIcon, "start"},
        {SP_FileIcon, "file"},
        {SP_ComputerIcon, "database"},
        {SP_DriveHDIcon, "database"},
        {SP_ArrowBack, "arrow-left"},
        {SP_ArrowForward, "arrow-right"},
        {SP_FileDialogBack, "arrow-left"},
        {SP_FileDialogToParent, "arrow-up"},
        {SP_FileDialogNewFolder, "plus"},
        {SP_FileDialogDetailedView, "table"},
        {SP_FileDialogListView, "list"},
    };
    for (const Sign& our : ours)
        if (our.sign == sign) return icon(QLatin1String(our.name), our.ink);
    return QProxyStyle::standardIcon(sign, option, widget);
}

} // namespace attune::ui
