// The lab's setup and its undo steps: what makes one step, what it is called, what is refused and why.
#include "core/consent/matrix_edit.h"
#include "tests/support/test.h"
#include "ui/session/lab.h"

#include <cmath>
#include <limits>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

Scenario small_world() {
    Scenario scenario;
    scenario.name = "small";
    scenario.users = 64;
    scenario.days = 7;
    scenario.items = 200;
    return scenario;
}

std::shared_ptr<const LoadedScenario> loaded(const Scenario& scenario) {
    return std::make_shared<LoadedScenario>(LoadedScenario{scenario, std::nullopt});
}

/// An imported world of `items` items, all in one category; every fifth belongs to "newcomers".
std::shared_ptr<const LoadedScenario> imported(std::uint32_t items, std::vector<std::string> groups) {
    LoadedScenario made{small_world(), WorldData{}};
    made.scenario.name = "imported";
    made.scenario.imported = true;
    Catalogue& catalogue = made.world->catalogue;
    catalogue.categories = {"films"};
    catalogue.provider_groups = std::move(groups);
    catalogue.providers = {{"a", ProviderGroupId(0)}, {"b", ProviderGroupId(1)}};
    for (std::uint32_t i = 0; i < items; ++i)
        catalogue.items.push_back({.category = CategoryId(0), .provider = ProviderId(i % 5 == 0 ? 1U : 0U)});
    return std::make_shared<LoadedScenario>(std::move(made));
}

LabSetup two_policies() {
    LabSetup setup;
    setup.scenario = loaded(small_world());
    setup.baseline.name = "today";
    setup.candidate.name = "gentler";
    setup.replications = 2;
    return setup;
}

struct Watched {
    Lab lab;
    QSignalSpy changed{&lab, &Lab::changed};
    QSignalSpy dragged{&lab, &Lab::dragged};
    explicit Watched(const LabSetup& setup = two_policies()) { lab.open(setup); }
    int steps() { return lab.undo_stack().count(); }
    QString last_step() { return lab.undo_stack().undoText(); }
    double value(const std::string& key) { return lab.value(*lab.find_lever(key)); }
};

QString line(const Status& status) {
    return status ? QString() : QString::fromStdString(to_line(status.error()));
}

} // namespace

