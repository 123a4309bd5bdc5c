// The only door to what is kept about people, against a table of allowed uses written down here once more.
#include "core/consent/consent.h"
#include "core/recommender/signals/gate.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace attune;
using attune::test::consent_to;
using attune::test::Dice;

namespace {

// What the shipped matrix allows, once more: uses of one purpose by signals and modules.
struct Use {
    Purpose purpose;
    std::vector<Signal> of;
    std::vector<Module> modules;
};

const std::vector<Use>& uses() {
    using P = Purpose;
    using S = Signal;
    using M = Module;
    const std::vector<S> opinions = {S::thumb,        S::stars,  S::survey,    S::not_interested,
                                     S::source_pause, S::reason, S::impression};
    static const std::vector<Use> all = {
        {P::deliver_service,
         {S::not_interested, S::source_pause, S::impression, S::session, S::device},
         {M::ranking}},
        {P::deliver_service, {S::session, S::conversion, S::device, S::prompt_event}, {M::prompting}},
        {P::adjust_this_session, opinions, {M::deescalation, M::ranking}},
        {P::adjust_this_session,
         {S::pick, S::depth, S::search, S::day_part, S::device},
         {M::deescalation, M::ranking}},
        {P::adjust_my_recommendations, opinions, {M::preference, M::deescalation, M::ranking}},
        {P::adjust_my_recommendations,
         {S::pick, S::depth, S::session, S::conversion, S::search, S::device, S::day_part},
         {M::preference, M::deescalation, M::ranking}},
        {P::adjust_my_recommendations, {S::free_text, S::voice}, {M::deescalation}},
        {P::improve_models, opinions, {M::training}},
        {P::improve_models, {S::pick, S::depth, S::conversion, S::search, S::device}, {M::training}},
        {P::experiments, opinions, {M::measurement}},
        {P::experiments,
         {S::pick, S::depth, S::session, S::conversion, S::device, S::day_part, S::demographic_group,
          S::prompt_event},
         {M::measurement}},
        {P::quality_and_safety,
         {S::thumb, S::stars, S::not_interested, S::source_pause, S::session, S::device, S::prompt_event},
         {M::integrity}},
        {P::fairness_audit,
         {S::thumb, S::stars, S::survey, S::not_interested, S::source_pause, S::impression, S::pick,
          S::device, S::demographic_group, S::prompt_event},
         {M::measurement}},
        {P::fairness_audit, {S::demographic_group}, {M::fairness}},
        {P::keep_my_comments, {S::free_text, S::voice}, {M::comments}},
        {P::share_aggregates,
         {S::thumb, S::stars, S::survey, S::not_interested, S::reason, S::impression, S::pick, S::session,
          S::conversion, S::device, S::demographic_group, S::prompt_event},
         {M::measurement}},
    };
    return all;
}

bool used(Purpose purpose, Signal signal, const Module* module = nullptr) {
    return std::ranges::any_of(uses(), [&](const Use& use) {
        return use.purpose == purpose && std::ranges::count(use.of, signal) > 0 &&
               (!module || std::ranges::count(use.modules, *module) > 0);
    });
}

bool granted(int purpose, int bits) {
    return purpose == 0 || (bits & (1 << purpose)) != 0;
}

Decision expected(Module module, int purpose, int signal, int bits) {
    if (!used(static_cast<Purpose>(purpose), static_cast<Signal>(signal), &module)) return Decision::gap;
    return granted(purpose, bits) ? Decision::allowed : Decision::refused;
}

constexpr int adjust = static_cast<int>(Purpose::adjust_my_recommendations);
constexpr int improve = static_cast<int>(Purpose::improve_models);
constexpr int profile_bits = 1 << adjust | 1 << improve;

/// The purposes among those that keep rows for which a signal would be kept.
int kept_for(int signal, int bits) {
    int kept = 0;
    for (const int purpose : {adjust, improve})
        if (used(static_cast<Purpose>(purpose), static_cast<Signal>(signal)) && granted(purpose, bits))
            kept |= 1 << purpose;
    return kept;
}

/// Some permissions out of all 256: every one of the first three, and all at once.
std::vector<int> some_bits() {
    std::vector<int> all;
    for (int bits = 0; bits < 8; ++bits)
        all.push_back(bits << 1);
    all.push_back(0x1FE);
    return all;
}

std::int64_t sum(const GateCounts::Reads& counts) {
    return GateCounts::total(counts);
}

ConsentState state_of(int bits) {
    return {.granted = static_cast<std::uint16_t>(bits)};
}

struct Kept {
    std::uint32_t item;
    Signal signal;
    int day;
    float target;
    float weight;
};

std::vector<Kept> history(const Gate& gate, UserId user, Purpose purpose) {
    GateCounts counts;
    std::vector<Kept> all;
    const Module module = purpose == Purpose::improve_models ? Module::training : Module::preference;
    gate.read_history(user, purpose, module, counts, [&](const HistoryEntry& e) {
        all.push_back({e.item(), e.signal(), e.day, e.target_value(), e.weight_value()});
    });
    return all;
}

bool is_fresh(const DerivedState& state) {
    const auto zero = [](const auto& values) {
        return std::ranges::all_of(values, [](float x) { return x == 0.0F; });
    };
    return zero(state.vector) && zero(state.category_weight) && zero(state.evidence) &&
           state.weights_at == 0 && state.examined == 0 && state.picks == 0 && state.consumed == 0 &&
           state.quick_skips == 0 && state.completed == 0 && state.taps == 0;
}

void fill(DerivedState& state) {
    state.vector.fill(0.5F);
    state.category_weight.fill(-1.0F);
    state.evidence.fill(2.0F);
    state.weights_at = 10;
    state.examined = state.picks = state.consumed = state.quick_skips = state.completed = state.taps = 3;
}

constexpr UserId ann{0};
constexpr UserId ben{1};

} // namespace

