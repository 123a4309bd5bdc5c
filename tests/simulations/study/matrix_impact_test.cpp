// What a change of the consent matrix does: runs obey it and say so, the impact counts what the gate counted,
// and saving it takes a role, a reason and, where it loosens, that people are asked anew.
#include "core/base/random.h"
#include "core/consent/matrix_edit.h"
#include "simulations/study/library.h"
#include "simulations/study/matrix_saving.h"
#include "simulations/study/matrix_words.h"
#include "simulations/study/replication.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <QTemporaryDir>

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

constexpr auto adjust = Purpose::adjust_my_recommendations;
using Matrix = std::shared_ptr<const MatrixInForce>;

Matrix made(const ConsentMatrix& matrix, int version = 1) {
    auto in_force = put_in_force(version, matrix_to_json(matrix), "m");
    if (!in_force) throw std::runtime_error(in_force.error().what);
    return *in_force;
}

/// Only what nobody says aloud, and the kind of device, may adapt anybody's lists.
ConsentMatrix nearly_nothing() {
    ConsentMatrix matrix = shipped_matrix();
    for (int s = 0; s < signal_count; ++s) {
        const auto one = static_cast<Signal>(s);
        if (one != Signal::voice) matrix = without_cell(std::move(matrix), adjust, one);
        if (one != Signal::device)
            matrix = without_cell(std::move(matrix), Purpose::adjust_this_session, one);
    }
    return matrix;
}

ConsentMatrix shorter(int days) {
    ConsentMatrix matrix = shipped_matrix();
    for (PurposeTerms& terms : matrix.purposes)
        for (MatrixCell& cell : terms.cells)
            cell.days = std::min(cell.days, days);
    return matrix;
}

MatrixNote note_of(StaffRole role, bool ask_anew = false) {
    return {.author = "Ines",
            .reason = "Why not",
            .role = role,
            .created = "2026-11-23T12:00:00Z",
            .ask_anew = ask_anew};
}

} // namespace

