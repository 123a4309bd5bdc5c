// I1 to I4.
#include "tests/core/audit/trail_faults.h"

namespace attune::test {

using namespace trail;

namespace {

using I = Invariant;
using R = Reason;
using P = Purpose;
using S = State;
constexpr P mine = P::adjust_my_recommendations;

} // namespace

std::vector<Fault> faults_of_use() {
    return {
        {"one module skips the check", I::consent_at_use, R::no_consent,
         [](Log& log) {
             return insert(log, place(log, Kind::consent),
                           Person(3).in(1).read(Module::deescalation, mine, Signal::thumb, 0, 0));
         }},
        {"another purpose's consent", I::consent_at_use, R::no_consent,
         [](Log& log) {
             return before_end(log,
                               ben_later().read(Module::measurement, P::experiments, Signal::thumb, 0, 1));
         }},
        {"a stale cache",
         I::consent_at_use,
         R::other_consent,
         [](Log& log) {
             const Event withdrawn =
                 Person(3).at(1).consent(mine, S::given, S::withdrawn, Entity::person, Method::settings);
             const Event again =
                 Person(3).at(1).consent(mine, S::withdrawn, S::given, Entity::person, Method::settings);
             insert(log, log.size() - 1, withdrawn);
             before_end(log, again);
             before_end(log, Person(3).at(1).forgotten({mine}));
             Event read = Person(3).at(1).read(Module::preference, mine, Signal::thumb, 0, 0);
             read.relies_on = place(log, Kind::consent, 1) + 1;
             return before_end(log, read);
         },
         {I::nothing_after_end}},
        {"a use that names nothing", I::consent_at_use, R::other_consent,
         [](Log& log) {
             log[place(log, Kind::slate)].relies_on = 0;
             return place(log, Kind::slate);
         }},
        {"a tie of clocks",
         I::consent_at_use,
         R::no_consent,
         [](Log& log) {
             // At the same millisecond, but after it.
             return insert(log, place(log, Kind::forgotten) + 1,
                           ben_later().read(Module::preference, mine, Signal::thumb, 0, 0));
         },
         {I::nothing_after_end}},
        {"a consent older than it holds", I::consent_at_use, R::consent_over,
         [](Log& log) {
             return before_end(
                 log, Person(3).at(366).in(9).read(Module::preference, mine, Signal::thumb, 300, 360));
         }},
        {"a visit that never ends", I::consent_at_use, R::consent_over,
         [](Log& log) {
             Person anna(3);
             before_end(log, anna.at(364).in(9).visit());
             return before_end(log, anna.at(366).slate(mine));
         }},
        {"a gap read as allowed", I::consent_at_use, R::not_in_matrix,
         [](Log& log) {
             return insert(log, place(log, Kind::slate),
                           Person(3).in(1).read(Module::prompting, mine, Signal::thumb, 0, 0));
         }},
        {"derived of what the matrix does not have", I::consent_at_use, R::not_in_matrix,
         [](Log& log) {
             return insert(log, place(log, Kind::slate),
                           Person(3).in(1).derived(Module::preference, mine, {Signal::prompt_event}));
         }},
        {"a refusal that hands out rows", I::consent_at_use, R::rows_without_leave,
         [](Log& log) {
             Event read = ben_later().read(Module::preference, mine, Signal::thumb, 0, 1);
             read.decision = Decision::refused;
             read.relies_on = 0;
             return before_end(log, read);
         }},
        {"a flush at shutdown",
         I::nothing_after_end,
         R::after_end,
         [](Log& log) {
             return before_end(log, ben_later().read(Module::preference, mine, Signal::thumb, 0, 1));
         },
         {I::consent_at_use}},
        {"state derived after a withdrawal",
         I::nothing_after_end,
         R::after_end,
         [](Log& log) {
             return before_end(log, ben_later().derived(Module::preference, mine, {Signal::thumb}));
         },
         {I::consent_at_use}},
        {"a derived weight kept",
         I::nothing_after_end,
         R::after_end,
         [](Log& log) {
             log[place(log, Kind::slate, 2)].purpose = mine;
             return place(log, Kind::slate, 2);
         },
         {I::consent_at_use, I::prompt_effect}},
        {"switched on again, and the old rows are back",
         I::nothing_after_end,
         R::rests_on_ended,
         [](Log& log) {
             Person ben = ben_later();
             before_end(log, ben.consent(mine, S::withdrawn, S::given, Entity::person, Method::settings));
             Event slate = ben.slate(mine);
             slate.relies_on = place(log, Kind::consent, 6) + 1;
             return before_end(log, slate);
         },
         {I::consent_at_use}},
        {"used after it ran out",
         I::nothing_after_end,
         R::after_end,
         [](Log& log) {
             Person anna(3);
             anna.at(366).in(9);
             before_end(log, anna.consent(mine, S::given, S::expired, Entity::time, Method::lapse));
             return before_end(log, anna.slate(mine));
         },
         {I::consent_at_use, I::prompt_effect}},
        {"kept before anybody was asked", I::consent_at_capture, R::kept_without_consent,
         [](Log& log) {
             return insert(log, place(log, Kind::consent), Person(3).in(1).captured(Signal::thumb, {mine}));
         }},
        {"kept in a visit that never ends", I::consent_at_capture, R::kept_without_consent,
         [](Log& log) {
             Person anna(3);
             before_end(log, anna.at(364).in(9).visit());
             return before_end(log, anna.at(366).captured(Signal::thumb, {mine}));
         }},
        {"kept for one purpose too many", I::consent_at_capture, R::kept_without_consent,
         [](Log& log) {
             return insert(log, place(log, Kind::slate),
                           Person(3).in(1).captured(Signal::thumb, {mine, P::experiments}));
         }},
        {"kept for nothing", I::consent_at_capture, R::kept_for_nothing,
         [](Log& log) { return before_end(log, ben_later().captured(Signal::thumb, {})); }},
        {"kept for what the matrix does not have", I::consent_at_capture, R::kept_outside_matrix,
         [](Log& log) {
             return insert(log, place(log, Kind::slate),
                           Person(3).in(1).captured(Signal::prompt_event, {mine}));
         }},
        {"no sweep for three days", I::retention, R::read_too_old,
         [](Log& log) {
             return before_end(log,
                               Person(3).at(94).in(9).read(Module::preference, mine, Signal::depth, 1, 94));
         }},
        {"kept longer than was said", I::retention, R::read_too_old,
         [](Log& log) {
             return before_end(
                 log, Person(3).at(200).in(9).read(Module::preference, mine, Signal::pick, 100, 200));
         }},
        {"a late sweep", I::retention, R::swept_too_late,
         [](Log& log) {
             log[place(log, Kind::swept)].time_ms = 94 * day_ms;
             return place(log, Kind::swept);
         }},
        {"a sweep that waits for another purpose", I::retention, R::swept_too_late,
         [](Log& log) {
             return before_end(log, Person(3).at(200).in(9).swept(P::improve_models, Signal::thumb, 0));
         }},
        {"a row dated later", I::retention, R::row_of_another_day,
         [](Log& log) {
             log[place(log, Kind::captured)].newest_day = 40;
             return place(log, Kind::captured);
         }},
    };
}

} // namespace attune::test