class Gate_test : public QObject {
    Q_OBJECT

private slots:
    // FB-13, FB-88
    void every_use_is_decided_as_the_table_says_data() {
        QTest::addColumn<int>("purpose");
        QTest::addColumn<int>("bits");
        for (int p = 0; p < purpose_count; ++p)
            for (const int bits : some_bits())
                QTest::newRow(
                    (std::string(name(static_cast<Purpose>(p))) + ", consent " + std::to_string(bits))
                        .c_str())
                    << p << bits;
    }
    void every_use_is_decided_as_the_table_says() {
        QFETCH(int, purpose);
        QFETCH(int, bits);
        Gate gate(2);
        gate.set_consent(ann, state_of(bits));
        QCOMPARE(int{gate.consent(ann).granted}, bits & ~1);
        for (int signal = 0; signal < signal_count; ++signal)
            for (int m = 0; m < module_count; ++m) {
                const Decision decision = expected(static_cast<Module>(m), purpose, signal, bits);
                GateCounts counts;
                QCOMPARE(gate.read(ann, static_cast<Signal>(signal), static_cast<Purpose>(purpose),
                                   static_cast<Module>(m), counts),
                         decision == Decision::allowed);
                const auto& cell = decision == Decision::allowed   ? counts.allowed
                                   : decision == Decision::refused ? counts.refused
                                                                   : counts.gaps;
                QCOMPARE(cell[static_cast<std::size_t>(m)][static_cast<std::size_t>(purpose)]
                             [static_cast<std::size_t>(signal)],
                         std::int64_t{1});
                QCOMPARE(sum(counts.allowed) + sum(counts.refused) + sum(counts.gaps), std::int64_t{1});
            }
    }

    // FB-13: a signal the table does not know for a purpose is a gap, with or without consent.
    void gaps_are_counted_apart_from_refusals() {
        Gate gate(1);
        GateCounts counts;
        gate.set_consent(ann, consent_to(true, true));
        QVERIFY(!gate.read(ann, Signal::prompt_event, Purpose::improve_models, Module::training, counts));
        gate.set_consent(ann, consent_to(false, false));
        QVERIFY(!gate.read(ann, Signal::prompt_event, Purpose::improve_models, Module::training, counts));
        QVERIFY(!gate.read(ann, Signal::thumb, Purpose::improve_models, Module::training, counts));
        QCOMPARE(sum(counts.gaps), std::int64_t{2});
        QCOMPARE(sum(counts.refused), std::int64_t{1});
        QCOMPARE(sum(counts.allowed), std::int64_t{0});
    }

