#include "tests/core/audit/trail_oracle.h"

#include <map>

namespace attune::test {

using namespace audit::trail;

namespace {

using I = Invariant;
using R = Reason;
using History = std::vector<const Event*>; ///< of one person in one run

class Oracle {
public:
    explicit Oracle(const RunRules& rules)
        : rules_(rules) {}

    void run(const std::vector<const Event*>& events) {
        std::map<std::uint32_t, History> people;
        for (const Event* event : events)
            if (event->person != nobody) people[event->person].push_back(event);
        for (const auto& [number, history] : people)
            for (std::size_t i = 0; i < history.size(); ++i)
                person(history, i);
        for (std::size_t i = 0; i < events.size(); ++i)
            if (events[i]->kind == Kind::trained) trained(events, i);
    }
    OracleVerdict verdict;

private:
    void broken(I invariant, R reason, const Event& event) {
        verdict.broken[static_cast<std::size_t>(invariant)].insert({event.seq, reason});
    }

    // What stood before event i of a history.
    const Event* newest(const History& h, std::size_t i, Purpose purpose) const {
        while (i-- > 0)
            if (h[i]->kind == Kind::consent && h[i]->purpose == purpose) return h[i];
        return nullptr;
    }
    bool may(Purpose purpose, State state) const {
        switch (rules_.terms(purpose).basis) {
        case Basis::contract:
            return true;
        case Basis::consent:
            return state == State::given || state == State::renewed;
        case Basis::legitimate_interest:
            return state != State::refused && state != State::withdrawn && state != State::terminated;
        }
        return false;
    }
    State state(const History& h, std::size_t i, Purpose purpose) const {
        const Event* consent = newest(h, i, purpose);
        return consent ? consent->to : State::unknown;
    }
    /// Whether event i of a history takes a permission away; `had`: whether there was one.
    bool ends(const History& h, std::size_t i, bool& had) const {
        const Event& e = *h[i];
        had = false;
        if (e.kind != Kind::consent || rules_.terms(e.purpose).basis == Basis::contract) return false;
        const Event* before = newest(h, i, e.purpose);
        had = may(e.purpose, before ? before->to : e.from);
        const std::set<State> final = {State::expired, State::withdrawn, State::terminated,
                                       State::invalidated};
        return !may(e.purpose, e.to) && (had || final.contains(e.to));
    }
    std::uint64_t newest_end(const History& h, std::size_t i, Purpose purpose) const {
        bool had = false;
        while (i-- > 0)
            if (h[i]->purpose == purpose && ends(h, i, had)) return h[i]->seq;
        return 0;
    }
    std::int64_t used_at(const History& h, std::size_t i) const {
        const Event& e = *h[i];
        for (std::size_t k = i; k-- > 0;)
            if (h[k]->kind == Kind::visit)
                return h[k]->visit == e.visit && e.time_ms - h[k]->time_ms <= 86'400'000
                           ? std::min(h[k]->time_ms, e.time_ms)
                           : e.time_ms;
        return e.time_ms;
    }
    bool too_late(const History& h, std::size_t i, Purpose purpose, std::int64_t at) const {
        const Terms& terms = rules_.terms(purpose);
        const Event* consent = newest(h, i, purpose);
        return terms.basis == Basis::consent && terms.validity_days > 0 && consent &&
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

    void person(const History& h, std::size_t i) {
        const Event& e = *h[i];
        const bool use = (e.kind == Kind::read && e.decision == Decision::allowed) ||
                         e.kind == Kind::derived || e.kind == Kind::slate || e.kind == Kind::adjusted;
        if (e.kind == Kind::read && e.decision != Decision::allowed && e.rows > 0)
            broken(I::consent_at_use, R::rows_without_leave, e);
        if (use) used(h, i);
        if (e.kind == Kind::captured) captured(h, i);
        if (e.kind == Kind::slate) slate(h, i);
        if (e.kind == Kind::consent) consent(h, i);
        if (e.kind == Kind::question) question(h, i);
        const std::int64_t age = day(e.time_ms) - e.oldest_day;
        if (e.kind == Kind::read && use && e.rows > 0) {
            const Cell& cell = rules_.cell(e.purpose, e.signal);
            if (cell.modules != 0 && age > cell.days + 1) broken(I::retention, R::read_too_old, e);
        }
        if (e.kind == Kind::swept && age > rules_.cell(e.purpose, e.signal).days + 1)
            broken(I::retention, R::swept_too_late, e);
        if (e.kind == Kind::visit) visit(h, i);
    }

    void used(const History& h, std::size_t i) {
        const Event& e = *h[i];
        const Basis basis = rules_.terms(e.purpose).basis;
        std::uint32_t used = e.kind == Kind::derived ? e.mask : 0;
        if (e.kind == Kind::read) used = 1U << static_cast<unsigned>(e.signal);
        bool known = true;
        for (unsigned s = 0; s < signal_count; ++s)
            if (used >> s & 1U)
                known = known && (rules_.cell(e.purpose, static_cast<Signal>(s)).modules >>
                                      static_cast<unsigned>(e.module) &
                                  1U) != 0;
        if (!known) broken(I::consent_at_use, R::not_in_matrix, e);
        const Event* consent = newest(h, i, e.purpose);
        const bool allowed = may(e.purpose, state(h, i, e.purpose));
        const std::uint64_t right = consent && permits(consent->to) ? consent->seq : 0;
        const std::int64_t at = e.module == Module::training ? e.time_ms : used_at(h, i);
        if (!allowed)
            broken(I::consent_at_use, R::no_consent, e);
        else if (too_late(h, i, e.purpose, at))
            broken(I::consent_at_use, R::consent_over, e);
        else if (e.relies_on != right && !(basis != Basis::consent && e.relies_on == 0))
            broken(I::consent_at_use, R::other_consent, e);
        const std::uint64_t end = newest_end(h, i, e.purpose);
        if (end > 0 && !allowed) broken(I::nothing_after_end, R::after_end, e);
        if (end > 0 && allowed && e.relies_on > 0 && e.relies_on < end)
            broken(I::nothing_after_end, R::rests_on_ended, e);
        for (const Signal signal : {Signal::free_text, Signal::voice, Signal::demographic_group})
            if ((used >> static_cast<unsigned>(signal) & 1U) != 0 && !fitting(e.purpose, signal))
                broken(I::no_leak, R::raw_read, e);
        if (e.purpose == Purpose::quality_and_safety &&
            (e.module != Module::integrity || e.kind == Kind::slate || e.kind == Kind::adjusted))
            broken(I::defence_only, R::other_module, e);
        if (e.kind == Kind::read && e.module == Module::training &&
            (e.purpose != Purpose::improve_models ||
             !may(Purpose::improve_models, state(h, i, Purpose::improve_models)) ||
             too_late(h, i, Purpose::improve_models, e.time_ms)))
            broken(I::known_training, R::trained_without_consent, e);
    }

    bool fitting(Purpose purpose, Signal signal) const {
        const Cell& cell = rules_.cell(purpose, signal);
        if (cell.modules == 0) return false;
        if (signal == Signal::demographic_group) return cell.form == Form::aggregate;
        if (cell.form == Form::on_device) return true;
        return purpose == Purpose::keep_my_comments && cell.form == Form::pseudonymous;
    }

    void captured(const History& h, std::size_t i) {
        const Event& e = *h[i];
        if (e.purposes == 0) broken(I::consent_at_capture, R::kept_for_nothing, e);
        for (unsigned p = 0; p < purpose_count; ++p) {
            if ((e.purposes >> p & 1U) == 0) continue;
            const auto purpose = static_cast<Purpose>(p);
            if (rules_.cell(purpose, e.signal).modules == 0)
                broken(I::consent_at_capture, R::kept_outside_matrix, e);
            else if (!may(purpose, state(h, i, purpose)) || too_late(h, i, purpose, used_at(h, i)))
                broken(I::consent_at_capture, R::kept_without_consent, e);
            const bool sensitive = e.signal == Signal::free_text || e.signal == Signal::voice ||
                                   e.signal == Signal::demographic_group;
            if (sensitive && !fitting(purpose, e.signal)) broken(I::no_leak, R::raw_kept, e);
        }
        const std::int64_t off = day(e.time_ms) - e.newest_day;
        if (off > 1 || off < -1) broken(I::retention, R::row_of_another_day, e);
    }

    void slate(const History& h, std::size_t i) {
        std::size_t from = i; // after the slate before
        while (from > 0 && h[from - 1]->kind != Kind::slate)
            --from;
        for (unsigned p = 0; p < purpose_count; ++p) {
            const auto purpose = static_cast<Purpose>(p);
            std::size_t end = i;
            bool ended = false, had = false;
            for (std::size_t k = from; k < i; ++k)
                if (h[k]->kind == Kind::consent && h[k]->purpose == purpose && ends(h, k, had) && had) {
                    end = k;
                    ended = true;
                }
            if (!ended) continue;
            bool forgotten = false;
            for (std::size_t k = end; k < i; ++k)
                forgotten = forgotten || (h[k]->kind == Kind::forgotten && (h[k]->purposes >> p & 1U) != 0);
            if (!forgotten)
                broken(I::prompt_effect, R::not_forgotten, *h[i]);
            else if (h[i]->purpose == purpose && !may(purpose, state(h, i, purpose)))
                broken(I::prompt_effect, R::still_adapted, *h[i]);
        }
    }

    /// State made for a visit alone that nothing has erased since, when the next begins.
    void visit(const History& h, std::size_t i) {
        const auto lasting = Purpose::adjust_my_recommendations;
        if (may(lasting, state(h, i, lasting))) return;
        for (std::size_t k = i; k-- > 0;) {
            const Event& o = *h[k];
            if (o.kind == Kind::visit) return;
            const unsigned of_visit = 1U << static_cast<unsigned>(Purpose::adjust_this_session) |
                                      1U << static_cast<unsigned>(lasting);
            if (o.kind == Kind::forgotten && (o.purposes == 0 || (o.purposes & of_visit) != 0)) return;
            const bool made = o.kind == Kind::derived || o.kind == Kind::adjusted;
            if (!made || o.purpose != Purpose::adjust_this_session || may(lasting, state(h, k, lasting)))
                continue;
            broken(I::prompt_effect, R::visit_not_forgotten, *h[i]);
            return;
        }
    }

    void consent(const History& h, std::size_t i) {
        const Event& e = *h[i];
        const Event* before = newest(h, i, e.purpose);
        if (before && before->to != e.from) broken(I::whole_trail, R::history_gap, e);
        if (!before && permits(e.from) && rules_.terms(e.purpose).basis == Basis::consent)
            broken(I::no_silence, R::given_from_the_start, e);
        if (!permits(e.to)) return;
        if (e.entity != Entity::person) broken(I::no_silence, R::not_by_the_person, e);
        const bool chosen = e.method == Method::notice || e.method == Method::settings;
        if (!chosen) broken(I::no_silence, R::not_by_choice, e);
        if (e.method == Method::settings ? e.notice == 0 : e.method != Method::notice) return;
        if (e.method == Method::notice && e.from != State::requested && !permits(e.from))
            broken(I::no_silence, R::unasked, e);
        if (e.notice >= rules_.notices.size()) {
            broken(I::true_notices, R::no_such_notice, e);
            return;
        }
        if ((rules_.notices[e.notice].purposes >> static_cast<unsigned>(e.purpose) & 1U) == 0)
            broken(I::true_notices, R::not_in_notice, e);
    }

    void question(const History& h, std::size_t i) {
        const Event& e = *h[i];
        int visit = 0, week = 0;
        bool out = false, offers_out = false, form_out = false;
        const bool offer = e.form == form_offer || e.form == form_direction;
        for (std::size_t k = 0; k <= i; ++k) {
            const Event& o = *h[k];
            if (o.kind == Kind::question) {
                visit += o.visit == e.visit ? 1 : 0;
                const std::int64_t back = day(e.time_ms) - day(o.time_ms);
                week += back >= 0 && back < 7 ? 1 : 0;
            }
            if (o.kind != Kind::opted_out && o.kind != Kind::opted_in) continue;
            const bool now = o.kind == Kind::opted_out;
            if (o.form == form_everything) {
                out = now;
                if (!now) form_out = false;
            }
            if (o.form == form_offer) offers_out = now;
            if (o.form == e.form && !offer) form_out = now;
        }
        const AskingRule& rule = *rules_.asking;
        if (visit > rule.session_cap) broken(I::asking_caps, R::visit_cap, e);
        if (week > rule.weekly_cap) broken(I::asking_caps, R::weekly_cap, e);
        if (out || (offer ? offers_out : form_out)) broken(I::asking_caps, R::opted_out, e);
    }

    void trained(const std::vector<const Event*>& events, std::size_t i) {
        const Event& e = *events[i];
        if (e.relies_on == 0 || e.relies_on >= e.seq) broken(I::known_training, R::no_cut_off, e);
        std::size_t from = i; // after the model before
        while (from > 0 && events[from - 1]->kind != Kind::trained)
            --from;
        std::map<std::uint32_t, History> people;
        std::map<std::uint32_t, std::uint64_t> read;
        std::int64_t rows = 0;
        for (std::size_t k = 0; k < i; ++k) {
            const Event& o = *events[k];
            if (o.person == nobody) continue;
            History& h = people[o.person];
            h.push_back(&o);
            if (k < from) continue;
            if (o.kind == Kind::read && o.module == Module::training && o.decision == Decision::allowed)
                rows += o.rows;
            if (o.kind == Kind::read && o.module == Module::training && o.decision == Decision::allowed &&
                o.rows > 0)
                read[o.person] = o.seq;
            bool had = false;
            if (o.kind == Kind::consent && o.purpose == Purpose::improve_models &&
                ends(h, h.size() - 1, had) && read.contains(o.person) && o.seq <= e.relies_on)
                broken(I::known_training, R::withdrawn_before, e);
        }
        if (rows < e.rows) broken(I::known_training, R::more_than_read, e);
    }

    const RunRules& rules_;
};

} // namespace

OracleVerdict slow_verdict(const std::vector<Event>& events, const RunRules& rules) {
    Oracle oracle(rules);
    std::vector<const Event*> run;
    for (const Event& event : events) {
        if (event.kind == Kind::begin) {
            oracle.run(run);
            run.clear();
        } else {
            run.push_back(&event);
        }
    }
    oracle.run(run);
    return std::move(oracle.verdict);
}

} // namespace attune::test
