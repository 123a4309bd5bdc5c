#include "core/policy/parameters.h"
#include "simulations/credibility/lever_company.h"
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

/// A world in which everything the table speaks of happens within a fortnight.
Assumptions lively_world() {
    Assumptions assumptions;
    assumptions.churn_rate = 0.02;
    assumptions.return_rate = 0.02;
    assumptions.opt_out_rate = 0.004;
    assumptions.tap_rate = 0.06;
    assumptions.season_share = 0.5;
    assumptions.season_period = 20;
    assumptions.shock_day = 4;
    assumptions.breach_day = 6;
    assumptions.brigade_share = assumptions.promoter_share = assumptions.spammer_share =
        assumptions.griefer_share = 0.02;
    assumptions.brigade_day = 5;
    assumptions.brigade_days = 4;
    assumptions.complaint_rate = 0.01;
    assumptions.mute_rate = 0.01;
    return assumptions;
}

Policy lively_policy() {
    Policy policy;
    policy.gap_hours = 20;
    policy.weekly_cap = 4;
    policy.ask_when_fruitless = true;
    policy.ask_at_random = 0.05;
    policy.exposure_floor = {{"small", 0.5}};
    return policy;
}

/// Everything that came out of a run, as text: events by their fingerprint, values to the last digit, and how
/// many events were turned away for which reason.
const QByteArray& outcome(const Assumptions& assumptions, const Policy& policy, int days = sized(15, 30)) {
    // Many levers are held against the same run.
    static std::map<std::string, QByteArray> known;
    QByteArray& text =
        known[std::to_string(days) + world_parameters().to_json(assumptions).dump() + policy_to_json(policy)];
    if (!text.isEmpty()) return text;
    const WorldData world = make_synthetic_world(assumptions, 200, 3);
    const auto observation = run_policy(request_over(world, assumptions, policy, sized(450, 900), days, 3));
    if (!observation) return text = QByteArray::fromStdString(to_line(observation.error()));
    text = QByteArray::fromStdString(observation->fingerprint.hex());
    for (const MetricValue& value : measure(*observation).values)
        text += QByteArray::fromStdString(value.key + value.group) +
                QByteArray::number(value.value, 'g', 17) + '\n';
    for (const std::int64_t refused : observation->quarantined)
        text += QByteArray::number(static_cast<qint64>(refused)) + ' ';
    return text;
}

/// Three quarters of the way from where the lever stands to an end of its range, as the lever counts.
double moved(const ParameterSpec& spec, double from, double end) {
    if (spec.kind == ParameterKind::boolean || spec.kind == ParameterKind::choice) return end;
    const double to = from + 0.75 * (end - from);
    return spec.kind == ParameterKind::integer ? std::round(to) : to;
}

std::string full_key(const ParameterSpec& spec) {
    return spec.is_family() ? spec.family_prefix() + "small" : spec.key;
}

/// What has to be set for a lever to have anything to act on.
struct Setting {
    Assumptions assumptions = lively_world();
    Policy policy = lively_policy();
    int days = sized(15, 30);
};

Setting setting_for(const std::string& key) {
    Setting setting;
    give_company(key, setting.assumptions, setting.policy);
    setting.days = days_to_show(key, setting.days);
    return setting;
}

} // namespace

class Levers_test : public QObject {
    Q_OBJECT
private slots:
    void every_assumption_changes_something_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("up");
        const auto& entries = world_parameters().entries();
        for (std::size_t i = 0; i < entries.size(); ++i)
            for (const bool up : {true, false})
                if (entries[i].spec.standard != (up ? entries[i].spec.maximum : entries[i].spec.minimum))
                    QTest::addRow("%s %s", entries[i].spec.key.c_str(), up ? "up" : "down")
                        << static_cast<int>(i) << up;
    }
    void every_assumption_changes_something() {
        QFETCH(int, index);
        QFETCH(bool, up);
        const auto& entry = world_parameters().entries().at(static_cast<std::size_t>(index));
        const Setting setting = setting_for(entry.spec.key);
        Assumptions changed = setting.assumptions;
        const double from = world_parameters().get(changed, entry, entry.spec.key);
        world_parameters().set(changed, entry, entry.spec.key,
                               moved(entry.spec, from, up ? entry.spec.maximum : entry.spec.minimum));
        QVERIFY(changed != setting.assumptions);
        QVERIFY2(outcome(changed, setting.policy, setting.days) !=
                     outcome(setting.assumptions, setting.policy, setting.days),
                 "moving it changes nothing");
    }

    void every_policy_lever_changes_something_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("up");
        const auto& entries = policy_parameters().entries();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const double stands =
                policy_parameters().get(lively_policy(), entries[i], full_key(entries[i].spec));
            for (const bool up : {true, false})
                if (stands != (up ? entries[i].spec.maximum : entries[i].spec.minimum))
                    QTest::addRow("%s %s", entries[i].spec.key.c_str(), up ? "up" : "down")
                        << static_cast<int>(i) << up;
        }
    }
    void every_policy_lever_changes_something() {
        QFETCH(int, index);
        QFETCH(bool, up);
        const auto& entry = policy_parameters().entries().at(static_cast<std::size_t>(index));
        const std::string key = full_key(entry.spec);
        const Setting setting = setting_for(entry.spec.key);
        Policy changed = setting.policy;
        const double from = policy_parameters().get(changed, entry, key);
        double to = moved(entry.spec, from, up ? entry.spec.maximum : entry.spec.minimum);
        if (entry.spec.is_family()) to = std::min(to, 0.6); // beyond that this catalogue refuses
        policy_parameters().set(changed, entry, key, to);
        QVERIFY(changed != setting.policy);
        const QByteArray before = outcome(setting.assumptions, setting.policy, setting.days);
        const QByteArray after = outcome(setting.assumptions, changed, setting.days);
        QVERIFY2(after.contains("ctr"), after); // a run, not a refusal
        QVERIFY2(after != before, "moving it changes nothing");
    }

    void every_ranker_ranks_in_its_own_way() {
        std::set<QByteArray> outcomes;
        for (const int ranker : {0, 1, 2, 3}) {
            Policy policy = lively_policy();
            policy.ranker = ranker;
            outcomes.insert(outcome(lively_world(), policy));
        }
        QCOMPARE(outcomes.size(), 4U);
    }
};
ATTUNE_TEST(Levers_test);

#include "levers_test.moc"