    // FB-36: capture needs a purpose that keeps a profile, whatever the service itself may look at.
    void a_capture_is_kept_only_where_a_profile_purpose_allows_it_data() {
        QTest::addColumn<int>("signal");
        QTest::addColumn<int>("bits");
        for (int s = 0; s < signal_count; ++s)
            for (const int bits : some_bits())
                QTest::newRow(
                    (std::string(name(static_cast<Signal>(s))) + ", consent " + std::to_string(bits)).c_str())
                    << s << bits;
    }
    void a_capture_is_kept_only_where_a_profile_purpose_allows_it() {
        QFETCH(int, signal);
        QFETCH(int, bits);
        const int kept = kept_for(signal, bits);
        const bool keep = kept != 0;
        Gate gate(2);
        GateCounts counts;
        gate.set_consent(ann, state_of(bits));
        QCOMPARE(gate.capture(ann, static_cast<Signal>(signal), ItemId(7), 3, 1.0F, 1.0F, counts), keep);
        QCOMPARE(counts.captured[static_cast<std::size_t>(signal)], std::int64_t{keep ? 1 : 0});
        QCOMPARE(counts.capture_refused[static_cast<std::size_t>(signal)], std::int64_t{keep ? 0 : 1});
        // Granting everything afterwards brings nothing back, not even for the other purpose.
        gate.set_consent(ann, consent_to(true, true));
        const bool own_words = signal == static_cast<int>(Signal::free_text) ||
                               signal == static_cast<int>(Signal::voice); // not for the module that learns
        QCOMPARE(history(gate, ann, Purpose::adjust_my_recommendations).size(),
                 (kept >> adjust & 1) != 0 && !own_words ? 1U : 0U);
        QCOMPARE(history(gate, ann, Purpose::improve_models).size(), (kept >> improve & 1) != 0 ? 1U : 0U);
        QVERIFY(history(gate, ben, Purpose::improve_models).empty());
    }

    // FB-89: withdrawing is felt at once, and only by the person who withdrew.
    void withdrawing_the_adjustment_erases_what_was_derived() {
        Gate gate(2);
        GateCounts counts;
        for (const UserId user : {ann, ben}) {
            gate.set_consent(user, consent_to(true, true));
            fill(*gate.derived(user));
            gate.cut_guess(user) = 12345;
            gate.capture(user, Signal::thumb, ItemId(4), 1, -2.0F, 1.0F, counts);
        }
        gate.set_consent(ann, consent_to(false, true));
        QVERIFY(gate.derived(ann) == nullptr);
        QVERIFY(static_cast<const Gate&>(gate).derived(ann) == nullptr);
        QVERIFY(history(gate, ann, Purpose::adjust_my_recommendations).empty());
        QCOMPARE(history(gate, ann, Purpose::improve_models).size(), 1U);
        gate.set_consent(ann, consent_to(true, true));
        QVERIFY(gate.derived(ann) != nullptr);
        QVERIFY(is_fresh(*gate.derived(ann)));
        QCOMPARE(gate.cut_guess(ann), 0);
        // What was withdrawn does not come back, though the row is still there for the other purpose.
        QVERIFY(history(gate, ann, Purpose::adjust_my_recommendations).empty());
        QCOMPARE(history(gate, ann, Purpose::improve_models).size(), 1U);

        QCOMPARE(gate.derived(ben)->evidence[5], 2.0F);
        QCOMPARE(gate.cut_guess(ben), 12345);
        QCOMPARE(history(gate, ben, Purpose::adjust_my_recommendations).size(), 1U);
    }

