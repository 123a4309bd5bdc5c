// The gate of fairness: what is surely below four fifths needs a limit or somebody who answers for it, and
// what was found and answered for stands in the trail.
#include "core/base/random.h"
#include "core/policy/parameters.h"
#include "core/workspace/workspace.h"
#include "simulations/study/fair_gate.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

using namespace attune;

namespace {

MetricValue value(double middle, double lower, double upper) {
    MetricValue made;
    made.value = middle;
    made.lower = lower;
    made.upper = upper;
    return made;
}

/// Two groups of providers and two of people; the small ones and the rare ones as given.
FairFigures figures_with(const MetricValue& small, const MetricValue& rare, LimitState floor) {
    FairFigures figures;
    figures.groups = {{.name = "large"}, {.name = "small"}};
    for (FairGroup& group : figures.groups)
        group.disparity[static_cast<std::size_t>(FairDefinition::treatment_true)].ratio = value(1.1, 1, 1.2);
    figures.groups[1].disparity[static_cast<std::size_t>(FairDefinition::treatment_true)].ratio = small;
    figures.groups[1].floor_state = floor;
    figures.people = {{.group = "activity=often", .people = 400}, {.group = "activity=occasional", .people = 90}};
    for (ServedGroup& group : figures.people) {
        group.satisfaction = value(0.62, 0.61, 0.63);
        group.beside_all = value(0.02, 0.01, 0.03);
    }
    figures.people[1].satisfaction.value = 0.6 + rare.value;
    figures.people[1].beside_all = rare;
    return figures;
}

const MetricValue fine = value(0.9, 0.75, 1.0);
const MetricValue served = value(-0.02, -0.05, 0.01);

} // namespace

class FairGate_test : public QObject {
    Q_OBJECT
private slots:
    // FB-37
    void breach_needs_a_limit_or_an_exception_data() {
        QTest::addColumn<double>("small");     // middle of an interval of +-.05
        QTest::addColumn<double>("rare");      // likewise, satisfaction beside everybody's .6
        QTest::addColumn<double>("floor");     // of small providers
        QTest::addColumn<QString>("excepted"); // a group
        QTest::addColumn<int>("breaches");
        QTest::addColumn<int>("open");
        const auto row = [](const char* name, double small, double rare, double floor, const char* excepted,
                            int breaches, int open) {
            QTest::newRow(name) << small << rare << floor << QString(excepted) << breaches << open;
        };
        row("nobody below", 0.9, -0.02, 0, "", 0, 0);
        row("perhaps below", 0.78, -0.1, 0, "", 0, 0);
        row("small providers below", 0.6, 0, 0, "", 1, 1);
        row("with a floor", 0.6, 0, 0.3, "", 1, 0);
        row("with an exception", 0.6, 0, 0, "providers=small", 1, 0);
        row("with an exception for others", 0.6, 0, 0, "activity=occasional", 1, 1);
        row("occasional people below", 0.9, -0.3, 0, "", 1, 1);
        row("a floor for providers does not serve them", 0.9, -0.3, 0.3, "", 1, 1);
        row("both, one answered for", 0.6, -0.3, 0, "activity=occasional", 2, 1);
        row("both, both answered for", 0.6, -0.3, 0.3, "activity=occasional", 2, 0);
    }
    void breach_needs_a_limit_or_an_exception() {
        QFETCH(double, small);
        QFETCH(double, rare);
        QFETCH(double, floor);
        QFETCH(QString, excepted);
        QFETCH(int, breaches);
        QFETCH(int, open);
        Policy policy;
        if (floor > 0) policy.exposure_floor = {{"small", floor}};
        std::vector<FairException> exceptions;
        if (!excepted.isEmpty()) exceptions.push_back({excepted.toStdString(), "a trial"});
        const auto found = fair_breaches(figures_with(value(small, small - 0.05, small + 0.05),
                                                      value(rare, rare - 0.05, rare + 0.05),
                                                      floor > 0 ? LimitState::held : LimitState::none),
                                         policy, exceptions);
        QCOMPARE(static_cast<int>(found.size()), breaches);
        int uncovered = 0;
        for (const FairBreach& breach : found) {
            uncovered += breach.cover == BreachCover::none ? 1 : 0;
            QVERIFY(breach.upper < least_fair_ratio && breach.lower <= breach.ratio);
            QCOMPARE(breach.reason.empty(), breach.cover != BreachCover::exception);
        }
        QCOMPARE(uncovered, open);
    }

