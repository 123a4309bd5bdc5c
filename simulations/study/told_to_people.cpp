#include "simulations/study/told_to_people.h"

#include "core/consent/disclosure.h"
#include "core/recommender/deescalation/conversation.h"
#include "core/recommender/feedback/annotation.h"
#include "core/recommender/prompting/prompt.h"

namespace attune {
namespace {

constexpr std::size_t shown_hash = 12; ///< digits, enough to compare by eye

Signal signal_of_form(Channel channel) {
    switch (channel) {
    case Channel::thumb:
        break;
    case Channel::stars:
        return Signal::stars;
    case Channel::survey:
        return Signal::survey;
    }
    return Signal::thumb;
}

std::vector<std::string> answers_of(Channel channel, const Text& text) {
    if (channel == Channel::thumb) return {text.get("told.thumb.up"), text.get("told.thumb.down")};
    std::vector<std::string> points;
    for (int point = 1; point <= 5; ++point)
        points.push_back(std::to_string(point));
    return points;
}

/// What answers an overt sign of dissatisfaction: the words for the usual case.
ToldPlace offer(const Policy& policy, const ConsentMatrix& matrix, const Text& text) {
    const std::string style(name(static_cast<CopyStyle>(policy.copy_style)));
    ToldPlace place{
        .title = text.get("told.offer"),
        .words = {text.get("copy.ack." + style + ".disinterest", {{"topic", text.get("told.topic")}})},
        .choices = {},
        .use = use_statement(matrix, Signal::not_interested, text),
        .proof = {}};
    for (const char* choice : {"fewer", "switch", "pause", "decline", "stop"})
        place.choices.push_back(text.get("copy.choice." + std::string(choice)));
    return place;
}

/// The same where the topic is not well known of the person.
ToldPlace unsure_offer(const Policy& policy, const ConsentMatrix& matrix, const Text& text) {
    ToldPlace place = offer(policy, matrix, text);
    place.title = text.get("told.offer_unsure");
    place.words = {text.get("copy.ack.unsure")};
    return place;
}

/// The question where nothing fits and no topic is to blame.
ToldPlace direction(const Policy& policy, const ConsentMatrix& matrix, const Text& text) {
    const std::string style(name(static_cast<CopyStyle>(policy.copy_style)));
    ToldPlace place{.title = text.get("told.direction"),
                    .words = {text.get("copy.ack." + style + ".misalignment")},
                    .choices = {},
                    .use = use_statement(matrix, Signal::search, text),
                    .proof = {}};
    for (const char* choice : {"cheaper", "bolder", "later", "decline", "stop"})
        place.choices.push_back(text.get("copy.choice." + std::string(choice)));
    return place;
}

std::vector<ToldPlace> questions(const Policy& policy, const ConsentMatrix& matrix, const Text& text) {
    std::vector<ToldPlace> places;
    if (!policy.prompts) return places;
    const Prompt prompt(Trigger::pause, policy, policy.reason_after);
    const auto channel = std::string(name(prompt.channel));
    ToldPlace question{.title = text.get("told.question"),
                       .words = {},
                       .choices = answers_of(prompt.channel, text),
                       .use = use_statement(matrix, signal_of_form(prompt.channel), text),
                       .proof = {}};
    if (prompt.channel == Channel::survey)
        for (int q = 1; q <= prompt.questions; ++q)
            question.words.push_back(text.get("copy.ask.survey_" + std::to_string(q)));
    else
        question.words.push_back(text.get("copy.ask." + channel));
    places.push_back(std::move(question));
    if (!prompt.asks_reason) return places;
    ToldPlace why{.title = text.get("told.why"),
                  .words = {text.get("copy.ask.reason")},
                  .choices = {},
                  .use = use_statement(matrix, Signal::reason, text),
                  .proof = {}};
    for (int r = 0; r < reason_count; ++r)
        why.choices.push_back(text.get("copy.choice.reason_" + std::string(name(static_cast<Reason>(r)))));
    places.push_back(std::move(why));
    if (!prompt.own_words) return places;
    places.push_back({.title = text.get("told.own_words"),
                      .words = {text.get("copy.ask.own_words")},
                      .choices = {},
                      .use = use_statement(matrix, Signal::free_text, text),
                      .proof = {}});
    return places;
}

} // namespace

std::vector<ToldPlace> told_to_people(const Policy& policy, const ConsentMatrix& matrix,
                                      std::span<const Notice> notices, const Text& text) {
    std::vector<ToldPlace> places = questions(policy, matrix, text);
    if (policy.deescalation && policy.conversation) {
        places.push_back(offer(policy, matrix, text));
        places.push_back(unsure_offer(policy, matrix, text));
        if (policy.ask_direction) places.push_back(direction(policy, matrix, text));
    }
    const auto n = static_cast<std::size_t>(policy.notice);
    if (n < notices.size()) {
        const Notice& notice = notices[n];
        places.push_back({.title = text.get("told.notice"),
                          .words = notice.text,
                          .choices = {},
                          .use = {},
                          .proof = text.get("told.proof", {{"id", notice.id},
                                                           {"version", std::to_string(notice.version)},
                                                           {"hash", notice.sha256.substr(0, shown_hash)}})});
    }
    return places;
}

} // namespace attune