    // FB-89
    void with_both_purposes_gone_the_history_is_gone_data() {
        QTest::addColumn<bool>("adjust_first");
        QTest::newRow("adjust, then improve") << true;
        QTest::newRow("improve, then adjust") << false;
    }
    void with_both_purposes_gone_the_history_is_gone() {
        QFETCH(bool, adjust_first);
        Gate gate(2);
        GateCounts counts;
        gate.set_consent(ann, consent_to(true, true));
        for (int i = 0; i < history_length + 5; ++i)
            gate.capture(ann, Signal::depth, ItemId(static_cast<std::uint32_t>(i)), i, 1.0F, 1.0F, counts);
        gate.feedback(ann).agreements = 9;
        gate.feedback(ann).counts.fill(3.0F);
        gate.prompts(ann).last_day = 40;
        gate.prompts(ann).opted_out = true;
        gate.slates_shown(ann) = 77;

        gate.set_consent(ann, adjust_first ? consent_to(false, true) : consent_to(true, false));
        QVERIFY(
            !history(gate, ann, adjust_first ? Purpose::improve_models : Purpose::adjust_my_recommendations)
                 .empty());
        // How far a person is trusted is used for the own lists: it goes with the consent to those.
        QCOMPARE(static_cast<int>(gate.feedback(ann).agreements), adjust_first ? 0 : 9);
        gate.set_consent(ann, consent_to(false, false));
        QVERIFY(history(gate, ann, Purpose::adjust_my_recommendations).empty());
        QVERIFY(history(gate, ann, Purpose::improve_models).empty());
        gate.set_consent(ann, consent_to(true, true));
        QVERIFY(history(gate, ann, Purpose::adjust_my_recommendations).empty());
        QVERIFY(history(gate, ann, Purpose::improve_models).empty());
        QVERIFY(history(gate, ann, Purpose::deliver_service).empty());
        QVERIFY(gate.feedback(ann) == PerUserFeedbackState{});
        QVERIFY(is_fresh(*gate.derived(ann)));
        // What the service itself needs stays: caps, an opt-out, numbers of slates.
        QVERIFY(gate.prompts(ann).opted_out);
        QCOMPARE(gate.prompts(ann).last_day, std::int16_t{40});
        QCOMPARE(gate.slates_shown(ann), 77U);
        // The ring starts again at its beginning.
        gate.capture(ann, Signal::pick, ItemId(3), 50, 1.0F, 1.0F, counts);
        QCOMPARE(history(gate, ann, Purpose::improve_models).size(), 1U);
    }

    // FB-88
    void a_purpose_reads_its_own_signals_alone() {
        Gate gate(1);
        GateCounts counts;
        gate.set_consent(ann, consent_to(true, true));
        for (int s = 0; s < signal_count; ++s)
            gate.capture(ann, static_cast<Signal>(s), ItemId(static_cast<std::uint32_t>(100 + s)), s, 1.0F,
                         1.0F, counts);
        for (const int bits : some_bits()) {
            Gate copy = gate;
            // Keep one profile purpose so that the rows themselves stay.
            if ((bits & profile_bits) == 0) continue;
            copy.set_consent(ann, state_of(bits));
            for (const int p : {adjust, improve})
                for (int m = 0; m < module_count; ++m) {
                    const auto module = static_cast<Module>(m);
                    std::vector<std::uint32_t> due;
                    for (int s = 0; s < signal_count; ++s)
                        if (expected(module, p, s, bits) == Decision::allowed)
                            due.push_back(static_cast<std::uint32_t>(100 + s));
                    std::vector<std::uint32_t> read;
                    copy.read_history(ann, static_cast<Purpose>(p), module, counts,
                                      [&](const HistoryEntry& e) { read.push_back(e.item()); });
                    QVERIFY2(
                        read == due,
                        qPrintable(QString("purpose %1, module %2, consent %3").arg(p).arg(m).arg(bits)));
                }
        }
    }

    // FB-13: one answer per signal among the rows, whatever their number.
    void a_read_of_the_history_counts_each_signal_once() {
        Gate gate(1);
        GateCounts counts;
        const auto nothing = [](const HistoryEntry&) {};
        gate.set_consent(ann, consent_to(true, false));
        for (int i = 0; i < 5; ++i)
            gate.capture(ann, i < 3 ? Signal::depth : Signal::thumb, ItemId(1), 0, 1, 1, counts);
        gate.read_history(ann, Purpose::adjust_my_recommendations, Module::preference, counts, nothing);
        gate.read_history(ann, Purpose::improve_models, Module::training, counts, nothing);
        gate.read_history(ann, Purpose::adjust_my_recommendations, Module::comments, counts, nothing);
        const auto of = [](const GateCounts::Reads& reads, Module m, int p, Signal s) {
            return reads[static_cast<std::size_t>(m)][static_cast<std::size_t>(p)]
                        [static_cast<std::size_t>(s)];
        };
        for (const Signal signal : {Signal::depth, Signal::thumb}) {
            QCOMPARE(of(counts.allowed, Module::preference, adjust, signal), std::int64_t{1});
            QCOMPARE(of(counts.refused, Module::training, improve, signal), std::int64_t{1});
            QCOMPARE(of(counts.gaps, Module::comments, adjust, signal), std::int64_t{1});
        }
        QCOMPARE(sum(counts.allowed) + sum(counts.refused) + sum(counts.gaps), std::int64_t{6});
    }

