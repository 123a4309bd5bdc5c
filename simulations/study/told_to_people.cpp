#include "simulations/study/told_to_people.h"

#include "core/consent/disclosure.h"
#include "core/recommender/feedback/annotation.h"
#include "core/recommender/prompting/prompt.h"
#include "simulations/study/offer_words.h"

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

/// An offer as it stands on a screen, in the style that has a basis there.
ToldPlace offer_place(const char* title, Offer offer, const Policy& policy, Signal answers,
                      const ConsentMatrix& matrix, const Text& text, Surface surface = Surface::phone) {
    const bool of_item = offer.pattern != Pattern::misalignment;
    offer.style =
        backed_style(static_cast<CopyStyle>(policy.copy_style), offer.pattern, of_item, offer.little_known);
    if (of_item) offer.other = CategoryId(1); // some other
    ToldPlace place{.title = text.get(title),
                    .words = {},
                    .choices = {},
                    .use = use_statement(matrix, answers, text),
                    .proof = {}};
    const auto words = offer_words(offer, text.get("told.topic"), surface, AskMoment::Kind::slate_over, text);
    if (!words) return place;
    place.words.push_back(words->words);
    for (const OfferButton& button : words->buttons)
        place.choices.push_back(button.words);
    return place;
}

/// What is said at once about a no, which can be taken back.
ToldPlace confirmation(const Policy& policy, const Text& text) {
    ToldPlace place{.title = text.get("told.confirmed"), .words = {}, .choices = {}, .use = {}, .proof = {}};
    if (auto words = confirmation_words(FeedbackKind::not_interested, 0, policy, true, text))
        place.words.push_back(std::move(*words));
    place.choices.push_back(text.get("copy.choice.undo"));
    return place;
}

/// What is said after "fewer like this", with figures as they might be.
ToldPlace after_choice(const Policy& policy, const Text& text) {
    const Answered answered{
        .choice = OfferChoice::fewer,
        .weight_change = -static_cast<float>(policy.step),
        .promise = {.level = 0.06F, .visits = policy.say_when ? std::uint8_t{3} : std::uint8_t{0}},
        .share_before = 0.12F,
        .share_after = 0.05F};
    return {.title = text.get("told.after_choice"),
            .words = {after_choice_words(answered, text.get("told.topic"), {}, policy, text)},
            .choices = {text.get("copy.choice.undo")},
            .use = {},
            .proof = {}};
}

void add_offers(std::vector<ToldPlace>& places, const Policy& policy, const ConsentMatrix& matrix,
                const Text& text) {
    const Signal no = Signal::not_interested;
    places.push_back(confirmation(policy, text));
    places.push_back(offer_place("told.offer", {}, policy, no, matrix, text));
    places.push_back(
        offer_place("told.offer_again", {.pattern = Pattern::frustration}, policy, no, matrix, text));
    places.push_back(offer_place("told.offer_unsure", {.little_known = true}, policy, no, matrix, text));
    places.push_back(offer_place("told.offer_spoken", {}, policy, no, matrix, text, Surface::spoken));
    if (policy.ask_direction)
        places.push_back(offer_place("told.direction", {.pattern = Pattern::misalignment}, policy,
                                     Signal::search, matrix, text));
    places.push_back(after_choice(policy, text));
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
    if (policy.deescalation && policy.conversation) add_offers(places, policy, matrix, text);
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
