// The theme in use: every token as the file has it, its way into palette, fonts and widgets.
#include "tests/support/test.h"
#include "ui/theme/dress.h"
#include "ui/theme/palette.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

/// Read by Qt's own parser from the source tree, not by the code under test.
QJsonObject token_file() {
    QFile file(QString::fromStdString(attune::test::source_path("resources/styles/tokens.json")));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}

/// "#RRGGBB[AA]" in the order a browser reads it.
QString written(const QColor& colour) {
    const QString rgb = colour.name(QColor::HexRgb).toUpper();
    return colour.alpha() == 255
               ? rgb
               : rgb + QString::number(colour.alpha(), 16).rightJustified(2, u'0').toUpper();
}

/// All colours of a theme under the names the file gives them.
QMap<QString, QColor> colours_of(const Theme& t) {
    QMap<QString, QColor> all{
        {u"surface.window"_s, t.surface.window},
        {u"surface.rail"_s, t.surface.rail},
        {u"surface.page"_s, t.surface.page},
        {u"surface.card"_s, t.surface.card},
        {u"surface.sunken"_s, t.surface.sunken},
        {u"surface.raised"_s, t.surface.raised},
        {u"surface.hover"_s, t.surface.hover},
        {u"surface.selected"_s, t.surface.selected},
        {u"surface.tooltip"_s, t.surface.tooltip},
        {u"surface.inverse"_s, t.surface.inverse},
        {u"text.primary"_s, t.text.primary},
        {u"text.secondary"_s, t.text.secondary},
        {u"text.muted"_s, t.text.muted},
        {u"text.on_accent"_s, t.text.on_accent},
        {u"text.on_inverse"_s, t.text.on_inverse},
        {u"text.link"_s, t.text.link},
        {u"text_disabled"_s, t.text.disabled},
        {u"border.subtle"_s, t.border.subtle},
        {u"border.default"_s, t.border.normal},
        {u"border.control"_s, t.border.control},
        {u"border.strong"_s, t.border.strong},
        {u"focus.ring"_s, t.focus.ring},
        {u"focus.gap"_s, t.focus.gap},
        {u"accent.base"_s, t.accent.base},
        {u"accent.hover"_s, t.accent.hover},
        {u"accent.pressed"_s, t.accent.pressed},
        {u"accent.soft"_s, t.accent.soft},
        {u"accent.on_soft"_s, t.accent.on_soft},
        {u"data.baseline"_s, t.data.baseline},
        {u"data.baseline_band"_s, t.data.baseline_band},
        {u"data.candidate"_s, t.data.candidate},
        {u"data.candidate_band"_s, t.data.candidate_band},
        {u"data.truth"_s, t.data.truth},
        {u"data.answers"_s, t.data.answers},
        {u"data.limit"_s, t.data.limit},
        {u"data.threshold"_s, t.data.threshold},
        {u"data.grid"_s, t.data.grid},
        {u"data.axis"_s, t.data.axis},
        {u"data.axis_text"_s, t.data.axis_text},
        {u"data.hatch_ink"_s, t.data.hatch_ink},
        {u"data.hatch_ground"_s, t.data.hatch_ground},
        {u"data.cursor"_s, t.data.cursor},
    };
    const std::pair<QString, Theme::Status> statuses[] = {{u"success"_s, t.success},
                                                          {u"caution"_s, t.caution},
                                                          {u"danger"_s, t.danger},
                                                          {u"info"_s, t.info},
                                                          {u"nodata"_s, t.nodata}};
    for (const auto& [name, status] : statuses) {
        all[name + u".mark"_s] = status.mark;
        all[name + u".text"_s] = status.text;
        all[name + u".soft"_s] = status.soft;
    }
    const auto list = [&all](const QString& name, const auto& colours) {
        for (std::size_t i = 0; i < colours.size(); ++i)
            all[name + u'.' + QString::number(i)] = colours[i];
    };
    list(u"series"_s, t.series);
    list(u"ramp"_s, t.ramp);
    list(u"ramp_ink"_s, t.ramp_ink);
    return all;
}

