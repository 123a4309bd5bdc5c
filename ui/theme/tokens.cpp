#include "ui/theme/tokens.h"

#include "core/base/json.h"
#include "core/base/resources.h"

namespace attune::ui {
namespace {

/// "#RRGGBB" or "#RRGGBBAA"; Qt itself reads eight digits as alpha first.
QColor colour(const Json& value) {
    const QString text = QString::fromStdString(value.get<std::string>());
    const uint digits = text.mid(1).toUInt(nullptr, 16);
    if (text.size() == 7) return QColor::fromRgb(0xff000000U | digits);
    return QColor::fromRgba((digits >> 8U) | (digits << 24U));
}

QStringList strings(const Json& values) {
    QStringList list;
    for (const Json& value : values)
        list << QString::fromStdString(value.get<std::string>());
    return list;
}

Theme::Status status(const Json& part) {
    return {colour(part.at("mark")), colour(part.at("text")), colour(part.at("soft"))};
}

template <std::size_t Count>
std::array<QColor, Count> colours(const Json& values) {
    std::array<QColor, Count> list;
    for (std::size_t i = 0; i < Count; ++i)
        list[i] = colour(values.at(i));
    return list;
}

Theme read_theme(ThemeName name, const Json& json) {
    Theme theme;
    theme.name = name;
    const auto of = [&json](const char* group, const char* key) { return colour(json.at(group).at(key)); };
    theme.surface = {of("surface", "window"), of("surface", "rail"),     of("surface", "page"),
                     of("surface", "card"),   of("surface", "sunken"),   of("surface", "raised"),
                     of("surface", "hover"),  of("surface", "selected"), of("surface", "tooltip"),
                     of("surface", "inverse")};
    theme.text = {of("text", "primary"),           of("text", "secondary"),  of("text", "muted"),
                  of("text", "on_accent"),         of("text", "on_inverse"), of("text", "link"),
                  colour(json.at("text_disabled"))};
    theme.border = {of("border", "subtle"), of("border", "default"), of("border", "control"),
                    of("border", "strong")};
    theme.focus = {of("focus", "ring"), of("focus", "gap")};
    theme.accent = {of("accent", "base"), of("accent", "hover"), of("accent", "pressed"),
                    of("accent", "soft"), of("accent", "on_soft")};
    theme.success = status(json.at("success"));
    theme.caution = status(json.at("caution"));
    theme.danger = status(json.at("danger"));
    theme.info = status(json.at("info"));
    theme.nodata = status(json.at("nodata"));
    theme.data = {of("data", "baseline"),       of("data", "baseline_band"), of("data", "candidate"),
                  of("data", "candidate_band"), of("data", "truth"),         of("data", "answers"),
                  of("data", "limit"),          of("data", "threshold"),     of("data", "grid"),
                  of("data", "axis"),           of("data", "axis_text"),     of("data", "hatch_ink"),
                  of("data", "hatch_ground"),   of("data", "cursor")};
    theme.series = colours<5>(json.at("series"));
    theme.ramp = colours<7>(json.at("ramp"));
    theme.ramp_ink = colours<7>(json.at("ramp_ink"));
    return theme;
}

TypeToken read_type(const Json& style) {
    return {style.at("size").get<double>(), style.at("line").get<double>(), style.at("weight").get<int>(),
            style.value("family", std::string()) == "mono"};
}

Sizes read_sizes(const Json& json) {
    const Json& space = json.at("space");
    const Json& size = json.at("size");
    const Json& radius = json.at("radius");
    const Json& line = json.at("line");
    Sizes sizes;
    sizes.space = space.at("unit");
    sizes.card_padding = space.at("card_padding");
    sizes.card_gap = space.at("card_gap");
    sizes.page_margin = space.at("page_margin");
    sizes.dock_padding = space.at("dock_padding");
    sizes.field_gap = space.at("field_gap");
    sizes.control_height = size.at("control_height");
    sizes.min_target = size.at("min_target");
    sizes.icon = size.at("icon");
    sizes.icon_rail = size.at("icon_rail");
    sizes.menu_bar = size.at("menu_bar");
    sizes.run_bar = size.at("run_bar");
    sizes.status_bar = size.at("status_bar");
    sizes.page_head = size.at("page_head");
    sizes.rail = size.at("rail");
    sizes.lever_row = size.at("lever_row");
    sizes.table_row = size.at("table_row");
    sizes.tile_height = size.at("tile_height");
    sizes.radius_control = radius.at("control");
    sizes.radius_card = radius.at("card");
    sizes.radius_chip = radius.at("chip");
    sizes.focus_ring = line.at("focus_ring");
    sizes.focus_gap = line.at("focus_gap");
    sizes.rail_marker = line.at("rail_marker");
    return sizes;
}

Tokens read_tokens() {
    const std::string file = "styles/tokens.json";
    const auto bytes = find_resource(file);
    Q_ASSERT_X(bytes, "tokens", "the design tokens must be embedded");
    const auto json = parse_json(*bytes, file);
    Q_ASSERT_X(json, "tokens", "the design tokens must parse");
    Tokens all;
    const Json& themes = json->at("themes");
    all.themes = {read_theme(ThemeName::light, themes.at("light")),
                  read_theme(ThemeName::dark, themes.at("dark")),
                  read_theme(ThemeName::contrast, themes.at("contrast"))};
    const Json& type = json->at("type");
    const Json& styles = type.at("styles");
    const std::array names{"display", "page_title",  "tile_value", "chart_title", "section",
                           "body",    "body_strong", "caption",    "axis",        "code"};
    for (std::size_t i = 0; i < names.size(); ++i)
        all.types[i] = read_type(styles.at(names[i]));
    all.families = strings(type.at("family"));
    all.mono_families = strings(type.at("mono"));
    for (const Json& step : type.at("text_zoom_steps"))
        all.text_zoom_steps.push_back(step.get<double>());
    all.sizes = read_sizes(*json);
    return all;
}

} // namespace

const Tokens& tokens() {
    static const Tokens all = read_tokens();
    return all;
}

} // namespace attune::ui
