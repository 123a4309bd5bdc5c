#include "simulations/engine/trail_order.h"

namespace attune {

void TrailOrder::settle(TrailEvent& event) {
    const auto purpose = static_cast<std::size_t>(event.purpose);
    switch (event.kind) {
    case TrailKind::consent:
        permits_[event.person.value][purpose] = permits(event.to) ? next_ : 0;
        break;
    case TrailKind::read:
        if (event.decision == Decision::allowed) event.relies_on = permits_[event.person.value][purpose];
        break;
    case TrailKind::derived:
    case TrailKind::slate:
    case TrailKind::adjusted:
    case TrailKind::undone:
        event.relies_on = permits_[event.person.value][purpose];
        break;
    case TrailKind::trained:
        event.relies_on = next_ - 1;
        break;
    default:
        break;
    }
    ++next_;
}

void TrailOrder::hand_on(Witness& witness, const TrailSink& sink) {
    witness.take([&](std::span<TrailEvent> lines) {
        for (TrailEvent& line : lines)
            settle(line);
        sink(lines);
    });
}

} // namespace attune