/// The leaves of a JSON tree, "surface.window" -> "#E9EDF1".
QMap<QString, QString> leaves(const QJsonValue& value, const QString& name = {}) {
    QMap<QString, QString> all;
    const QString prefix = name.isEmpty() ? name : name + u'.';
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto entry = object.begin(); entry != object.end(); ++entry)
            all.insert(leaves(entry.value(), prefix + entry.key()));
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            all.insert(leaves(array[i], prefix + QString::number(i)));
    } else {
        all[name] = value.toString();
    }
    return all;
}

/// Counts what it is told.
class Listener : public QWidget {
public:
    int palettes = 0;
    int fonts = 0;

protected:
    void changeEvent(QEvent* event) override {
        if (event->type() == QEvent::PaletteChange) ++palettes;
        if (event->type() == QEvent::FontChange) ++fonts;
        QWidget::changeEvent(event);
    }
};

const QList<std::pair<QString, ThemeName>> theme_names{
    {u"light"_s, ThemeName::light}, {u"dark"_s, ThemeName::dark}, {u"contrast"_s, ThemeName::contrast}};

} // namespace

class Theme_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() {
        apply_theme(ThemeChoice::light);
        set_reduced_motion(false);
    }

    void every_colour_is_the_file_s_data() {
        QTest::addColumn<int>("name");
        for (const auto& [key, name] : theme_names)
            QTest::newRow(qPrintable(key)) << static_cast<int>(name);
    }
    void every_colour_is_the_file_s() {
        QFETCH(int, name);
        const QString key = QString::fromUtf8(QTest::currentDataTag());
        const Theme& theme = theme_of(static_cast<ThemeName>(name));
        QCOMPARE(static_cast<int>(theme.name), name);
        QMap<QString, QString> ours;
        const auto colours = colours_of(theme);
        for (auto entry = colours.begin(); entry != colours.end(); ++entry)
            ours[entry.key()] = written(*entry);
        const auto expected = leaves(token_file()[u"themes"_s][key]);
        QVERIFY(expected.size() > 70);
        QCOMPARE(ours.keys(), expected.keys());
        for (auto entry = expected.begin(); entry != expected.end(); ++entry)
            QVERIFY2(ours[entry.key()] == *entry,
                     qPrintable(entry.key() + u": "_s + ours[entry.key()] + u" is not "_s + *entry));
    }

    void every_size_is_the_file_s() {
        const QJsonObject file = token_file();
        const auto of = [&file](const char* group, const char* key) {
            return file[QLatin1String(group)][QLatin1String(key)].toInt(-1);
        };
        const Sizes& s = sizes();
        const std::tuple<int, const char*, const char*> pairs[] = {
            {s.space, "space", "unit"},
            {s.card_padding, "space", "card_padding"},
            {s.card_gap, "space", "card_gap"},
            {s.page_margin, "space", "page_margin"},
            {s.dock_padding, "space", "dock_padding"},
            {s.field_gap, "space", "field_gap"},
            {s.control_height, "size", "control_height"},
            {s.min_target, "size", "min_target"},
            {s.icon, "size", "icon"},
            {s.icon_rail, "size", "icon_rail"},
            {s.menu_bar, "size", "menu_bar"},
            {s.run_bar, "size", "run_bar"},
            {s.status_bar, "size", "status_bar"},
            {s.page_head, "size", "page_head"},
            {s.rail, "size", "rail"},
            {s.lever_row, "size", "lever_row"},
            {s.table_row, "size", "table_row"},
            {s.tile_height, "size", "tile_height"},
            {s.radius_control, "radius", "control"},
            {s.radius_card, "radius", "card"},
            {s.radius_chip, "radius", "chip"},
            {s.focus_ring, "line", "focus_ring"},
            {s.focus_gap, "line", "focus_gap"},
            {s.rail_marker, "line", "rail_marker"},
        };
        for (const auto& [ours, group, key] : pairs) {
            QVERIFY2(ours == of(group, key), key);
            QVERIFY2(ours > 0, key);
        }
        const QJsonArray steps = file[u"type"_s][u"text_zoom_steps"_s].toArray();
        QCOMPARE(static_cast<qsizetype>(text_zoom_steps().size()), steps.size());
        for (qsizetype i = 0; i < steps.size(); ++i)
            QCOMPARE(text_zoom_steps()[static_cast<std::size_t>(i)], steps[i].toDouble());
    }

    void fonts_are_the_file_s_at_every_text_size_data() {
        QTest::addColumn<double>("zoom");
        for (const double zoom : text_zoom_steps())
            QTest::addRow("%d %%", qRound(100 * zoom)) << zoom;
    }
    void fonts_are_the_file_s_at_every_text_size() {
        QFETCH(double, zoom);
        apply_theme(ThemeChoice::light, zoom);
        QCOMPARE(text_zoom(), zoom);
        const std::pair<Type, QString> types[] = {{Type::display, u"display"_s},
                                                  {Type::page_title, u"page_title"_s},
                                                  {Type::tile_value, u"tile_value"_s},
                                                  {Type::chart_title, u"chart_title"_s},
                                                  {Type::section, u"section"_s},
                                                  {Type::body, u"body"_s},
                                                  {Type::body_strong, u"body_strong"_s},
                                                  {Type::caption, u"caption"_s},
                                                  {Type::axis, u"axis"_s},
                                                  {Type::code, u"code"_s}};
        const QJsonObject styles = token_file()[u"type"_s][u"styles"_s].toObject();
        QCOMPARE(static_cast<qsizetype>(std::size(types)), styles.size());
        for (const auto& [type, name] : types) {
            const QFont font = attune::ui::font(type);
            QCOMPARE(font.pointSizeF(), styles[name][u"size"_s].toDouble() * 0.75 * zoom);
            QCOMPARE(static_cast<int>(font.weight()), styles[name][u"weight"_s].toInt());
        }
        QCOMPARE(QApplication::font().pointSizeF(), attune::ui::font(Type::body).pointSizeF());
    }

    void text_is_set_in_inter() {
        // fonts-inter is a package the program depends on; a silent fallback would change every width.
        for (const Type type : {Type::body, Type::page_title, Type::caption}) {
            QCOMPARE(QFontInfo(attune::ui::font(type)).family(), u"Inter"_s);
            QCOMPARE(QRawFont::fromFont(attune::ui::font(type)).familyName().left(5), u"Inter"_s);
        }
        QVERIFY(QFontInfo(attune::ui::font(Type::code)).fixedPitch());
    }

    void body_text_is_thirteen_pixels_at_96_dots_per_inch() {
        QCOMPARE(QFontInfo(attune::ui::font(Type::body)).pixelSize(), 13);
    }

    void sizes_grow_with_text_but_never_shrink() {
        apply_theme(ThemeChoice::light, 1.5);
        QCOMPARE(scaled(16), 24);
        apply_theme(ThemeChoice::light, 0.9);
        QCOMPARE(scaled(16), 16);
    }

    void palette_speaks_in_tokens_data() { every_colour_is_the_file_s_data(); }
    void palette_speaks_in_tokens() {
        QFETCH(int, name);
        const Theme& t = theme_of(static_cast<ThemeName>(name));
        const QPalette palette = application_palette(t);
        const std::pair<QPalette::ColorRole, QColor> roles[] = {{QPalette::Window, t.surface.window},
                                                                {QPalette::WindowText, t.text.primary},
                                                                {QPalette::Base, t.surface.card},
                                                                {QPalette::AlternateBase, t.surface.sunken},
                                                                {QPalette::Text, t.text.primary},
                                                                {QPalette::PlaceholderText, t.text.muted},
                                                                {QPalette::Button, t.surface.card},
                                                                {QPalette::ButtonText, t.text.primary},
                                                                {QPalette::Highlight, t.accent.base},
                                                                {QPalette::HighlightedText, t.text.on_accent},
                                                                {QPalette::Link, t.text.link},
                                                                {QPalette::ToolTipBase, t.surface.tooltip},
                                                                {QPalette::ToolTipText, t.text.on_inverse},
                                                                {QPalette::Mid, t.border.normal},
                                                                {QPalette::Dark, t.border.control}};
        for (const auto& [role, colour] : roles)
            for (const auto group : {QPalette::Active, QPalette::Inactive})
                QCOMPARE(palette.color(group, role), colour);
        for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
            QCOMPARE(palette.color(QPalette::Disabled, role), t.text.disabled);
        const QPalette views = item_view_palette(t);
        for (const auto group : {QPalette::Active, QPalette::Inactive}) {
            QCOMPARE(views.color(group, QPalette::Highlight), t.surface.selected);
            QCOMPARE(views.color(group, QPalette::HighlightedText), t.text.primary);
        }
    }

    void item_views_get_their_own_palette() {
        apply_theme(ThemeChoice::dark);
        const QListView view;
        const QPushButton button;
        view.ensurePolished();
        button.ensurePolished();
        QCOMPARE(view.palette().color(QPalette::Highlight), theme().surface.selected);
        QCOMPARE(button.palette().color(QPalette::Highlight), theme().accent.base);
    }

    void a_change_at_run_time_tells_every_widget() {
        Listener parent;
        auto* child = new QLabel(u"words"_s, &parent);
        parent.show();
        QVERIFY(QTest::qWaitForWindowExposed(&parent));
        parent.palettes = parent.fonts = 0;
        apply_theme(ThemeChoice::dark, 1.0);
        QTRY_VERIFY(parent.palettes > 0);
        QCOMPARE(static_cast<int>(theme().name), static_cast<int>(ThemeName::dark));
        QTRY_COMPARE(child->palette().color(QPalette::WindowText), theme_of(ThemeName::dark).text.primary);
        apply_theme(ThemeChoice::dark, 1.5);
        QTRY_VERIFY(parent.fonts > 0);
        QTRY_COMPARE(child->font().pointSizeF(), 13 * 0.75 * 1.5);
    }

    void a_dressed_widget_keeps_its_clothes_through_changes() {
        QWidget ground;
        auto* label = new QLabel(u"words"_s, &ground);
        set_ground(ground, Ground::page);
        set_type(*label, Type::caption);
        set_ink(*label, Ink::muted);
        QCOMPARE(label->palette().color(QPalette::WindowText), theme_of(ThemeName::light).text.muted);
        apply_theme(ThemeChoice::dark, 2.0);
        QCOMPARE(label->palette().color(QPalette::WindowText), theme_of(ThemeName::dark).text.muted);
        QCOMPARE(label->palette().color(QPalette::Disabled, QPalette::WindowText),
                 theme_of(ThemeName::dark).text.disabled);
        QCOMPARE(label->font().pointSizeF(), 12 * 0.75 * 2.0);
        QCOMPARE(ground.palette().color(QPalette::Window), theme_of(ThemeName::dark).surface.page);
        // What lies on it inherits the ground.
        QCOMPARE(label->palette().color(QPalette::Window), theme_of(ThemeName::dark).surface.page);
    }

    void system_follows_the_lightness_of_the_desktop() {
        QPalette night;
        night.setColor(QPalette::Window, QColor(30, 30, 30));
        night.setColor(QPalette::WindowText, QColor(220, 220, 220));
        QVERIFY(is_dark(night));
        QPalette day;
        day.setColor(QPalette::Window, QColor(240, 240, 240));
        day.setColor(QPalette::WindowText, QColor(20, 20, 20));
        QVERIFY(!is_dark(day));
        // The offscreen platform's palette is a light one; a theme of our own before it must not deceive.
        apply_theme(ThemeChoice::dark);
        apply_theme(ThemeChoice::system);
        QCOMPARE(static_cast<int>(theme_choice()), static_cast<int>(ThemeChoice::system));
        QCOMPARE(static_cast<int>(theme().name), static_cast<int>(ThemeName::light));
        QCOMPARE(QApplication::palette().color(QPalette::Window), theme_of(ThemeName::light).surface.window);
    }

    void motion_is_reduced_when_asked() {
        QVERIFY(!reduced_motion());
        QVERIFY(QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0);
        set_reduced_motion(true);
        QCOMPARE(QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration), 0);
    }
};

ATTUNE_TEST(Theme_test);
#include "theme_test.moc"