class Matrix_impact_test : public QObject {
    Q_OBJECT

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
    }

    void runs_obey_the_matrix_and_say_so() {
        LoadedScenario scenario = small_scenario(192, 30, 200);
        const Policy policy;
        const auto shipped = simulate_run(scenario, policy, {});
        VERIFY_OK(shipped);
        QCOMPARE(shipped->matrix_version, 0);
        QCOMPARE(shipped->matrix_sha256, shipped_in_force()->sha256);
        // Named or not, the one that ships is the same run.
        scenario.consent = shipped_in_force();
        const auto named = simulate_run(scenario, policy, {});
        VERIFY_OK(named);
        QCOMPARE(named->id, shipped->id);
        QCOMPARE(named->fingerprint, shipped->fingerprint);
        scenario.consent = made(nearly_nothing(), 4);
        const auto own = simulate_run(scenario, policy, {});
        VERIFY_OK(own);
        QCOMPARE(own->matrix_version, 4);
        QCOMPARE(own->matrix_sha256, scenario.consent->sha256);
        QVERIFY2(own->id != shipped->id, "two runs would be taken for one");
        QVERIFY(own->fingerprint != shipped->fingerprint);
        const auto compared = simulate_comparison(scenario, policy, policy, {});
        VERIFY_OK(compared);
        QCOMPARE(compared->baseline.matrix_sha256, scenario.consent->sha256);
        QCOMPARE(compared->candidate.fingerprint, own->fingerprint);
    }

    void nothing_is_read_that_the_matrix_does_not_have() {
        const LoadedScenario scenario = small_scenario(192, 30, 200);
        const auto impact = measure_matrix_impact(scenario, Policy{}, nullptr, made(nearly_nothing()), {});
        VERIFY_OK(impact);
        QCOMPARE(impact->people, 192);
        QCOMPARE(impact->days, 30);
        const auto allowed = [](const MatrixSide& side, Signal of) {
            std::int64_t sum = 0;
            for (const auto& module : side.gate.allowed)
                sum += module[static_cast<std::size_t>(adjust)][static_cast<std::size_t>(of)];
            return sum;
        };
        QVERIFY(allowed(impact->before, Signal::pick) > 0);
        QCOMPARE(allowed(impact->after, Signal::pick), 0);
        QVERIFY(impact->after.adapted < impact->before.adapted);
        QVERIFY(impact->before.adapted > 0 && impact->before.adapted <= impact->people);
        QVERIFY(std::isfinite(impact->satisfaction_change.value));
        QVERIFY(impact->satisfaction_change.lower <= impact->satisfaction_change.upper);
        // The sums of the table are those of the rows, module by module.
        std::int64_t more_allowed = 0;
        for (const ReadsChange& change : reads_changes(*impact))
            more_allowed += change.allowed_after - change.allowed_before;
        QCOMPARE(more_allowed, GateCounts::total(impact->after.gate.allowed) -
                                   GateCounts::total(impact->before.gate.allowed));
        const auto rows = impact_rows(*impact, Text::english());
        QCOMPARE(rows.size(), std::size_t{6});
        for (const ImpactRow& row : rows)
            QVERIFY2(!row.before.empty() && !row.after.empty() && !row.change.empty(), row.key.c_str());
        const Json kept = impact_document(*impact, Text::english());
        QVERIFY(!kept_sentences(kept.dump()).empty());
        QVERIFY(kept_sentences("{").empty() && kept_sentences("[1]").empty() && kept_sentences("").empty());
    }

    void the_same_matrix_has_no_impact() {
        const auto impact = measure_matrix_impact(small_scenario(128, 20, 200), Policy{}, nullptr,
                                                  made(shipped_matrix()), {});
        VERIFY_OK(impact);
        QVERIFY(reads_changes(*impact).empty());
        QCOMPARE(impact->before.adapted, impact->after.adapted);
        QCOMPARE(impact->satisfaction_change.value, 0.0);
        QCOMPARE(impact_sentence(*impact, Text::english()),
                 Text::english().get("matrix.impact.satisfaction.same"));
    }

    void what_is_kept_for_less_goes_earlier() {
        const auto impact =
            measure_matrix_impact(small_scenario(128, 25, 200), Policy{}, nullptr, made(shorter(5)), {});
        VERIFY_OK(impact);
        QCOMPARE(impact->before.rows_swept, 0); // nothing is older than 25 days
        QVERIFY(impact->after.rows_swept > 0);
    }

    void measuring_can_be_stopped() {
        std::stop_source stop;
        stop.request_stop();
        SimulateOptions options;
        options.stop = stop.get_token();
        const auto impact =
            measure_matrix_impact(small_scenario(64, 10, 200), Policy{}, nullptr, nullptr, options);
        QCOMPARE(impact.error().code, ErrorCode::cancelled);
    }

    void a_version_takes_role_reason_and_asking_anew() {
        const auto workspace = Workspace::open(path_, OpenMode::create);
        VERIFY_OK(workspace);
        const ConsentMatrix tighter = shorter(30);
        ConsentMatrix looser = shipped_matrix();
        looser = with_cell(looser, adjust, new_cell(looser, adjust, Signal::prompt_event));
        const auto code = [&](const ConsentMatrix& matrix, const MatrixNote& note) {
            const auto saved = save_matrix(*workspace, matrix, note);
            return saved ? ErrorCode{} : saved.error().code;
        };
        QCOMPARE(code(tighter, note_of(StaffRole::product)), ErrorCode::refused);
        QCOMPARE(code(looser, note_of(StaffRole::officer)), ErrorCode::refused);
        QCOMPARE(code(shipped_matrix(), note_of(StaffRole::officer)), ErrorCode::bad_input);
        MatrixNote silent = note_of(StaffRole::officer);
        silent.reason.clear();
        QCOMPARE(code(tighter, silent), ErrorCode::bad_input);
        QVERIFY(workspace->matrices().versions()->empty());
        QVERIFY(*matrix_in_force(&*workspace) == nullptr);

        const auto first = save_matrix(*workspace, looser, note_of(StaffRole::officer, true));
        VERIFY_OK(first);
        const auto in_force_now = matrix_in_force(&*workspace);
        VERIFY_OK(in_force_now);
        QCOMPARE((*in_force_now)->version, 1);
        QCOMPARE((*in_force_now)->matrix.version, shipped_matrix().version + 1);
        QCOMPARE((*in_force_now)->matrix.terms(adjust).version, shipped_matrix().terms(adjust).version + 1);
        // What is found in this workspace obeys it.
        const auto scenario = find_scenario("calm-baseline", &*workspace);
        VERIFY_OK(scenario);
        QVERIFY(same_matrix(scenario->consent, *in_force_now));
        // Going back tightens here, and needs nobody to be asked; purposes never count backwards.
        const auto back = restore_matrix(*workspace, 0, note_of(StaffRole::officer));
        VERIFY_OK(back);
        QCOMPARE(back->restores, std::optional<int>(0));
        const auto now = matrix_in_force(&*workspace);
        QVERIFY(matrix_changes((*now)->matrix, shipped_matrix()).empty());
        QCOMPARE((*now)->matrix.terms(adjust).version, shipped_matrix().terms(adjust).version + 1);
        QCOMPARE(restore_matrix(*workspace, 1, note_of(StaffRole::officer)).error().code, ErrorCode::refused);
        VERIFY_OK(restore_matrix(*workspace, 1, note_of(StaffRole::officer, true)));
        QCOMPARE(restore_matrix(*workspace, 9, note_of(StaffRole::officer)).error().code,
                 ErrorCode::not_found);
    }

    void a_trail_carries_the_matrix_it_was_made_under() {
        {
            const auto workspace = Workspace::open(path_, OpenMode::create);
            VERIFY_OK(workspace);
            VERIFY_OK(save_matrix(*workspace, shorter(7), note_of(StaffRole::officer)));
        }
        LoadedScenario scenario = small_scenario(64, 10, 200);
        {
            const auto workspace = Workspace::open(path_, OpenMode::read_only);
            scenario.consent = *matrix_in_force(&*workspace);
        }
        auto trailed = TrailedRun::open(path_, SigningKey::ephemeral(), {});
        VERIFY_OK(trailed);
        const auto run = trailed->simulate(scenario, Policy{}, {}, 64);
        VERIFY_OK(run);
        VERIFY_OK(trailed->keep(*run, "2026-11-23T12:00:00Z"));
        const auto workspace = Workspace::open(path_, OpenMode::read_only);
        QCOMPARE(workspace->runs().list()->front().matrix_version, 1);
        bool begun = false;
        const auto read =
            workspace->trail().each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
                if (event.kind != TrailKind::begin) return {};
                begun = true;
                const auto rules = parse_json(event.text, "begin");
                const auto matrix = parse_matrix((*rules)["matrix"].dump(), "begin");
                if (!matrix) return pass_on(matrix);
                if (matrix->cell(adjust, Signal::thumb)->days != 7)
                    return fail(ErrorCode::failed, "another matrix stands in the trail");
                const auto text = (*rules)["notices"].dump();
                if (text.find("at most 7 days") == std::string::npos)
                    return fail(ErrorCode::failed, "the notices say something else");
                return {};
            });
        VERIFY_OK(read);
        QVERIFY(begun);
    }

    void consents_that_do_not_cover_it_are_counted_by_person() {
        ConsentPicture picture;
        for (std::uint32_t person = 0; person < 4; ++person)
            picture.watched.push_back(UserId{person});
        const auto move = [&](std::uint32_t person, Purpose purpose, ConsentStatus to) {
            picture.moves.push_back({.seq = 1, .person = UserId{person}, .purpose = purpose, .to = to});
        };
        move(0, adjust, ConsentStatus::given);
        move(0, Purpose::experiments, ConsentStatus::given);
        move(1, adjust, ConsentStatus::given);
        move(1, adjust, ConsentStatus::withdrawn);
        move(2, Purpose::experiments, ConsentStatus::renewed);
        move(3, adjust, ConsentStatus::refused);
        const auto both = static_cast<std::uint16_t>(bit_of(adjust) | bit_of(Purpose::experiments));
        const NotCovered found = not_covered(picture, both);
        QCOMPARE(found.watched, 4);
        QCOMPARE(found.people, 2);
        QCOMPARE(found.by_purpose[static_cast<std::size_t>(adjust)], 1);
        QCOMPARE(found.by_purpose[static_cast<std::size_t>(Purpose::experiments)], 2);
        QCOMPARE(not_covered(picture, 0).people, 0);
        // It is said, with the purpose and the notices that get new words.
        ConsentMatrix looser = shipped_matrix();
        looser = with_cell(looser, adjust, new_cell(looser, adjust, Signal::prompt_event));
        const Matrix after = made(looser);
        const auto said = anew_sentences(*shipped_in_force(), *after, &found, Text::english());
        const QString all = QString::fromStdString(said[0] + said[1] + said[2]);
        for (const char* words : {"Adjust mine", "2 of 4 people", "invalid", "First visit equal"})
            QVERIFY2(all.contains(QString::fromUtf8(words)), qPrintable(all));
        // One module more is in no notice: then the purpose's version says it.
        const Matrix quiet =
            made(with_module(shipped_matrix(), adjust, Signal::thumb, Module::training, true));
        QVERIFY(notices_renewed(*shipped_in_force(), *quiet).empty());
        QCOMPARE(anew_sentences(*shipped_in_force(), *quiet, nullptr, Text::english()).back(),
                 Text::english().get("matrix.anew.same_words"));
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
};

ATTUNE_TEST(Matrix_impact_test);
#include "matrix_impact_test.moc"
