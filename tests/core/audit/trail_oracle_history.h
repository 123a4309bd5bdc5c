// What stood before an event of one person, found by looking back over all that happened to them.
#pragma once

#include "core/audit/trail_rules.h"

#include <algorithm>
#include <set>
#include <vector>

namespace attune::test {

class OracleHistory {
public:
    using History = std::vector<const audit::trail::Event*>; ///< of one person in one run

    explicit OracleHistory(const audit::trail::RunRules& rules)
        : rules_(rules) {}

protected:
    const audit::trail::Event* newest(const History& h, std::size_t i, audit::trail::Purpose purpose) const {
        while (i-- > 0)
            if (h[i]->kind == audit::trail::Kind::consent && h[i]->purpose == purpose) return h[i];
        return nullptr;
    }
    bool may(audit::trail::Purpose purpose, audit::trail::State state) const {
        switch (rules_.terms(purpose).basis) {
        case audit::trail::Basis::contract:
            return true;
        case audit::trail::Basis::consent:
            return state == audit::trail::State::given || state == audit::trail::State::renewed;
        case audit::trail::Basis::legitimate_interest:
            return state != audit::trail::State::refused && state != audit::trail::State::withdrawn &&
                   state != audit::trail::State::terminated;
        }
        return false;
    }
    audit::trail::State state(const History& h, std::size_t i, audit::trail::Purpose purpose) const {
        const audit::trail::Event* consent = newest(h, i, purpose);
        return consent ? consent->to : audit::trail::State::unknown;
    }
    /// The newest time before event i that the device began or stopped asking not to share, or null.
    const audit::trail::Event* turned(const History& h, std::size_t i) const {
        const audit::trail::Event* found = nullptr;
        bool on = false;
        for (std::size_t k = 0; k < i; ++k)
            if (h[k]->kind == audit::trail::Kind::privacy_signal && (h[k]->number == 1) != on) {
                on = !on;
                found = h[k];
            }
        return found;
    }
    /// Whether a device that asks not to share counts more than the choice that stands before event i.
    bool hushed(const History& h, std::size_t i, audit::trail::Purpose purpose) const {
        const audit::trail::Event* signal = turned(h, i);
        if (signal == nullptr || signal->number == 0) return false;
        if (!rules_.terms(purpose).heeds_signal ||
            rules_.terms(purpose).basis != audit::trail::Basis::consent)
            return false;
        const audit::trail::Event* choice = newest(h, i, purpose);
        const bool knew =
            choice != nullptr && choice->seq > signal->seq &&
            choice->entity == audit::trail::Entity::person &&
            (choice->method == audit::trail::Method::settings ||
             (choice->method == audit::trail::Method::notice && choice->notice < rules_.notices.size() &&
              rules_.notices[choice->notice].mentions_signal));
        return !knew; // as the shipped precedence says
    }
    bool serves(const History& h, std::size_t i, audit::trail::Purpose purpose) const {
        return may(purpose, state(h, i, purpose)) && !hushed(h, i, purpose);
    }
    /// Whether the purpose is served before event i and no longer after it.
    bool loses(const History& h, std::size_t i, audit::trail::Purpose purpose) const {
        if (h[i]->kind == audit::trail::Kind::privacy_signal)
            return serves(h, i, purpose) && !serves(h, i + 1, purpose);
        if (h[i]->kind != audit::trail::Kind::consent || h[i]->purpose != purpose) return false;
        bool had = false;
        return (ends(h, i, had) && had) || (serves(h, i, purpose) && hushed(h, i + 1, purpose));
    }
    /// Whether event i of a history takes a permission away; `had`: whether there was one.
    bool ends(const History& h, std::size_t i, bool& had) const {
        const audit::trail::Event& e = *h[i];
        had = false;
        if (e.kind != audit::trail::Kind::consent ||
            rules_.terms(e.purpose).basis == audit::trail::Basis::contract)
            return false;
        const audit::trail::Event* before = newest(h, i, e.purpose);
        had = may(e.purpose, before ? before->to : e.from);
        const std::set<audit::trail::State> final = {
            audit::trail::State::expired, audit::trail::State::withdrawn, audit::trail::State::terminated,
            audit::trail::State::invalidated};
        return !may(e.purpose, e.to) && (had || final.contains(e.to));
    }
    std::uint64_t newest_end(const History& h, std::size_t i, audit::trail::Purpose purpose) const {
        bool had = false;
        while (i-- > 0)
            if (h[i]->purpose == purpose && ends(h, i, had)) return h[i]->seq;
        return 0;
    }
    std::int64_t used_at(const History& h, std::size_t i) const {
        const audit::trail::Event& e = *h[i];
        for (std::size_t k = i; k-- > 0;)
            if (h[k]->kind == audit::trail::Kind::visit)
                return h[k]->visit == e.visit && e.time_ms - h[k]->time_ms <= 86'400'000
                           ? std::min(h[k]->time_ms, e.time_ms)
                           : e.time_ms;
        return e.time_ms;
    }
    bool too_late(const History& h, std::size_t i, audit::trail::Purpose purpose, std::int64_t at) const {
        const audit::trail::Terms& terms = rules_.terms(purpose);
        const audit::trail::Event* consent = newest(h, i, purpose);
        return terms.basis == audit::trail::Basis::consent && terms.validity_days > 0 && consent &&
               at - consent->time_ms > terms.validity_days * 86'400'000LL + 60'000;
    }
    static std::int64_t day(std::int64_t ms) {
        std::int64_t days = 0; // counted, not divided
        while (ms >= 86'400'000) {
            ms -= 86'400'000;
            ++days;
        }
        return days;
    }

    const audit::trail::RunRules& rules_;
};

} // namespace attune::test
