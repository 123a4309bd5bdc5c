#include "simulations/report/lab_parts.h"
#include "simulations/report/markup.h"
#include "simulations/report/voices.h"

#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr std::size_t longest_name = 24;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

bool is_known(const std::optional<MetricValue>& value) {
    return value && std::isfinite(value->value);
}

bool is_shown(Claim claim) {
    return claim == Claim::better || claim == Claim::worse || claim == Claim::higher || claim == Claim::lower;
}

/// The last line of the tile: "+0.04 ± 0.01", or why there is none. An interval that covers zero is written
/// too: the tile draws it without a direction.
std::string change_words(const Figure& figure, const Text& text) {
    if (is_shown(figure.claim) || figure.claim == Claim::unclear) {
        const MetricValue& d = *figure.difference;
        return text.get(figure.style.kind == NumberKind::share ? "lab.change.points" : "lab.change.plain",
                        {{"difference", signed_figure(d.value, figure.style)},
                         {"half", figure_text((d.upper - d.lower) / 2, figure.style, text)}});
    }
    return text.get("lab.change." + std::string(key_of(direction_of(figure))));
}

/// The same as it is read aloud: "0.04 better than default".
std::string change_spoken(const Figure& figure, const ReportView& view) {
    std::string_view key;
    switch (figure.claim) {
    case Claim::better:
        key = "better";
        break;
    case Claim::worse:
        key = "worse";
        break;
    case Claim::higher:
        key = "higher";
        break;
    case Claim::lower:
        key = "lower";
        break;
    case Claim::unclear:
        key = "unclear";
        break;
    case Claim::equal:
        key = "equal";
        break;
    case Claim::no_interval:
    case Claim::missing:
        return change_words(figure, view.text);
    }
    return view.text.get("lab.said." + std::string(key),
                         {{"amount", amount_text(figure.difference->value, figure.style, view.text)},
                          {"baseline", view.baseline()}});
}

std::string definition_of(const std::string& key, const Text& text) {
    const MetricSpec* spec = find_metric(key);
    const Seen seen = spec ? spec->seen : Seen::behaviour;
    return text.get("lab.definition", {{"why", text.get("metric." + key + ".why")},
                                       {"seen", text.get(seen == Seen::truth     ? "lab.seen.truth"
                                                         : seen == Seen::answers ? "lab.seen.answers"
                                                                                 : "lab.seen.behaviour")},
                                       {"source", spec ? spec->source : std::string()}});
}

LabTile tile_of(const LabSource& source, const Figure& figure, std::string name) {
    const ReportView& view = source.view;
    const Text& text = view.text;
    const bool known = is_known(figure.value);
    LabTile tile;
    tile.key = figure.key;
    tile.name = shortened(name, longest_name);
    tile.value_words = figure_text(known ? figure.value->value : nothing, figure.style, text);
    if (known && figure.style.kind == NumberKind::share) tile.unit = text.get("lab.unit.percent");
    tile.strip.value = known ? figure.value->value : nothing;
    tile.strip.lower = known ? figure.value->lower : nothing;
    tile.strip.upper = known ? figure.value->upper : nothing;
    if (is_known(figure.baseline)) tile.strip.baseline = figure.baseline->value;
    tile.claim = known ? figure.claim : Claim::missing;
    tile.up = is_shown(tile.claim) && figure.difference->lower > 0;
    tile.change_words = known ? change_words(figure, text) : text.get("lab.change.missing");
    tile.definition = definition_of(figure.key, text);
    const MetricSpec* spec = figure.spec;
    tile.sentiment = spec && spec->sentiment;
    tile.long_term = spec && spec->long_term;
    tile.spoken = known
                      ? text.get("lab.spoken.value", {{"name", tile.name},
                                                      {"value", view.value_words(figure)},
                                                      {"change", change_spoken(figure, view)}})
                      : text.get("lab.spoken.nothing", {{"name", tile.name}, {"change", tile.change_words}});
    return tile;
}

LabTile satisfaction_tile(const LabSource& source) {
    const ReportView& view = source.view;
    const Text& text = view.text;
    const Figure truth = view.figure("satisfaction_true");
    const Figure answers = view.figure("satisfaction_answers");
    LabTile tile = tile_of(source, truth, text.get("lab.tile.satisfaction_true"));
    tile.definition =
        text.get("lab.definition.beside",
                 {{"definition", tile.definition}, {"answers", definition_of("satisfaction_answers", text)}});
    const std::string change = is_known(truth.value) ? change_spoken(truth, view) : tile.change_words;
    for (const std::string& sentence : voices_sentences(view))
        tile.definition += " " + sentence;
    if (is_known(answers.value)) {
        tile.answers_words = view.value_words(answers);
        tile.strip.answers =
            TileStrip::Answers{answers.value->value, answers.value->lower, answers.value->upper};
        tile.spoken = text.get("lab.spoken.satisfaction", {{"name", tile.name},
                                                           {"value", view.value_words(truth)},
                                                           {"answers", tile.answers_words},
                                                           {"change", change}});
    } else if (is_known(truth.value)) {
        tile.spoken = text.get("lab.spoken.truth",
                               {{"name", tile.name}, {"value", view.value_words(truth)}, {"change", change}});
    }
    return tile;
}

LabTile exposure_tile(const LabSource& source) {
    const ReportView& view = source.view;
    const std::vector<std::string> providers = view.providers();
    if (providers.empty())
        return tile_of(source, view.figure("exposure_share"), view.text.get("lab.tile.exposure_share"));
    const std::string group = "provider=" + providers.front();
    return tile_of(source, view.figure("exposure_share", group), view.group_title(group));
}

/// Who left is only known after 30 days; before that, who came back after a week says most about it. Where
/// even that is not known the tile stays and says so: a long-term tile never gives way to a short-term one.
LabTile staying_tile(const LabSource& source) {
    const ReportView& view = source.view;
    for (const char* key : {"churn_30d", "retention_7d"}) {
        const Figure figure = view.figure(key);
        if (is_known(figure.value))
            return tile_of(source, figure, view.text.get("lab.tile." + std::string(key)));
    }
    LabTile tile = tile_of(source, view.figure("churn_30d"), view.text.get("lab.tile.churn_30d"));
    if (source.days() < days_needed("churn_30d")) tile.change_words = view.text.get("lab.change.days");
    tile.spoken = view.text.get("lab.spoken.nothing", {{"name", tile.name}, {"change", tile.change_words}});
    return tile;
}

} // namespace

std::vector<LabTile> make_lab_tiles(const LabSource& source) {
    const ReportView& view = source.view;
    const auto plain = [&](const std::string& key) {
        return tile_of(source, view.figure(key), view.text.get("lab.tile." + key));
    };
    std::vector<LabTile> tiles = {satisfaction_tile(source), exposure_tile(source), staying_tile(source),
                                  plain("prompts_per_user_week"), plain("ctr_slate")};
    for (LabTile& tile : tiles) {
        if (source.state.preview) tile.spoken = view.text.get("lab.spoken.preview", {{"words", tile.spoken}});
        tile.strip.head = {"tile-" + tile.key, tile.name, {}, tile.spoken, false};
    }
    return tiles;
}

} // namespace attune