class Lab_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opening_and_closing() {
        Lab lab;
        QSignalSpy opened(&lab, &Lab::opened), closed(&lab, &Lab::closed), changed(&lab, &Lab::changed);
        QVERIFY(!lab.is_open());
        QVERIFY(lab.levers().empty());
        QVERIFY(lab.seed_text().isEmpty());
        QVERIFY(!lab.set_lever("prompt.weekly_cap", 1));
        QVERIFY(!lab.set_seed(5));
        lab.reset_all();
        lab.swap_policies();
        lab.close();
        QCOMPARE(closed.count(), 0);
        lab.open(two_policies());
        VERIFY_OK(lab.set_lever("prompt.weekly_cap", 1));
        lab.open(two_policies());
        QCOMPARE(opened.count(), 2);
        QCOMPARE(lab.undo_stack().count(), 0);
        QCOMPARE(lab.setup().candidate.weekly_cap, 2);
        lab.close();
        QCOMPARE(closed.count(), 1);
        QCOMPARE(changed.count(), 1);
    }

    void the_matrix_in_force_is_no_step_and_no_step_takes_it_back() {
        Watched w;
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 1));
        const int steps = w.lab.undo_stack().count(), changes = static_cast<int>(w.changed.count());
        const ConsentMatrix shorter =
            with_validity(shipped_matrix(), Purpose::adjust_my_recommendations, 100);
        const auto matrix = put_in_force(1, matrix_to_json(shorter), "m");
        VERIFY_OK(matrix);
        w.lab.follow_matrix(*matrix);
        QVERIFY(same_matrix(w.lab.setup().scenario->consent, *matrix));
        QCOMPARE(w.lab.undo_stack().count(), steps);
        QCOMPARE(w.changed.count(), changes + 1); // what is on screen was run under other rules
        w.lab.follow_matrix(*matrix);
        QCOMPARE(w.changed.count(), changes + 1);
        w.lab.undo_stack().undo();
        QVERIFY(same_matrix(w.lab.setup().scenario->consent, *matrix));
        const auto before = two_policies().scenario;
        QVERIFY(!same_world(before, w.lab.setup().scenario));
        // Another file begins under its own.
        w.lab.begin_under(nullptr);
        w.lab.open(two_policies());
        QVERIFY(same_matrix(w.lab.setup().scenario->consent, nullptr));
    }

    void a_lever_makes_a_step_with_its_name() {
        Watched w;
        const Policy baseline = w.lab.setup().baseline;
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 1));
        QCOMPARE(w.changed.count(), 1);
        QCOMPARE(w.last_step(), u"Prompts per week 2 to 1"_s);
        QCOMPARE(w.lab.setup().candidate.weekly_cap, 1);
        QVERIFY(w.lab.setup().baseline == baseline);

        w.lab.undo_stack().undo();
        QCOMPARE(w.changed.count(), 2);
        QCOMPARE(w.lab.setup().candidate.weekly_cap, 2);
        QCOMPARE(w.lab.undo_stack().redoText(), u"Prompts per week 2 to 1"_s);
        w.lab.undo_stack().redo();
        QCOMPARE(w.changed.count(), 3);
        QCOMPARE(w.lab.setup().candidate.weekly_cap, 1);
        QCOMPARE(w.dragged.count(), 0);
    }

    void names_of_steps_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("name");
        QTest::newRow("hours") << "prompt.gap_hours" << 168.0 << "Gap between prompts 72 h to 168 h";
        QTest::newRow("switch") << "prompt.enabled" << 0.0 << "Ask for feedback on to off";
        QTest::newRow("choice") << "ranking.ranker" << 3.0 << "Way of ranking learned taste to chance";
        QTest::newRow("family") << "fairness.floor.small" << 0.18 << "Floor, small providers off to 18 %";
        QTest::newRow("real") << "deescalation.step" << 0.85 << "Strength of a step 0.80 to 0.85";
    }
    void names_of_steps() {
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(QString, name);
        Watched w;
        VERIFY_OK(w.lab.set_lever(key.toStdString(), value));
        QCOMPARE(w.last_step(), name);
    }

    void steps_of_one_lever_merge_until_the_focus_leaves() {
        Watched w;
        for (const int value : {3, 4, 5})
            VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", value));
        QCOMPARE(w.changed.count(), 3);
        QCOMPARE(w.steps(), 1);
        QCOMPARE(w.last_step(), u"Prompts per week 2 to 5"_s);
        w.lab.finish_step();
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 6));
        QCOMPARE(w.steps(), 2);
        QCOMPARE(w.last_step(), u"Prompts per week 5 to 6"_s);
        VERIFY_OK(w.lab.set_lever("prompt.session_cap", 2));
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 7));
        QCOMPARE(w.steps(), 4);
        w.lab.undo_stack().undo();
        VERIFY_OK(w.lab.set_lever("prompt.session_cap", 3));
        QCOMPARE(w.steps(), 4);
        QCOMPARE(w.last_step(), u"Prompts per visit 2 to 3"_s);
    }

    void back_where_it_began_is_no_step() {
        Watched w;
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 2));
        QCOMPARE(w.steps(), 0);
        QCOMPARE(w.changed.count(), 0);
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 3));
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 2));
        QCOMPARE(w.steps(), 0);
        QCOMPARE(w.changed.count(), 2);
        VERIFY_OK(w.lab.set_lever("fairness.floor.small", 0.1));
        VERIFY_OK(w.lab.set_lever("fairness.floor.small", 0));
        QCOMPARE(w.steps(), 0);
        QVERIFY(w.lab.setup().candidate.exposure_floor.empty());
    }

    void a_drag_is_one_step() {
        Watched w;
        for (const int value : {3, 4, 4, 9})
            VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", value));
        QVERIFY(w.lab.dragging());
        QCOMPARE(w.dragged.count(), 3); // one of the four changed nothing
        QCOMPARE(w.changed.count(), 0);
        QCOMPARE(w.steps(), 0);
        QCOMPARE(w.lab.setup().candidate.weekly_cap, 9);
        w.lab.end_drag();
        QVERIFY(!w.lab.dragging());
        QCOMPARE(w.changed.count(), 1);
        QCOMPARE(w.dragged.count(), 3);
        QCOMPARE(w.steps(), 1);
        QCOMPARE(w.last_step(), u"Prompts per week 2 to 9"_s);
        w.lab.end_drag();
        QCOMPARE(w.changed.count(), 1);
        w.lab.undo_stack().undo();
        QCOMPARE(w.lab.setup().candidate.weekly_cap, 2);
    }

    void drags_and_keys_do_not_merge() {
        Watched w;
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 3));
        VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", 4));
        w.lab.end_drag();
        VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", 5));
        w.lab.end_drag();
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 6));
        QCOMPARE(w.steps(), 4);
    }

    void a_drag_can_be_taken_back() {
        Watched w;
        VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", 7));
        w.lab.cancel_drag();
        QVERIFY(!w.lab.dragging());
        QCOMPARE(w.lab.setup().candidate.weekly_cap, 2);
        QCOMPARE(w.dragged.count(), 2);
        QCOMPARE(w.changed.count(), 0);
        QCOMPARE(w.steps(), 0);
        w.lab.cancel_drag();
        QCOMPARE(w.dragged.count(), 2);
    }

    void a_drag_that_comes_back_is_taken_back() {
        Watched w;
        VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", 7));
        VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", 2));
        QCOMPARE(w.dragged.count(), 2);
        w.lab.end_drag();
        QCOMPARE(w.dragged.count(), 3);
        QCOMPARE(w.changed.count(), 0);
        QCOMPARE(w.steps(), 0);
    }

    void a_press_without_a_move_is_no_drag() {
        Watched w;
        VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", 2));
        QVERIFY(!w.lab.dragging());
        w.lab.end_drag();
        QCOMPARE(w.dragged.count() + w.changed.count() + w.steps(), 0);
    }

    void undo_in_the_middle_of_a_drag_ends_it() {
        Watched w;
        VERIFY_OK(w.lab.set_lever("prompt.session_cap", 2));
        VERIFY_OK(w.lab.drag_lever("prompt.weekly_cap", 7));
        w.lab.undo_stack().undo();
        QVERIFY(!w.lab.dragging());
        QCOMPARE(w.lab.setup().candidate.weekly_cap, 2);
        QCOMPARE(w.lab.setup().candidate.session_cap, 1);
    }

    void refused_values_change_nothing_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("words");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("above") << "prompt.weekly_cap" << 51.0
                               << "Prompts per week cannot be 51. The range is 0 to 50";
        QTest::newRow("below") << "prompt.gap_hours" << -6.0
                               << "Gap between prompts cannot be \u22126 h. The range is 0 h to 720 h";
        QTest::newRow("share") << "fairness.floor.small" << 0.95
                               << "Floor, small providers cannot be 95 %. The range is 0 % to 90 %";
        QTest::newRow("not whole") << "prompt.weekly_cap" << 1.5
                                   << "Prompts per week cannot be 1.5. It is a whole number, 0 to 50";
        QTest::newRow("no number") << "prompt.gap_hours" << nan << "This is not a number";
        QTest::newRow("no such choice") << "ranking.ranker" << 4.0 << "Way of ranking cannot be 4.";
        QTest::newRow("no such lever") << "prompt.daily_cap" << 1.0 << "no lever 'prompt.daily_cap'";
        QTest::newRow("no such group")
            << "fairness.floor.medium" << 0.1 << "no lever 'fairness.floor.medium'";
        QTest::newRow("watch above react")
            << "deescalation.watch_at" << 0.6
            << "'Sure enough to watch' lies above 'Sure enough to react' in 'gentler'";
        QTest::newRow("floors too high together") << "fairness.floor.large" << 0.9 << "add up to 1.1";
    }
    void refused_values_change_nothing() {
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(QString, words);
        LabSetup setup = two_policies();
        setup.candidate.acknowledge_at = 0.5;
        setup.candidate.exposure_floor["small"] = 0.2;
        Watched w(setup);
        const Policy before = w.lab.setup().candidate;
        for (const bool drag : {false, true}) {
            const Status done =
                drag ? w.lab.drag_lever(key.toStdString(), value) : w.lab.set_lever(key.toStdString(), value);
            QVERIFY(!done);
            QVERIFY2(line(done).contains(words), qPrintable(line(done)));
            QCOMPARE(done.error().where, key.toStdString());
            QVERIFY(w.lab.setup().candidate == before);
        }
        QVERIFY(!w.lab.dragging());
        QCOMPARE(w.changed.count() + w.dragged.count() + w.steps(), 0);
    }

    // Ten places, three of one category: 20 items in one category can fill three places with newcomers, so a
    // floor of 9 in 10 has no chance, and one of a tenth has.
    void a_floor_the_catalogue_cannot_meet_is_refused() {
        LabSetup setup = two_policies();
        setup.scenario = imported(20, {"established", "newcomers"});
        Watched w(setup);
        const Status refused = w.lab.set_lever("fairness.floor.newcomers", 0.9);
        QVERIFY(!refused);
        QVERIFY2(line(refused).contains(u"cannot be met"_s), qPrintable(line(refused)));
        VERIFY_OK(w.lab.set_lever("fairness.floor.newcomers", 0.1));
        // The same rule holds when another lever makes the floor impossible.
        VERIFY_OK(w.lab.set_lever("fairness.floor.newcomers", 0.4));
        const Status cap = w.lab.set_lever("ranking.category_cap", 1);
        QVERIFY(!cap);
        QVERIFY2(line(cap).contains(u"cannot be met"_s), qPrintable(line(cap)));
    }

    void levers_follow_the_groups_of_the_scenario() {
        Watched w;
        const auto floors = [&] {
            QStringList keys;
            for (const Lab::Lever& lever : w.lab.levers())
                if (lever.entry->spec.family_prefix() == "fairness.floor.")
                    keys << QString::fromStdString(lever.key);
            return keys;
        };
        QCOMPARE(floors(), QStringList({u"fairness.floor.large"_s, u"fairness.floor.small"_s}));
        QCOMPARE(w.lab.levers().size(), policy_parameters().entries().size() + 2); // two families, two groups
        w.lab.set_scenario(imported(200, {"earlier", "later"}));
        QCOMPARE(floors(), QStringList({u"fairness.floor.earlier"_s, u"fairness.floor.later"_s}));
        QCOMPARE(Lab::name(*w.lab.find_lever("fairness.floor.later")), u"Floor, later providers"_s);
        w.lab.undo_stack().undo();
        QCOMPARE(floors(), QStringList({u"fairness.floor.large"_s, u"fairness.floor.small"_s}));
    }

    void a_policy_that_cannot_run_here_can_be_mended() {
        Watched w;
        VERIFY_OK(w.lab.set_lever("fairness.floor.small", 0.2));
        w.lab.set_scenario(imported(200, {"earlier", "later"}));
        QVERIFY(w.lab.find_lever("fairness.floor.small").has_value());
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 1)); // not this lever's fault
        const Status again = w.lab.set_lever("fairness.floor.small", 0.1);
        QVERIFY(!again);
        QVERIFY2(line(again).contains(u"no providers of the group 'small'"_s), qPrintable(line(again)));
        VERIFY_OK(w.lab.reset_lever("fairness.floor.small"));
        QVERIFY(!w.lab.find_lever("fairness.floor.small").has_value());
        VERIFY_OK(w.lab.set_lever("fairness.floor.later", 0.1));
    }

    void reset_goes_to_the_baseline_and_can_be_undone() {
        LabSetup setup = two_policies();
        setup.baseline.weekly_cap = 7;
        Watched w(setup);
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 1));
        VERIFY_OK(w.lab.reset_lever("prompt.weekly_cap"));
        QCOMPARE(w.value("prompt.weekly_cap"), 7.0);
        QCOMPARE(w.steps(), 2);
        QCOMPARE(w.last_step(), u"Prompts per week 1 to 7"_s);
        QVERIFY(!w.lab.reset_lever("prompt.daily_cap"));
    }

    void all_levers_reset_but_the_name_stays() {
        Watched w;
        VERIFY_OK(w.lab.set_lever("prompt.weekly_cap", 1));
        VERIFY_OK(w.lab.set_lever("fairness.floor.small", 0.2));
        w.lab.reset_all();
        QVERIFY(policy_parameters().diff(w.lab.setup().baseline, w.lab.setup().candidate).empty());
        QCOMPARE(w.lab.setup().candidate.name, std::string("gentler"));
        QCOMPARE(w.last_step(), u"all levers back to the baseline"_s);
        w.lab.reset_all();
        QCOMPARE(w.steps(), 3);
        w.lab.undo_stack().undo();
        QCOMPARE(w.value("fairness.floor.small"), 0.2);
    }

    void policies_are_chosen_and_swapped() {
        Watched w;
        Policy firm;
        firm.name = "firm";
        firm.step = 1.2;
        w.lab.set_candidate(firm);
        QCOMPARE(w.last_step(), u"B is Firm"_s);
        w.lab.set_candidate(firm);
        QCOMPARE(w.steps(), 1);
        w.lab.swap_policies();
        QCOMPARE(w.lab.setup().baseline, firm);
        QCOMPARE(w.lab.setup().candidate.name, std::string("today"));
        QCOMPARE(w.last_step(), u"swap A and B"_s);
        w.lab.set_baseline(Policy{});
        QCOMPARE(w.last_step(), u"A is Default"_s);
        QCOMPARE(w.changed.count(), 3);
        for (int i = 0; i < 3; ++i)
            w.lab.undo_stack().undo();
        QCOMPARE(w.lab.setup().baseline.name, std::string("today"));
        QCOMPARE(w.lab.setup().candidate.name, std::string("gentler"));
    }

    void the_seed_is_set_locked_and_copied() {
        Watched w;
        QCOMPARE(w.lab.seed_text(), u"1"_s);
        const auto before = w.lab.setup().scenario;
        VERIFY_OK(w.lab.set_seed(20471));
        QCOMPARE(w.lab.seed_text(), u"20471"_s);
        QCOMPARE(before->scenario.seed, 1U); // others may still read the old one
        QCOMPARE(w.last_step(), u"seed 1 to 20471"_s);
        QSignalSpy locked(&w.lab, &Lab::seed_lock_changed);
        w.lab.set_seed_locked(true);
        w.lab.set_seed_locked(true);
        QCOMPARE(locked.count(), 1);
        const Status refused = w.lab.set_seed(3);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::refused);
        QCOMPARE(line(refused), u"The seed is locked, so that runs stay comparable. Unlock it first"_s);
        VERIFY_OK(w.lab.set_seed(20471)); // it is that already
        QCOMPARE(w.steps(), 1);
        w.lab.set_seed_locked(false);
        VERIFY_OK(w.lab.set_seed(3));
        w.lab.undo_stack().undo();
        w.lab.undo_stack().undo();
        QCOMPARE(w.lab.seed_text(), u"1"_s);
    }

    void replications_and_the_name() {
        Watched w;
        VERIFY_OK(w.lab.set_replications(8));
        QCOMPARE(w.last_step(), u"replications 2 to 8"_s);
        QVERIFY(!w.lab.set_replications(0));
        QVERIFY(!w.lab.set_replications(201));
        VERIFY_OK(w.lab.rename_candidate(u"  Calmer   week "_s));
        QCOMPARE(w.lab.setup().candidate.name, std::string("Calmer week"));
        QVERIFY(!w.lab.rename_candidate(u"   "_s));
        QCOMPARE(w.steps(), 2);
        QCOMPARE(w.changed.count(), 2);
    }
};

ATTUNE_TEST(Lab_test);

#include "lab_test.moc"
