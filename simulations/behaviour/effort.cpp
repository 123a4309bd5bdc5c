#include "simulations/behaviour/effort.h"

namespace attune {
namespace {

constexpr float decide = 1.35F;        ///< seconds, operator M
constexpr float tap = 1.1F + 0.2F;     ///< seconds, operators P and K
constexpr float word = 60.0F / 200.0F; ///< seconds; behaviour model 3.13: 150 to 240 words a minute
constexpr int question_words = 6, statement_words = 12, reason_words = 12;
/// Seconds: 36 words a minute on a phone (Palin et al., How do people type on mobile devices?, MobileHCI
/// 2019).
constexpr float typed_word = 60.0F / 36.0F;
constexpr float passing = 0.5F; ///< of a question is read by those who pass it by

/// One thing to read and to act on, or to leave.
Effort step(int words, bool acted, PromptPlace place) {
    const float reading = static_cast<float>(words) * word;
    if (acted) return {1, reading + decide + tap};
    // What covers the items has to be got rid of; what stands below them is passed by.
    if (place != PromptPlace::below) return {1, reading + decide + tap};
    return {0, passing * reading};
}

Effort operator+(const Effort& a, const Effort& b) {
    return {a.taps + b.taps, a.seconds + b.seconds};
}

} // namespace

Effort effort_of(const Prompt& prompt, bool answered, bool why, bool reason, float slowness, int written) {
    const int words = prompt.channel == Channel::survey ? statement_words : question_words;
    Effort all = step(words, answered, prompt.place);
    for (int more = 1; answered && more < prompt.questions; ++more)
        all = all + step(words, true, prompt.place);
    if (why) all = all + step(reason_words, reason, prompt.place);
    if (written > 0) all = all + Effort{1, decide + static_cast<float>(written) * typed_word + tap};
    return {all.taps, all.seconds * slowness};
}

Effort tour_effort(int thumbs, float slowness) {
    Effort all = step(question_words, thumbs > 0, PromptPlace::below);
    for (int more = 1; more < thumbs; ++more)
        all = all + Effort{1, decide + tap};
    return {all.taps, all.seconds * slowness};
}

} // namespace attune
