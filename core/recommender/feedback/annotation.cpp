#include "core/recommender/feedback/annotation.h"

#include "core/base/json.h"
#include "core/base/named.h"
#include "core/base/resources.h"

#include <cassert>

namespace attune {
namespace {

constexpr std::array<std::string_view, reason_count> reason_names = {
    "topic", "source", "seen_it", "too_expensive", "quality", "wrong_time"};
constexpr std::array<std::string_view, response_count> response_names = {"thumb_up",
                                                                         "thumb_down",
                                                                         "stars_1",
                                                                         "stars_2",
                                                                         "stars_3",
                                                                         "stars_4",
                                                                         "stars_5",
                                                                         "reason_topic",
                                                                         "reason_source",
                                                                         "reason_seen_it",
                                                                         "reason_too_expensive",
                                                                         "reason_quality",
                                                                         "reason_wrong_time",
                                                                         "survey_1",
                                                                         "survey_2",
                                                                         "survey_3",
                                                                         "survey_4",
                                                                         "survey_5"};
constexpr std::array<std::string_view, answer_effect_count> effect_names = {
    "none", "item_value", "category_weight", "price_weight", "time_weight", "satisfaction_estimate"};
/// In the order of Response, as far as there are any.
constexpr std::array<double Policy::*, 13> answer_levers = {&Policy::answer_thumb_up,
                                                            &Policy::answer_thumb_down,
                                                            &Policy::answer_stars_1,
                                                            &Policy::answer_stars_2,
                                                            &Policy::answer_stars_3,
                                                            &Policy::answer_stars_4,
                                                            &Policy::answer_stars_5,
                                                            &Policy::answer_reason_topic,
                                                            &Policy::answer_reason_source,
                                                            &Policy::answer_reason_seen_it,
                                                            &Policy::answer_reason_too_expensive,
                                                            &Policy::answer_reason_quality,
                                                            &Policy::answer_reason_wrong_time};
static_assert(answer_levers.size() == static_cast<std::size_t>(Response::survey_1));

bool is_survey(Response response) {
    return response >= Response::survey_1;
}

class Reader {
public:
    Reader(std::string_view text, const std::string& file)
        : text_(text)
        , file_(file) {}

    Result<Annotation> read(const Json& document) {
        Annotation annotation;
        const Json version = document.value("version", Json());
        if (!version.is_number_integer() || version.get<std::int64_t>() < 1)
            return wrong("the version of the table is missing or not a whole number", "version");
        annotation.version = static_cast<int>(version.get<std::int64_t>());
        const Json rows = document.value("rows", Json());
        if (!rows.is_array()) return wrong("the table has no rows", "rows");
        std::array<bool, response_count> seen{};
        for (const Json& row : rows)
            if (auto read = read_row(row, annotation, seen); !read) return pass_on(read);
        for (std::size_t r = 0; r < seen.size(); ++r)
            if (!seen[r])
                return wrong("the response '" + std::string(response_names[r]) + "' has no row", "rows",
                             "Every answer must mean something; \"none\" is an effect too");
        return annotation;
    }

private:
    tl::unexpected<Error> wrong(const std::string& what, std::string_view key,
                                std::string remedy = {}) const {
        return fail(ErrorCode::bad_input, what, at_key(file_, text_, key), std::move(remedy));
    }
    /// Points at the row, by its response.
    tl::unexpected<Error> wrong_row(const std::string& what, const std::string& response) const {
        const std::size_t at = text_.find('"' + response + '"');
        std::size_t line = 1;
        for (std::size_t i = 0; i < std::min(at, text_.size()); ++i)
            line += text_[i] == '\n' ? 1U : 0U;
        return fail(ErrorCode::bad_input, what, file_ + ":" + std::to_string(line));
    }

