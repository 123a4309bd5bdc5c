// The one event schema: what a server could log. The engine hands these out in block order after each day;
// files, audits and oracles read nothing else.
#pragma once

#include "core/base/ids.h"
#include "core/consent/status.h"
#include "core/recommender/deescalation/episode.h"
#include "core/recommender/deescalation/evidence.h"
#include "core/recommender/feedback/feedback.h"
#include "core/recommender/prompting/prompt.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace attune {

enum class LoggedKind : std::uint8_t {
    consent,
    session,
    impression,
    feedback,
    prompt,
    answer,
    opt_out,
    conversion,
    opt_in,
    mute,
    search,
    complaint,
    reason,
    own_words, ///< a reason read on the device from what was written, or none
    offer,     ///< after an overt sign of dissatisfaction, with what was chosen
    promise,   ///< one whose time has come
    episode,   ///< a category of this person is in another state of the answer to dissatisfaction
    direction, ///< the question which way to go, where nothing fits, with what was chosen
    basis      ///< one of the signs that an episode which has just opened rests on
};

/// Stands for the slate as a whole, where a prompt or an answer is about no item.
constexpr ItemId no_item{0xFFFFFFFFU};

/// One consent screen, visit to the settings or lapse: where every purpose stands after it.
struct LoggedConsent {
    ConsentMethod method = ConsentMethod::notice;
    std::uint8_t notice = 0;
    std::array<ConsentStatus, purpose_count> status{};
    std::uint16_t conflicts =
        0; ///< purposes about which the choice and a global signal disagree, one bit each
    bool permits(Purpose purpose) const { return attune::permits(status[static_cast<std::size_t>(purpose)]); }
    bool operator==(const LoggedConsent&) const = default;
};

struct LoggedEvent {
    LoggedKind kind = LoggedKind::session;
    UserId user{};
    std::uint32_t visit = 0;
    double hours = 0;
    std::uint32_t slate =
        0;                  ///< of this person, from 0; not for consent, session, conversion, opt_out, opt_in
    ItemId item{};          ///< impression, feedback, prompt, answer, conversion, mute
    std::uint8_t rank = 0;  ///< impression
    std::int32_t score = 0; ///< impression, in 2^-24 nat
    float propensity = 0;   ///< impression: see Slate::propensity
    std::uint32_t model_version = 0; ///< impression
    FeedbackKind feedback = FeedbackKind::picked;
    Trigger trigger = Trigger::pause;          ///< prompt
    Channel channel = Channel::thumb;          ///< prompt, and opt_out of one form
    bool all_forms = true;                     ///< opt_out
    Response response = Response::thumb_up;    ///< answer, reason, own_words
    bool understood = true;                    ///< own_words: a reason was found; complaint likewise
    Pattern pattern = Pattern::disinterest;    ///< offer, promise, episode; complaint: what the device read
    OfferChoice choice = OfferChoice::decline; ///< offer
    CategoryId category{};                     ///< offer, promise: what shall become rarer; episode, basis
    Evidence evidence = Evidence::passed_over; ///< basis
    bool kept = false;                         ///< promise
    /// episode; watch stands for a weight that was lowered by itself
    LoopState from = LoopState::stable, to = LoopState::stable;
    std::uint64_t key = 0; ///< feedback: the client's key
    float value = 0; ///< feedback: depth; session: minutes; offer: the share promised; promise: what came;
                     ///< basis: nats
    LoggedConsent consent{};  ///< consent
    std::uint32_t slates = 0; ///< session: slates seen; offer: visits of the promise, 0 = none
};

using EventSink = std::function<void(std::span<const LoggedEvent>)>;

/// One JSON object on one line, without the line end. Users and items are numbers of this run.
std::string to_json_line(const LoggedEvent& event);

} // namespace attune
