#include "tests/core/audit/trail_oracle.h"

#include "tests/core/audit/trail_oracle_history.h"
#include "tests/core/audit/trail_oracle_rows.h"

#include <algorithm>
#include <map>

namespace attune::test {

using namespace audit::trail;

namespace {

using I = Invariant;
using R = Reason;
using History = OracleHistory::History;

class Oracle : OracleHistory {
public:
    using OracleHistory::OracleHistory;

    void run(const std::vector<const Event*>& events) {
        std::map<std::uint32_t, History> people;
        for (const Event* event : events)
            if (event->person != nobody) people[event->person].push_back(event);
        for (const auto& [number, history] : people)
            for (std::size_t i = 0; i < history.size(); ++i)
                person(history, i);
        left_over(events, people);
        for (std::size_t i = 0; i < events.size(); ++i)
            if (events[i]->kind == Kind::trained) trained(events, i);
    }
    OracleVerdict verdict;

private:
    void broken(I invariant, R reason, const Event& event) {
        verdict.broken[static_cast<std::size_t>(invariant)].insert({event.seq, reason});
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
        if (e.kind == Kind::adjusted) step(h, i);
        if (e.kind == Kind::undone) undone(h, i);
        rows(h, i);
    }

    /// A step needs something that was read for it in the same visit, under the same permission.
    void step(const History& h, std::size_t i) {
        for (std::size_t k = i; k-- > 0 && h[k]->kind != Kind::visit && !loses(h, k, h[i]->purpose);)
            if (h[k]->kind == Kind::read && h[k]->decision == Decision::allowed &&
                h[k]->purpose == h[i]->purpose)
                return;
        broken(I::consent_at_use, R::step_unread, *h[i]);
    }

    /// What is taken back was made, and not erased since.
    void undone(const History& h, std::size_t i) {
        constexpr auto lasting = Purpose::adjust_my_recommendations, visit = Purpose::adjust_this_session;
        bool of_visit = false, of_person = false;
        for (std::size_t k = 0; k < i; ++k) {
            const Event& o = *h[k];
            if (o.kind == Kind::derived || o.kind == Kind::adjusted) {
                of_visit = of_visit || o.purpose == visit;
                of_person = of_person || o.purpose == lasting;
            }
            if (o.kind != Kind::forgotten) continue;
            if (of_visit && serves(h, k, lasting)) of_person = true;
            if (o.purposes == 0 || (o.purposes & 1U << static_cast<unsigned>(visit)) != 0) of_visit = false;
            if (o.purposes == 0 || (o.purposes & 1U << static_cast<unsigned>(lasting)) != 0)
                of_person = false;
        }
        const bool own = h[i]->purpose == lasting || h[i]->purpose == visit;
        if (!own || (!of_visit && !of_person)) broken(I::whole_trail, R::step_unknown, *h[i]);
    }

    void rows(const History& h, std::size_t i) {
        if (rules_.rows_kept)
            note(OracleRows(rules_).replay({h.begin(), h.begin() + static_cast<std::ptrdiff_t>(i) + 1}));
    }
    void left_over(const std::vector<const Event*>& events, const std::map<std::uint32_t, History>& people) {
        Event last;
        for (const Event* event : events) {
            if (event->kind == Kind::erased) continue;
            last.time_ms = std::max(last.time_ms, event->time_ms);
            last.seq = event->seq;
        }
        if (!rules_.rows_kept) return;
        for (const auto& [number, history] : people) {
            OracleRows rows(rules_);
            rows.replay(history);
            note(rows.still_there(last));
        }
    }
    void note(const std::vector<OracleRows::Broken>& all) {
        for (const OracleRows::Broken& one : all)
            verdict.broken[static_cast<std::size_t>(one.invariant)].insert({one.seq, one.reason});
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
        else if (hushed(h, i, e.purpose))
            broken(I::consent_at_use, R::against_signal, e);
        else if (too_late(h, i, e.purpose, at))
            broken(I::consent_at_use, R::consent_over, e);
        else if (e.relies_on != right && !(basis != Basis::consent && e.relies_on == 0))
            broken(I::consent_at_use, R::other_consent, e);
        if (hushed(h, i, e.purpose) && permits(state(h, i, e.purpose)) && consent->seq < turned(h, i)->seq)
            broken(I::nothing_after_end, R::after_signal, e);
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
            (e.purpose != Purpose::improve_models || !serves(h, i, Purpose::improve_models) ||
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
            else if (hushed(h, i, purpose))
                broken(I::consent_at_capture, R::kept_against_signal, e);
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
            bool ended = false;
            for (std::size_t k = from; k < i; ++k)
                if (loses(h, k, purpose)) {
                    end = k;
                    ended = true;
                }
            if (!ended) continue;
            bool forgotten = false;
            for (std::size_t k = end; k < i; ++k)
                forgotten = forgotten || (h[k]->kind == Kind::forgotten && (h[k]->purposes >> p & 1U) != 0);
            if (!forgotten)
                broken(I::prompt_effect, R::not_forgotten, *h[i]);
            else if (h[i]->purpose == purpose && !serves(h, i, purpose))
                broken(I::prompt_effect, R::still_adapted, *h[i]);
        }
    }

    /// State made for a visit alone that nothing has erased since, when the next begins.
    void visit(const History& h, std::size_t i) {
        const auto lasting = Purpose::adjust_my_recommendations;
        if (serves(h, i, lasting)) return;
        for (std::size_t k = i; k-- > 0;) {
            const Event& o = *h[k];
            if (o.kind == Kind::visit) return;
            const unsigned of_visit = 1U << static_cast<unsigned>(Purpose::adjust_this_session) |
                                      1U << static_cast<unsigned>(lasting);
            if (o.kind == Kind::forgotten && (o.purposes == 0 || (o.purposes & of_visit) != 0)) return;
            const bool made = o.kind == Kind::derived || o.kind == Kind::adjusted;
            if (!made || o.purpose != Purpose::adjust_this_session || serves(h, k, lasting)) continue;
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
        std::int64_t in_visit_on = day(e.time_ms);
        for (std::size_t k = i + 1; k-- > 0;) {
            const Event& o = *h[k];
            if (o.kind != Kind::question || o.visit != e.visit) continue;
            if (in_visit_on - day(o.time_ms) > 30) break; // another visit with that number
            in_visit_on = day(o.time_ms);
            ++visit;
        }
        bool out = false, offers_out = false, form_out = false;
        const bool offer = e.form == form_offer || e.form == form_direction;
        for (std::size_t k = 0; k <= i; ++k) {
            const Event& o = *h[k];
            if (o.kind == Kind::question) {
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
            const std::size_t here = h.size() - 1;
            const bool ended =
                o.kind == Kind::consent && o.purpose == Purpose::improve_models && ends(h, here, had);
            if ((ended || loses(h, here, Purpose::improve_models)) && read.contains(o.person) &&
                o.seq <= e.relies_on)
                broken(I::known_training, R::withdrawn_before, e);
        }
        if (rows < e.rows) broken(I::known_training, R::more_than_read, e);
    }
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