    // FB-90: what may adapt the visit alone is gone with it, and leaves no row.
    void a_consent_for_the_visit_lasts_as_long_as_the_visit() {
        Gate gate(2);
        GateCounts counts;
        ConsentState visit_only;
        visit_only.set(Purpose::adjust_this_session, true);
        gate.set_consent(ann, visit_only);
        gate.set_consent(ben, consent_to(true, false));
        for (const UserId user : {ann, ben}) {
            fill(*gate.derived(user));
            gate.feedback(user).agreements = 4;
            QCOMPARE(gate.capture(user, Signal::thumb, ItemId(1), 0, 1, 1, counts), user == ben);
            gate.forget_visit(user);
        }
        QVERIFY(is_fresh(*gate.derived(ann)));
        QVERIFY(gate.feedback(ann) == PerUserFeedbackState{});
        QCOMPARE(gate.derived(ben)->evidence[5], 2.0F);
        QCOMPARE(gate.feedback(ben).agreements, std::uint16_t{4});
        gate.set_consent(ann, consent_to(false, false));
        QVERIFY(gate.derived(ann) == nullptr);
    }

    // What waits for the next count of what is popular is as much somebody's as any row.
    void picks_that_wait_go_with_the_consent_data() {
        QTest::addColumn<bool>("improves");
        QTest::addColumn<bool>("withdraws");
        QTest::addColumn<int>("day");
        QTest::addColumn<int>("counted");
        QTest::newRow("permitted throughout") << true << false << 3 << 2;
        QTest::newRow("never permitted") << false << false << 3 << 0;
        QTest::newRow("taken back before the count") << true << true << 3 << 0;
        const int days = shipped_rules().days(Purpose::improve_models, Signal::pick);
        QTest::newRow("waited as long as rows are kept") << true << false << days << 2;
        QTest::newRow("waited a day longer") << true << false << days + 1 << 1;
    }
    void picks_that_wait_go_with_the_consent() {
        QFETCH(bool, improves);
        QFETCH(bool, withdraws);
        QFETCH(int, day);
        QFETCH(int, counted);
        Gate gate(2);
        GateCounts counts;
        gate.set_consent(ann, consent_to(true, improves));
        gate.set_consent(ben, consent_to(false, true));
        gate.capture_pick(ann, ItemId(7), 0, counts);
        gate.capture_pick(ben, ItemId(8), 0, counts);
        gate.capture_pick(ann, ItemId(7), 1, counts);
        if (withdraws) {
            gate.set_consent(ann, consent_to(true, false));
            gate.set_consent(ann, consent_to(true, true)); // brings nothing back
        }
        gate.sweep_picks(day);
        std::array<int, 10> popular{};
        gate.take_picks(counts, [&](ItemId item) { ++popular[item.value]; });
        QCOMPARE(popular[7], counted);
        QCOMPARE(popular[8], day > shipped_rules().days(Purpose::improve_models, Signal::pick) ? 0 : 1);
        constexpr auto pick = static_cast<std::size_t>(Signal::pick);
        QCOMPARE(counts.captured[pick], std::int64_t{improves ? 3 : 1});
        QCOMPARE(counts.capture_refused[pick], std::int64_t{improves ? 0 : 2});
        popular.fill(0);
        gate.take_picks(counts, [&](ItemId item) { ++popular[item.value]; });
        QVERIFY(std::ranges::all_of(popular, [](int n) { return n == 0; })); // counted once
    }

