// What an answer is taken to mean: a versioned table from response over outcome to effect. Every response
// there is has exactly one row, and how much it changes is a lever of the policy: a stored answer, the
// version of the table and the policy say what was done with it.
#pragma once

#include "core/base/result.h"
#include "core/policy/policy.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attune {

/// Why somebody does not want an item, as a list offers it.
enum class Reason : std::uint8_t { topic, source, seen_it, too_expensive, quality, wrong_time };
constexpr int reason_count = 6;
std::string_view name(Reason reason);
std::optional<Reason> reason_named(std::string_view name);

/// Everything people can answer.
enum class Response : std::uint8_t {
    thumb_up,
    thumb_down,
    stars_1,
    stars_2,
    stars_3,
    stars_4,
    stars_5,
    reason_topic,
    reason_source,
    reason_seen_it,
    reason_too_expensive,
    reason_quality,
    reason_wrong_time,
    survey_1,
    survey_2,
    survey_3,
    survey_4,
    survey_5
};
constexpr int response_count = 18;
std::string_view name(Response response);
std::optional<Response> response_named(std::string_view name);
constexpr bool is_reason(Response response) {
    return response >= Response::reason_topic && response <= Response::reason_wrong_time;
}
/// How good an answer is, 0 to 1; nothing for reasons.
float goodness(Response response);
/// 1 .. 5.
constexpr Response stars_response(int stars) {
    return static_cast<Response>(static_cast<int>(Response::stars_1) + stars - 1);
}
constexpr Response reason_response(Reason reason) {
    return static_cast<Response>(static_cast<int>(Response::reason_topic) + static_cast<int>(reason));
}
/// 1 .. 5.
constexpr Response survey_response(int point) {
    return static_cast<Response>(static_cast<int>(Response::survey_1) + point - 1);
}

/// What an answer changes.
enum class AnswerEffect : std::uint8_t {
    none,
    item_value,           ///< what the item is worth to the person, nat
    category_weight,      ///< how much of the item's category is shown, nat
    price_weight,         ///< how much dear items are shown, nat for each e-fold of price
    time_weight,          ///< how much of the category is shown at this part of the day, nat
    satisfaction_estimate ///< what is known of people's satisfaction, 0 to 1; changes no slate
};
constexpr int answer_effect_count = 6;
std::string_view name(AnswerEffect effect);

struct AnnotationRow {
    std::string outcome; ///< the measurable outcome the response stands for
    AnswerEffect effect = AnswerEffect::none;
    float size = 0; ///< of an estimate; what other effects come to is the policy's (answer_size)
    bool operator==(const AnnotationRow&) const = default;
};

struct Annotation {
    int version = 0;
    std::array<AnnotationRow, response_count> rows;
    const AnnotationRow& of(Response response) const { return rows[static_cast<std::size_t>(response)]; }
    bool operator==(const Annotation&) const = default;
};

/// Reads a table. Refused, with file and line: responses and effects that are not known, a response without a
/// row or with two, an estimate out of range, a size where a lever has it, a response with the effect of
/// another kind.
Result<Annotation> parse_annotation(std::string_view text, const std::string& file);
std::string annotation_to_json(const Annotation& annotation);

/// How much a response changes under a policy, in the unit of its effect (nat); 0 for surveys, which change
/// no slate. Levers "answers.<response>".
float answer_size(const Policy& policy, Response response);

/// The one that ships with the program (resources/annotation/answers.json).
const Annotation& shipped_annotation();

} // namespace attune
