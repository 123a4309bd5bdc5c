// Every episode of one run as a line that can be read: what set it off, what was offered and chosen, what was
// promised, whether that was kept, and where it stands. From the log alone.
#pragma once

#include "simulations/engine/event_log.h"
#include "simulations/population/world_data.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace attune {

/// What a person did that an episode began with.
enum class EpisodeSign : std::uint8_t { not_interested, thumb_down, few_stars, mute, reason };
std::string_view name(EpisodeSign sign);

struct EpisodeTold {
    UserId user{};
    CategoryId category{};
    double opened = 0;  ///< hours
    double changed = 0; ///< hours, of the last thing that happened in it
    EpisodeSign sign = EpisodeSign::reason;
    LoopState state = LoopState::acknowledge; ///< the last one that was entered, before it closed
    bool closed = false;
    bool withdrawn = false; ///< it closed with the consent
    bool forgotten = false; ///< ... with the visit, for which alone there was a consent
    struct Offered {
        Pattern pattern = Pattern::disinterest;
        OfferChoice choice = OfferChoice::decline;
        float share = 0;          ///< promised to be the most
        std::uint32_t visits = 0; ///< ... within; 0: nothing was promised
    };
    std::optional<Offered> offered; ///< nothing: no moment came
    std::optional<bool> kept;       ///< nothing: not promised, or not due yet
    std::vector<Sign> basis;        ///< what spoke most against the category when it opened
};

class LoopDiary {
public:
    LoopDiary() = default;
    LoopDiary(const Catalogue& catalogue, int users);

    void take(std::span<const LoggedEvent> events);

    /// In the order of their beginning, person by person within a day's block.
    const std::vector<EpisodeTold>& episodes() const { return episodes_; }
    /// The last ones by when something happened in them, the newest first; at most so many.
    std::vector<EpisodeTold> latest(std::size_t most) const;

private:
    struct Now {
        bool consents = false;
        std::array<EpisodeSign, max_categories> sign{};
        std::optional<LoggedEvent> offer; ///< until the step to "clarify", which is logged after it
        std::vector<std::size_t> open;    ///< of episodes_
    };

    void close_all(Now& now, double hours, bool EpisodeTold::*why);
    EpisodeTold* open_of(Now& now, CategoryId category);
    void sign(const LoggedEvent& event);
    void step(Now& now, const LoggedEvent& event);

    const Catalogue* catalogue_ = nullptr;
    std::vector<Now> now_; ///< by person
    std::vector<EpisodeTold> episodes_;
};

} // namespace attune
