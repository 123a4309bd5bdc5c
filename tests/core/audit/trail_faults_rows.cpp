// I4 from row to row, devices that ask everyone not to share, and steps.
#include "tests/core/audit/trail_faults.h"

#include <algorithm>

namespace attune::test {

using namespace trail;

namespace {

using I = Invariant;
using R = Reason;
using P = Purpose;
using S = State;
constexpr P mine = P::adjust_my_recommendations;
constexpr P models = P::improve_models;

Event looked_at(const Person& who, P purpose, Signal signal) {
    Event read = who.read(Module::deescalation, purpose, signal, 0, 0);
    read.rows = 0;
    read.oldest_day = read.newest_day = 0;
    return read;
}

Event rows_of(Event event, std::uint32_t rows) {
    event.rows = rows;
    return event;
}

Event about(Event event, P purpose) {
    event.purpose = purpose;
    return event;
}

std::size_t after(Log& log, Kind kind, std::size_t n, Event event) {
    return insert(log, place(log, kind, n) + 1, std::move(event));
}

} // namespace

Event asks(const Person& who, bool on) {
    Event event = who.event(Kind::privacy_signal);
    event.number = on ? 1 : 0;
    return event;
}

Log sound_rows() {
    Person anna(3);
    anna.at(0).in(1);
    const auto chosen = [&](P purpose, S from, S to) {
        return anna.consent(purpose, from, to, Entity::person, Method::settings);
    };
    Event trained;
    trained.kind = Kind::trained;
    trained.number = 1;
    trained.rows = 3;
    trained.relies_on = newest_consent;
    Log log = {begin_event(begin_text([](Json& begin) {
                   begin["rows_kept"] = 3;
                   for (const char* purpose : {"adjust_my_recommendations", "improve_models"})
                       begin["matrix"]["purposes"][purpose]["heeds_global_signal"] = true;
               })),
               anna.visit(),
               chosen(mine, S::unknown, S::given),
               chosen(models, S::unknown, S::given),
               anna.captured(Signal::thumb, {mine, models}),
               anna.captured(Signal::thumb, {mine}),
               anna.captured(Signal::pick, {models}),
               anna.captured(Signal::pick, {models}),
               looked_at(anna, mine, Signal::survey),
               about(anna.event(Kind::adjusted), mine),
               about(anna.event(Kind::undone), mine),
               rows_of(anna.read(Module::preference, mine, Signal::thumb, 0, 0), 2),
               anna.slate(mine),
               anna.read(Module::training, models, Signal::thumb, 0, 0),
               rows_of(anna.read(Module::training, models, Signal::pick, 0, 0), 2),
               trained};
    anna.at(1).in(2);
    for (const Event& event : {anna.visit(), anna.captured(Signal::stars, {mine}),
                               anna.captured(Signal::depth, {mine}), // the first thumb makes room
                               anna.read(Module::preference, mine, Signal::thumb, 0, 0)})
        log.push_back(event);
    anna.at(92).in(3); // a day late, as is allowed
    for (const Event& event :
         {anna.swept(mine, Signal::depth, 1), anna.visit(), anna.captured(Signal::pick, {models}),
          asks(anna, true), rows_of(anna.forgotten({mine, models}), 3), anna.slate(P::deliver_service),
          chosen(mine, S::given, S::renewed), anna.slate(mine), asks(anna, false), anna.slate(mine)})
        log.push_back(event);
    log.push_back(end_event());
    log.back().time_ms = 93 * day_ms;
    return log;
}

std::vector<Fault> faults_of_rows() {
    return {
        {"a device that nobody heeds",
         I::consent_at_use,
         R::against_signal,
         [](Log& log) {
             return after(log, Kind::forgotten, 0, looked_at(Person(3).at(92).in(3), mine, Signal::thumb));
         },
         {I::nothing_after_end},
         sound_rows},
        {"derived after the device began to ask",
         I::nothing_after_end,
         R::after_signal,
         [](Log& log) {
             return after(log, Kind::forgotten, 0,
                          Person(3).at(92).in(3).derived(Module::preference, mine, {Signal::thumb}));
         },
         {I::consent_at_use},
         sound_rows},
        {"a yes on a notice that does not mention the device",
         I::consent_at_use,
         R::against_signal,
         [](Log& log) {
             Event& yes = log[place(log, Kind::consent, 2)];
             yes.method = Method::notice;
             yes.notice = 1;
             return place(log, Kind::slate, 2);
         },
         {},
         sound_rows},
        {"a yes that knew of an earlier asking",
         I::consent_at_use,
         R::against_signal,
         [](Log& log) {
             before_end(log, asks(Person(3).at(92).in(3), true));
             before_end(log, rows_of(Person(3).at(92).in(3).forgotten({mine}), 0));
             return before_end(log, Person(3).at(92).in(3).slate(mine));
         },
         {I::nothing_after_end, I::prompt_effect},
         sound_rows},
        {"kept although the device asks not to",
         I::consent_at_capture,
         R::kept_against_signal,
         [](Log& log) {
             return after(log, Kind::forgotten, 0, Person(3).at(92).in(3).captured(Signal::thumb, {mine}));
         },
         {},
         sound_rows},
        {"the device asks, and nothing is erased",
         I::prompt_effect,
         R::not_forgotten,
         [](Log& log) {
             log[place(log, Kind::forgotten)].purposes = 1U << static_cast<unsigned>(mine);
             log[place(log, Kind::forgotten)].rows = 2;
             return place(log, Kind::slate, 1);
         },
         {},
         sound_rows},
        {"the model is told of picks that the device forbids",
         I::known_training,
         R::trained_without_consent,
         [](Log& log) {
             return after(
                 log, Kind::forgotten, 0,
                 rows_of(Person(3).at(92).in(3).read(Module::training, models, Signal::thumb, 0, 0), 0));
         },
         {I::consent_at_use, I::nothing_after_end},
         sound_rows},
        {"a step that rests on another visit",
         I::consent_at_use,
         R::step_unread,
         [](Log& log) {
             const std::size_t at = place(log, Kind::adjusted);
             std::rotate(log.begin() + static_cast<std::ptrdiff_t>(at),
                         log.begin() + static_cast<std::ptrdiff_t>(at) + 1, log.end() - 1);
             log[log.size() - 2].time_ms = 92 * day_ms;
             log[log.size() - 2].visit = 3;
             return log.size() - 2;
         },
         {I::whole_trail},
         sound_rows},
        {"a step that rests on the visit before",
         I::consent_at_use,
         R::step_unread,
         [](Log& log) {
             return after(log, Kind::visit, 1, about(Person(3).at(1).in(2).event(Kind::adjusted), mine));
         },
         {},
         sound_rows},
        {"a step that rests on what was read before the yes",
         I::consent_at_use,
         R::step_unread,
         [](Log& log) {
             Person anna(3);
             anna.at(92).in(3);
             after(log, Kind::visit, 2, looked_at(anna, mine, Signal::thumb));
             return after(log, Kind::consent, 2, about(anna.event(Kind::adjusted), mine));
         },
         {},
         sound_rows},
        {"a yes that knew of the device, and then one that did not",
         I::prompt_effect,
         R::not_forgotten,
         [](Log& log) {
             Event again = Person(3).at(92).in(3).consent(mine, S::renewed, S::renewed);
             again.notice = 1;
             after(log, Kind::consent, 2, again);
             return place(log, Kind::slate, 2);
         },
         {I::consent_at_use},
         sound_rows},
        {"a step before anything was read",
         I::consent_at_use,
         R::step_unread,
         [](Log& log) {
             const std::size_t at = place(log, Kind::adjusted);
             std::swap(log[at], log[at - 1]);
             return at - 1;
         },
         {},
         sound_rows},
        {"a step taken back that nobody made",
         I::whole_trail,
         R::step_unknown,
         [](Log& log) {
             const std::size_t at = place(log, Kind::undone);
             std::swap(log[at], log[at - 1]);
             return at - 1;
         },
         {},
         sound_rows},
        {"a step taken back after all was erased",
         I::whole_trail,
         R::step_unknown,
         [](Log& log) {
             return after(log, Kind::forgotten, 0, about(Person(3).at(92).in(3).event(Kind::undone), mine));
         },
         {},
         sound_rows},
        {"a step of the shared model taken back",
         I::whole_trail,
         R::step_unknown,
         [](Log& log) {
             log[place(log, Kind::undone)].purpose = models;
             return place(log, Kind::undone);
         },
         {},
         sound_rows},
        {"a row that no sweep takes",
         I::retention,
         R::kept_too_long,
         [](Log& log) {
             log.erase(log.begin() + static_cast<std::ptrdiff_t>(place(log, Kind::swept)));
             const std::size_t at = place(log, Kind::visit, 2);
             log[at].time_ms = 93 * day_ms;
             return at;
         },
         {},
         sound_rows},
        {"a row that is left when the run is over",
         I::retention,
         R::kept_too_long,
         [](Log& log) {
             // Everything of the last day but the sweep is gone, and the run ends a day later.
             const auto from = log.begin() + static_cast<std::ptrdiff_t>(place(log, Kind::swept));
             log.erase(from, log.end() - 1);
             return log.size() - 1;
         },
         {},
         sound_rows},
        {"a row read that had made room",
         I::retention,
         R::rows_unknown,
         [](Log& log) {
             const std::size_t at = place(log, Kind::read, 4);
             log[at].rows = 2;
             return at;
         },
         {},
         sound_rows},
        {"a row read for what it was not kept for",
         I::retention,
         R::rows_unknown,
         [](Log& log) {
             const std::size_t at = place(log, Kind::read, 2);
             log[at].rows = 2;
             return at;
         },
         {},
         sound_rows},
        {"rows of days on which none was kept",
         I::retention,
         R::rows_unknown,
         [](Log& log) {
             const std::size_t at = place(log, Kind::read, 4);
             log[at].oldest_day = log[at].newest_day = 1;
             return at;
         },
         {},
         sound_rows},
        {"picks counted twice",
         I::retention,
         R::rows_unknown,
         [](Log& log) {
             return insert(log, place(log, Kind::trained),
                           Person(3).at(0).in(1).read(Module::training, models, Signal::pick, 0, 0));
         },
         {},
         sound_rows},
        {"some picks are read, the rest kept past their time",
         I::retention,
         R::kept_too_long,
         [](Log& log) {
             log[place(log, Kind::read, 3)].rows = 1;
             log[place(log, Kind::trained)].rows = 2;
             return place(log, Kind::swept);
         },
         {},
         sound_rows},
        {"a sweep of what was never kept",
         I::retention,
         R::rows_unknown,
         [](Log& log) {
             log[place(log, Kind::swept)].rows = 2;
             return place(log, Kind::swept);
         },
         {},
         sound_rows},
        {"a sweep that leaves the oldest",
         I::retention,
         R::rows_unknown,
         [](Log& log) {
             log[place(log, Kind::swept)].oldest_day = 2;
             return place(log, Kind::swept);
         },
         {I::prompt_effect},
         sound_rows},
        {"more erased than there was",
         I::retention,
         R::rows_unknown,
         [](Log& log) {
             log[place(log, Kind::forgotten)].rows = 4;
             return place(log, Kind::forgotten);
         },
         {},
         sound_rows},
        {"a row that outlives its permission",
         I::prompt_effect,
         R::rows_left,
         [](Log& log) {
             log[place(log, Kind::forgotten)].rows = 2;
             return place(log, Kind::forgotten);
         },
         {},
         sound_rows},
    };
}

} // namespace attune::test