    Status read_row(const Json& row, Annotation& annotation, std::array<bool, response_count>& seen) const {
        if (!row.is_object()) return wrong("a row of the table is not an object", "rows");
        for (const auto& [key, value] : row.items())
            if (key != "response" && key != "outcome" && key != "effect" && key != "size")
                return wrong("a row has no '" + excerpt(key) + "'", key);
        const auto text = [&](const char* key) {
            const Json value = row.value(key, Json());
            return value.is_string() ? value.get<std::string>() : std::string();
        };
        const std::string word = text("response");
        const auto response = find_named<Response>(response_names, word);
        if (!response) return wrong_row("there is no response '" + excerpt(word) + "'", word);
        const auto r = static_cast<std::size_t>(*response);
        if (seen[r]) return wrong_row("the response '" + word + "' has two rows", word);
        seen[r] = true;
        const auto effect = find_named<AnswerEffect>(effect_names, text("effect"));
        if (!effect) return wrong_row("'" + word + "' has no known effect", word);
        if (text("outcome").empty()) return wrong_row("'" + word + "' has no outcome", word);
        const Json size = row.value("size", Json());
        const bool estimate = *effect == AnswerEffect::satisfaction_estimate;
        if (!estimate && !size.is_null())
            return wrong_row(
                "'" + word + "' has a size; that is the lever 'answers." + word + "' of a policy", word);
        if (estimate && (!size.is_number() || !(size.get<double>() >= 0) || !(size.get<double>() <= 1)))
            return wrong_row("the size of '" + word + "' is not a number from 0 to 1", word);
        if (estimate != is_survey(*response) && *effect != AnswerEffect::none)
            return wrong_row(is_survey(*response)
                                 ? "'" + word + "' is about satisfaction and can change no slate"
                                 : "'" + word + "' is about an item, not about satisfaction",
                             word);
        annotation.rows[r] = {text("outcome"), *effect, estimate ? size.get<float>() : 0.0F};
        return {};
    }

    std::string_view text_;
    const std::string& file_;
};

} // namespace

std::string_view name(Reason reason) {
    return name_in(reason_names, reason);
}

std::optional<Reason> reason_named(std::string_view name) {
    return find_named<Reason>(reason_names, name);
}

std::string_view name(Response response) {
    return name_in(response_names, response);
}

std::optional<Response> response_named(std::string_view name) {
    return find_named<Response>(response_names, name);
}

float goodness(Response response) {
    constexpr float steps = 4.0F; // of a scale of five
    if (response == Response::thumb_up) return 1;
    if (response >= Response::survey_1)
        return static_cast<float>(static_cast<int>(response) - static_cast<int>(Response::survey_1)) / steps;
    if (response >= Response::stars_1 && response <= Response::stars_5)
        return static_cast<float>(static_cast<int>(response) - static_cast<int>(Response::stars_1)) / steps;
    return 0;
}

std::string_view name(AnswerEffect effect) {
    return name_in(effect_names, effect);
}

Result<Annotation> parse_annotation(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    if (!document->is_object() || document->value("attune", Json()) != "annotation")
        return fail(ErrorCode::bad_input, "this is not an annotation table", file,
                    R"(It must say "attune": "annotation")");
    for (const auto& [key, value] : document->items())
        if (key != "attune" && key != "version" && key != "rows")
            return fail(ErrorCode::bad_input, "the table has no '" + excerpt(key) + "'",
                        at_key(file, text, key));
    return Reader(text, file).read(*document);
}

std::string annotation_to_json(const Annotation& annotation) {
    Json rows = Json::array();
    for (int r = 0; r < response_count; ++r) {
        const AnnotationRow& row = annotation.of(static_cast<Response>(r));
        Json one = {{"response", name(static_cast<Response>(r))},
                    {"outcome", row.outcome},
                    {"effect", name(row.effect)}};
        if (row.effect == AnswerEffect::satisfaction_estimate) one["size"] = row.size;
        rows.push_back(std::move(one));
    }
    return Json{{"attune", "annotation"}, {"version", annotation.version}, {"rows", rows}}.dump(2) + "\n";
}

float answer_size(const Policy& policy, Response response) {
    const auto r = static_cast<std::size_t>(response);
    return r < answer_levers.size() ? static_cast<float>(policy.*answer_levers[r]) : 0.0F;
}

const Annotation& shipped_annotation() {
    static const Annotation annotation = [] {
        constexpr std::string_view path = "annotation/answers.json";
        const auto text = find_resource(path);
        assert(text && "the annotation table must ship");
        auto parsed = parse_annotation(text.value_or(""), std::string(path));
        assert(parsed && "the shipped annotation table must parse");
        return parsed ? std::move(*parsed) : Annotation{};
    }();
    return annotation;
}

} // namespace attune