    void floor_that_was_not_held_protects_nobody() {
        Policy policy;
        policy.exposure_floor = {{"small", 0.3}};
        const auto found =
            fair_breaches(figures_with(value(0.6, 0.5, 0.7), served, LimitState::broken), policy, {});
        QCOMPARE(found.size(), std::size_t{1});
        QVERIFY(found.front().cover == BreachCover::none);
        QVERIFY(fair_breaches(figures_with(fine, served, LimitState::broken), policy, {}).empty());
    }

    void ratio_of_people_is_their_satisfaction_over_everybodys() {
        const auto found =
            fair_breaches(figures_with(fine, value(-0.3, -0.36, -0.24), LimitState::none), Policy{}, {});
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found.front().group, std::string("activity=occasional"));
        QVERIFY(std::abs(found.front().ratio - 0.5) < 1e-9);
        QVERIFY(std::abs(found.front().lower - 0.4) < 1e-9 && std::abs(found.front().upper - 0.6) < 1e-9);
    }

    void exception_is_a_group_and_a_reason_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("group");
        QTest::addColumn<QString>("reason");
        QTest::newRow("plain") << "activity=occasional: a trial"
                               << "activity=occasional"
                               << "a trial";
        QTest::newRow("a colon in the reason") << "providers=small:see: minutes"
                                               << "providers=small"
                                               << "see: minutes";
        QTest::newRow("no reason") << "activity=occasional:  "
                                   << ""
                                   << "";
        QTest::newRow("no colon") << "activity=occasional"
                                  << ""
                                  << "";
        QTest::newRow("no group") << "a trial: of two weeks"
                                  << ""
                                  << "";
        QTest::newRow("two lines") << "activity=occasional: a\nb"
                                   << ""
                                   << "";
    }
    void exception_is_a_group_and_a_reason() {
        QFETCH(QString, text);
        QFETCH(QString, group);
        QFETCH(QString, reason);
        const auto made = fair_exception(text.toStdString());
        QCOMPARE(made.has_value(), !group.isEmpty());
        if (!made) {
            QVERIFY(made.error().code == ErrorCode::bad_input && !made.error().remedy.empty());
            return;
        }
        QCOMPARE(made->group, group.toStdString());
        QCOMPARE(made->reason, reason.toStdString());
    }

    // FB-37, FB-99: measured on what the workspace ran last; what cannot be kept is refused with its reason.
    void policy_is_measured_on_the_scenario_of_the_workspace() {
        const QTemporaryDir folder;
        auto workspace = Workspace::open(folder.filePath("w.attune").toStdString(), OpenMode::create);
        VERIFY_OK(workspace);
        const auto fair = check_fairness(*workspace, Policy{}, {});
        VERIFY_OK(fair);
        QCOMPARE(fair->scenario, Scenario{}.name);
        QVERIFY(fair->people == 600 && fair->days == 42 && fair->replications == 2);
        for (const FairBreach& breach : fair->breaches)
            QVERIFY(breach.cover != BreachCover::none);
        QVERIFY(!fairness_words(*fair).empty());

        // Showing the large ones alone leaves the others below four fifths, surely.
        Policy harsh;
        harsh.exposure_cap = {{"small", 0.06}};
        const auto blocked = check_fairness(*workspace, harsh, {});
        QVERIFY(!blocked && blocked.error().code == ErrorCode::failed);
        QVERIFY2(blocked.error().what.find("small") != std::string::npos &&
                     blocked.error().remedy.find("--exception") != std::string::npos,
                 blocked.error().what.c_str());
        const std::vector<FairException> answered{{"providers=small", "They close next month"}};
        const auto excepted = check_fairness(*workspace, harsh, answered);
        VERIFY_OK(excepted);
        QCOMPARE(excepted->breaches.size(), std::size_t{1});
        QVERIFY(excepted->breaches.front().cover == BreachCover::exception);
        QVERIFY(fairness_words(*excepted).find("They close next month") != std::string::npos);

        const auto needless = check_fairness(*workspace, Policy{}, answered);
        QVERIFY(!needless && needless.error().code == ErrorCode::bad_input);
        Policy impossible;
        impossible.exposure_floor = {{"small", 0.9}, {"large", 0.2}};
        QVERIFY(!check_fairness(*workspace, impossible, {}));
    }
};

ATTUNE_TEST(FairGate_test);
#include "fair_gate_test.moc"