    void the_history_keeps_the_latest_oldest_first_data() {
        QTest::addColumn<int>("captures");
        for (const int n : {0, 1, history_length - 1, history_length, history_length + 1, 2 * history_length,
                            3 * history_length + 7})
            QTest::newRow(std::to_string(n).c_str()) << n;
    }
    void the_history_keeps_the_latest_oldest_first() {
        QFETCH(int, captures);
        Gate gate(1);
        GateCounts counts;
        gate.set_consent(ann, consent_to(true, false));
        std::vector<Kept> all;
        Dice dice(31, static_cast<std::uint32_t>(captures));
        for (int i = 0; i < captures; ++i) {
            const Kept row = {dice.below(1U << 24), static_cast<Signal>(dice.below(6)), i,
                              -3.9F + 7.8F * uniform(dice.word()), 3.9F * uniform(dice.word())};
            QVERIFY(gate.capture(ann, row.signal, ItemId(row.item), row.day, row.target, row.weight, counts));
            all.push_back(row);
        }
        const std::vector<Kept> kept = history(gate, ann, Purpose::adjust_my_recommendations);
        QCOMPARE(kept.size(), std::min<std::size_t>(all.size(), history_length));
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const Kept& due = all[all.size() - kept.size() + i];
            QCOMPARE(kept[i].item, due.item);
            QCOMPARE(kept[i].signal, due.signal);
            QCOMPARE(kept[i].day, due.day);
            QVERIFY(std::abs(kept[i].target - due.target) <= 1.0F / 64.0F);
            QVERIFY(std::abs(kept[i].weight - due.weight) <= 1.0F / 128.0F);
        }
    }

    void values_beyond_the_kept_range_are_cut() {
        Gate gate(1);
        GateCounts counts;
        gate.set_consent(ann, consent_to(true, false));
        gate.capture(ann, Signal::thumb, ItemId(1), 0, 50.0F, 50.0F, counts);
        gate.capture(ann, Signal::thumb, ItemId(1), 0, -50.0F, -1.0F, counts);
        const std::vector<Kept> kept = history(gate, ann, Purpose::adjust_my_recommendations);
        QVERIFY(std::abs(kept[0].target - 3.9F) < 0.02F && std::abs(kept[0].weight - 3.9F) < 0.01F);
        QVERIFY(std::abs(kept[1].target + 3.9F) < 0.02F && kept[1].weight == 0.0F);
    }

    // FB-36: on random streams of everything a gate can be asked, its counts add up, and nobody's rows are
    // read without a consent that stood at capture and stands now.
    void counts_add_up_and_no_row_escapes_its_consents() {
        constexpr int users = 5;
        Gate gate(users);
        GateCounts one;
        GateCounts two;
        std::int64_t reads = 0;
        std::int64_t captures = 0;
        struct Row {
            std::uint32_t item;
            int signal;
            int kept;
        };
        std::array<int, users> bits{};
        std::array<std::vector<Row>, users> model;
        Dice dice(32, 0);
        const int steps = test::sized(40000, 400000);
        for (int step = 0; step < steps; ++step) {
            GateCounts& counts = dice.chance(0.5) ? one : two;
            const std::uint32_t u = dice.below(users);
            const int signal = static_cast<int>(dice.below(signal_count));
            const int purpose = static_cast<int>(dice.below(purpose_count));
            const auto module = static_cast<Module>(dice.below(module_count));
            switch (dice.below(12)) {
            case 0:
                bits[u] = static_cast<int>(dice.below(256)) << 1;
                gate.set_consent(UserId(u), state_of(bits[u]));
                for (Row& row : model[u])
                    row.kept &= bits[u];
                std::erase_if(model[u], [](const Row& row) { return row.kept == 0; });
                break;
            case 1:
            case 2:
            case 3:
            case 4:
            case 5:
                ++captures;
                gate.capture(UserId(u), static_cast<Signal>(signal), ItemId(static_cast<std::uint32_t>(step)),
                             0, 0, 1, counts);
                if (const int kept = kept_for(signal, bits[u]); kept != 0)
                    model[u].push_back({static_cast<std::uint32_t>(step), signal, kept});
                if (model[u].size() > history_length) model[u].erase(model[u].begin());
                break;
            case 6: {
                std::vector<std::uint32_t> read;
                gate.read_history(UserId(u), static_cast<Purpose>(purpose), module, counts,
                                  [&](const HistoryEntry& e) { read.push_back(e.item()); });
                std::vector<std::uint32_t> due;
                std::set<int> present;
                for (const Row& row : model[u]) {
                    present.insert(row.signal);
                    if ((row.kept >> purpose & 1) != 0 &&
                        expected(module, purpose, row.signal, bits[u]) == Decision::allowed)
                        due.push_back(row.item);
                }
                reads += static_cast<std::int64_t>(present.size());
                QVERIFY(read == due);
                break;
            }
            default:
                ++reads;
                gate.read(UserId(u), static_cast<Signal>(signal), static_cast<Purpose>(purpose), module,
                          counts);
            }
        }
        one += two;
        QCOMPARE(sum(one.allowed) + sum(one.refused) + sum(one.gaps), reads);
        QCOMPARE(GateCounts::total(one.captured) + GateCounts::total(one.capture_refused), captures);
        QVERIFY(GateCounts::total(one.captured) > 0 && GateCounts::total(one.capture_refused) > 0);
        QVERIFY(sum(one.allowed) > 0 && sum(one.refused) > 0 && sum(one.gaps) > 0);
    }
};

ATTUNE_TEST(Gate_test);
#include "gate_test.moc"
