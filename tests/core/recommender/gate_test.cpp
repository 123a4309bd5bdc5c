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
#include <string>
#include <vector>

using namespace attune;
using attune::test::consent_to;
using attune::test::Dice;

namespace {

// One letter per signal, in the order impression, pick, depth, thumb, not interested, prompt event:
// y = may be used where the purpose is granted, . = no such use.
constexpr std::array<const char*, purpose_count> table = {"y...yy", "yyyyy.", "yyyyy."};

bool granted(int purpose, int bits) {
    return purpose == 0 || (bits & (1 << purpose)) != 0;
}

Decision expected(int purpose, int signal, int bits) {
    if (table[static_cast<std::size_t>(purpose)][signal] == '.') return Decision::gap;
    return granted(purpose, bits) ? Decision::allowed : Decision::refused;
}

bool may_be_kept(int signal, int bits) {
    return expected(1, signal, bits) == Decision::allowed || expected(2, signal, bits) == Decision::allowed;
}

std::int64_t sum(const std::array<GateCounts::ByPurpose, module_count>& counts) {
    std::int64_t total = 0;
    for (const auto& row : counts)
        for (const std::int64_t n : row)
            total += n;
    return total;
}

ConsentState state_of(int bits) {
    return {.granted = static_cast<std::uint8_t>(bits)};
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
    gate.read_history(user, purpose, Module::preference, counts, [&](const HistoryEntry& e) {
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
        QTest::addColumn<int>("signal");
        QTest::addColumn<int>("bits");
        for (int p = 0; p < purpose_count; ++p)
            for (int s = 0; s < signal_count; ++s)
                for (int bits = 0; bits < 8; ++bits)
                    QTest::newRow((std::string(name(static_cast<Purpose>(p))) + ", " +
                                   std::string(name(static_cast<Signal>(s))) + ", consent " +
                                   std::to_string(bits))
                                      .c_str())
                        << p << s << bits;
    }
    void every_use_is_decided_as_the_table_says() {
        QFETCH(int, purpose);
        QFETCH(int, signal);
        QFETCH(int, bits);
        const Decision decision = expected(purpose, signal, bits);
        QCOMPARE(decide(static_cast<Purpose>(purpose), static_cast<Signal>(signal), state_of(bits)),
                 decision);
        QCOMPARE(in_matrix(static_cast<Purpose>(purpose), static_cast<Signal>(signal)),
                 decision != Decision::gap);

        Gate gate(2);
        gate.set_consent(ann, state_of(bits));
        for (int m = 0; m < module_count; ++m) {
            GateCounts counts;
            QCOMPARE(gate.read(ann, static_cast<Signal>(signal), static_cast<Purpose>(purpose),
                               static_cast<Module>(m), counts),
                     decision == Decision::allowed);
            const auto& cell = decision == Decision::allowed   ? counts.allowed
                               : decision == Decision::refused ? counts.refused
                                                               : counts.gaps;
            QCOMPARE(cell[static_cast<std::size_t>(m)][static_cast<std::size_t>(purpose)], std::int64_t{1});
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
            for (int bits = 0; bits < 8; ++bits)
                QTest::newRow(
                    (std::string(name(static_cast<Signal>(s))) + ", consent " + std::to_string(bits)).c_str())
                    << s << bits;
    }
    void a_capture_is_kept_only_where_a_profile_purpose_allows_it() {
        QFETCH(int, signal);
        QFETCH(int, bits);
        const bool keep = may_be_kept(signal, bits);
        Gate gate(2);
        GateCounts counts;
        gate.set_consent(ann, state_of(bits));
        QCOMPARE(gate.capture(ann, static_cast<Signal>(signal), ItemId(7), 3, 1.0F, 1.0F, counts), keep);
        QCOMPARE(counts.captured, std::int64_t{keep ? 1 : 0});
        QCOMPARE(counts.capture_refused, std::int64_t{keep ? 0 : 1});
        // Granting everything afterwards brings nothing back.
        gate.set_consent(ann, consent_to(true, true));
        QCOMPARE(history(gate, ann, Purpose::adjust_my_recommendations).size(), keep ? 1U : 0U);
        QCOMPARE(history(gate, ann, Purpose::improve_models).size(), keep ? 1U : 0U);
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
        QCOMPARE(gate.feedback(ann).agreements, std::uint16_t{9});
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
        for (int bits = 0; bits < 8; ++bits) {
            Gate copy = gate;
            // Keep one profile purpose so that the rows themselves stay.
            if ((bits & 6) == 0) continue;
            copy.set_consent(ann, state_of(bits));
            for (int p = 0; p < purpose_count; ++p) {
                std::vector<std::uint32_t> due;
                for (int s = 0; s < signal_count; ++s)
                    if (may_be_kept(s, 6) && expected(p, s, bits) == Decision::allowed)
                        due.push_back(static_cast<std::uint32_t>(100 + s));
                std::vector<std::uint32_t> read;
                for (const Kept& row : history(copy, ann, static_cast<Purpose>(p)))
                    read.push_back(row.item);
                QVERIFY2(read == due, qPrintable(QString("purpose %1, consent %2").arg(p).arg(bits)));
            }
        }
    }

    void a_read_of_the_history_counts_once() {
        Gate gate(1);
        GateCounts counts;
        const auto nothing = [](const HistoryEntry&) {};
        gate.set_consent(ann, consent_to(true, false));
        gate.read_history(ann, Purpose::adjust_my_recommendations, Module::preference, counts, nothing);
        gate.read_history(ann, Purpose::improve_models, Module::training, counts, nothing);
        const auto preference = static_cast<std::size_t>(Module::preference);
        const auto training = static_cast<std::size_t>(Module::training);
        QCOMPARE(counts.allowed[preference][1], std::int64_t{1});
        QCOMPARE(counts.refused[training][2], std::int64_t{1});
        QCOMPARE(sum(counts.allowed) + sum(counts.refused) + sum(counts.gaps), std::int64_t{2});
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
            const Kept row = {dice.below(1U << 24), static_cast<Signal>(dice.below(5)), i,
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
        std::array<int, users> bits{};
        std::array<std::vector<std::uint32_t>, users> model;
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
                bits[u] = static_cast<int>(dice.below(8));
                gate.set_consent(UserId(u), state_of(bits[u]));
                if ((bits[u] & 6) == 0) model[u].clear();
                break;
            case 1:
            case 2:
            case 3:
            case 4:
            case 5:
                ++captures;
                gate.capture(UserId(u), static_cast<Signal>(signal), ItemId(static_cast<std::uint32_t>(step)),
                             0, 0, 1, counts);
                if (may_be_kept(signal, bits[u]))
                    model[u].push_back(static_cast<std::uint32_t>(step) * 8U +
                                       static_cast<std::uint32_t>(signal));
                if (model[u].size() > history_length) model[u].erase(model[u].begin());
                break;
            case 6: {
                ++reads;
                std::vector<std::uint32_t> read;
                gate.read_history(UserId(u), static_cast<Purpose>(purpose), module, counts,
                                  [&](const HistoryEntry& e) {
                                      read.push_back(e.item() * 8U + static_cast<std::uint32_t>(e.signal()));
                                  });
                std::vector<std::uint32_t> due;
                for (const std::uint32_t row : model[u])
                    if (expected(purpose, static_cast<int>(row % 8U), bits[u]) == Decision::allowed)
                        due.push_back(row);
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
        QCOMPARE(one.captured + one.capture_refused, captures);
        QVERIFY(one.captured > 0 && one.capture_refused > 0);
        QVERIFY(sum(one.allowed) > 0 && sum(one.refused) > 0 && sum(one.gaps) > 0);
    }
};

ATTUNE_TEST(Gate_test);
#include "gate_test.moc"
