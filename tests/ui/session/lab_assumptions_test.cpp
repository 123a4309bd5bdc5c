// Assumptions changed in the lab: what makes a step, what is refused, what a reset goes back to, and that a
// file brings all of it back.
#include "simulations/report/assumption_words.h"
#include "tests/ui/session/watched_document.h"
#include "ui/session/lab.h"

#include <cmath>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr const char* cost = "world.satiation.cost";
constexpr const char* appetite = "world.choice.no_choice";

double standard(const char* key) {
    return world_parameters().find(key)->spec.standard;
}

double value(const LabSetup& setup, const char* key) {
    return world_parameters().get(setup.scenario->scenario.assumptions, *world_parameters().find(key), key);
}

struct Opened {
    Lab lab;
    QSignalSpy changed{&lab, &Lab::changed};
    explicit Opened(const LabSetup& setup = setup_with(1)) { lab.open(setup); }
    int steps() { return lab.undo_stack().count(); }
};

} // namespace

class Lab_assumptions_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_change_is_a_step_with_its_name() {
        Opened o;
        const auto before = o.lab.setup().scenario;
        VERIFY_OK(o.lab.set_assumption(cost, 0.2));
        QCOMPARE(o.changed.count(), 1);
        QVERIFY(o.lab.undo_stack().undoText().endsWith(u"0.45 nats to 0.20 nats"_s));
        QCOMPARE(value(o.lab.setup(), cost), 0.2);
        QCOMPARE(before->scenario.assumptions.satiation_cost, standard(cost)); // others may still run with it
        Scenario rest = o.lab.setup().scenario->scenario;
        rest.assumptions = before->scenario.assumptions;
        QVERIFY(rest == before->scenario);
        o.lab.undo_stack().undo();
        QCOMPARE(o.lab.setup().scenario, before);
        QVERIFY(!o.lab.setup().own_assumptions);
        o.lab.undo_stack().redo();
        QCOMPARE(value(o.lab.setup(), cost), 0.2);
        QCOMPARE(o.lab.own_assumptions().satiation_cost, standard(cost));
        VERIFY_OK(o.lab.set_assumption(cost, 0.2));
        QCOMPARE(o.steps(), 1); // nothing changed, no step
    }

    void changes_of_one_assumption_merge_until_it_is_left() {
        Opened o;
        const auto before = o.lab.setup().scenario;
        for (const double wanted : {0.4, 0.35, 0.3})
            VERIFY_OK(o.lab.set_assumption(cost, wanted));
        QCOMPARE(o.steps(), 1);
        o.lab.finish_step();
        VERIFY_OK(o.lab.set_assumption(cost, 0.2));
        QCOMPARE(o.steps(), 2);
        VERIFY_OK(o.lab.set_assumption(appetite, 2));
        QCOMPARE(o.steps(), 3);
        // There and back is no step, and the people are the very same again.
        Opened back;
        const auto same = back.lab.setup().scenario;
        VERIFY_OK(back.lab.set_assumption(cost, 0.2));
        VERIFY_OK(back.lab.set_assumption(cost, standard(cost)));
        QCOMPARE(back.steps(), 0);
        QCOMPARE(back.lab.setup().scenario->scenario, same->scenario);
        QVERIFY(!back.lab.setup().own_assumptions);
    }

    void what_is_refused_changes_nothing_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("to");
        QTest::newRow("too large") << cost << 50.0;
        QTest::newRow("too small") << cost << -1.0;
        QTest::newRow("no number") << cost << std::nan("");
        QTest::newRow("not whole") << "world.items.categories" << 7.5;
        QTest::newRow("unknown") << "world.none" << 1.0;
        QTest::newRow("a lever") << "prompt.weekly_cap" << 1.0;
    }
    void what_is_refused_changes_nothing() {
        QFETCH(QString, key);
        QFETCH(double, to);
        Opened o;
        const Status done = o.lab.set_assumption(key.toStdString(), to);
        QVERIFY(!done);
        QVERIFY(!done.error().what.empty());
        QCOMPARE(done.error().where, key.toStdString());
        QCOMPARE(o.steps() + o.changed.count(), 0);
        Lab closed;
        QVERIFY(!closed.set_assumption(cost, 0.2));
        closed.reset_assumptions();
    }

    // A floor of 30 % for small providers cannot be met where they have next to no items.
    void a_world_in_which_a_policy_cannot_run_is_refused() {
        LabSetup setup = setup_with(1);
        setup.candidate.exposure_floor = {{"small", 0.5}};
        Opened o(setup);
        const Status done = o.lab.set_assumption("world.items.large_item_share", 0.95);
        QVERIFY(!done);
        QCOMPARE(o.steps(), 0);
        VERIFY_OK(o.lab.set_assumption("world.items.large_item_share", 0.6));
    }

    void reset_goes_to_what_the_scenario_says() {
        LabSetup setup = setup_with(1);
        auto own = std::make_shared<LoadedScenario>(*setup.scenario);
        own->scenario.assumptions.satiation_cost = 0.7;
        setup.scenario = own;
        Opened o(setup);
        VERIFY_OK(o.lab.set_assumption(cost, 0.1));
        VERIFY_OK(o.lab.set_assumption(appetite, 2));
        VERIFY_OK(o.lab.reset_assumption(cost));
        QCOMPARE(value(o.lab.setup(), cost), 0.7);
        QCOMPARE(value(o.lab.setup(), appetite), 2.0);
        QCOMPARE(o.steps(), 3);
        o.lab.reset_assumptions();
        QCOMPARE(o.lab.setup().scenario->scenario, own->scenario);
        QVERIFY(!o.lab.setup().own_assumptions);
        QCOMPARE(o.steps(), 4);
        o.lab.reset_assumptions();
        QCOMPARE(o.steps(), 4);
        o.lab.undo_stack().undo();
        QCOMPARE(value(o.lab.setup(), appetite), 2.0);
    }

    void a_new_seed_keeps_them_and_another_scenario_drops_them() {
        Opened o;
        VERIFY_OK(o.lab.set_assumption(cost, 0.1));
        VERIFY_OK(o.lab.set_seed(77));
        QCOMPARE(value(o.lab.setup(), cost), 0.1);
        QCOMPARE(o.lab.own_assumptions().satiation_cost, standard(cost));
        o.lab.set_scenario(setup_with(3).scenario);
        QCOMPARE(value(o.lab.setup(), cost), standard(cost));
        QVERIFY(!o.lab.setup().own_assumptions);
    }

    void a_file_brings_them_back() {
        DocumentFolder folder;
        Opened o;
        VERIFY_OK(o.lab.set_assumption(cost, 0.1));
        VERIFY_OK(o.lab.set_assumption("world.items.categories", 9));
        {
            Watched first;
            first.document.create(folder.path("w.attune"));
            OPENED(first, 1);
            first.document.save_setup(o.lab.setup());
            SAVED(first);
        }
        const auto found = setup_in(folder.path("w.attune"));
        QVERIFY(same(found, o.lab.setup()));
        QVERIFY(found->own_assumptions == o.lab.setup().own_assumptions);
        Lab again;
        again.open(*found);
        again.reset_assumptions();
        QCOMPARE(again.setup().scenario->scenario.assumptions, setup_with(1).scenario->scenario.assumptions);
        QCOMPARE(QString::fromStdString(folder.check()), QString());
    }

    // A kept run is shown with its own people, and says what was changed of them.
    void a_kept_run_brings_them_back() {
        DocumentFolder folder;
        Opened o;
        VERIFY_OK(o.lab.set_assumption(cost, 0.1));
        const auto input = comparison_of(o.lab.setup());
        Watched watched;
        watched.document.create(folder.path("w.attune"));
        OPENED(watched, 1);
        watched.document.keep(input);
        SAVED(watched);
        watched.document.load_kept(input->comparison->id);
        QTRY_COMPARE_WITH_TIMEOUT(watched.kept.count(), 1, patience);
        const auto setup = watched.kept.front().at(1).value<LabSetup>();
        QCOMPARE(setup.scenario->scenario, o.lab.setup().scenario->scenario);
        QVERIFY(setup.own_assumptions == o.lab.setup().own_assumptions);
        const auto leaning = leaning_of(input->run);
        QVERIFY(leaning && leaning->changed.size() == 1 && leaning->changed.front().key == cost);
    }

    void what_a_file_says_of_them_is_checked_data() {
        QTest::addColumn<QByteArray>("assumptions");
        QTest::newRow("out of range") << QByteArray(R"({"world.satiation.cost": 50})");
        QTest::newRow("unknown") << QByteArray(R"({"world.none": 1})");
        QTest::newRow("no object") << QByteArray("[1]");
        QTest::newRow("a word") << QByteArray(R"({"world.satiation.cost": "low"})");
    }
    void what_a_file_says_of_them_is_checked() {
        QFETCH(QByteArray, assumptions);
        DocumentFolder folder;
        const QString file = folder.path("w.attune");
        Opened o;
        VERIFY_OK(o.lab.set_assumption(cost, 0.1));
        {
            Watched maker;
            maker.document.create(file);
            OPENED(maker, 1);
            maker.document.save_setup(o.lab.setup());
            SAVED(maker);
        }
        {
            const auto workspace = Workspace::open(file.toStdString(), OpenMode::existing);
            VERIFY_OK(workspace);
            QByteArray json = QByteArray::fromStdString(workspace->drafts().find("lab")->json);
            const QByteArray good = R"({"world.satiation.cost":0.1})";
            QVERIFY2(json.contains(good), json.constData());
            json.replace(good, assumptions);
            VERIFY_OK(workspace->drafts().save({"lab", json.toStdString(), "then"}));
        }
        Watched reader;
        reader.document.open(file);
        FAILED(reader, 1);
        QVERIFY(!reader.setup());
        QVERIFY(!reader.error().what.empty());
    }
};

ATTUNE_TEST(Lab_assumptions_test);

#include "lab_assumptions_test.moc"
