// Changes to a matrix: what they make, what they loosen, whom they leave uncovered, and that the rules of a
// matrix judge them like a file.
#include "core/base/random.h"
#include "core/consent/in_force.h"
#include "core/consent/matrix_diff.h"
#include "core/consent/matrix_edit.h"
#include "tests/support/test.h"

using namespace attune;

namespace {

using Kind = MatrixChange::Kind;
using Way = MatrixChange::Way;
constexpr auto adjust = Purpose::adjust_my_recommendations;

using Edit = std::function<ConsentMatrix(ConsentMatrix)>;

/// The cell of thumbs for one's own recommendations after `change`.
Edit thumbs(const std::function<void(MatrixCell&)>& change) {
    return [change](ConsentMatrix matrix) {
        MatrixCell cell = *matrix.cell(adjust, Signal::thumb);
        change(cell);
        return with_cell(std::move(matrix), adjust, cell);
    };
}

Edit cell_of(Purpose purpose, Signal of, const std::function<void(MatrixCell&)>& change) {
    return [=](ConsentMatrix matrix) {
        MatrixCell cell = *matrix.cell(purpose, of);
        change(cell);
        return with_cell(std::move(matrix), purpose, cell);
    };
}

Edit terms_of(Purpose purpose, const std::function<void(PurposeTerms&)>& change) {
    return [=](ConsentMatrix matrix) {
        change(matrix.purposes[static_cast<std::size_t>(purpose)]);
        return matrix;
    };
}

} // namespace

Q_DECLARE_METATYPE(Edit)

class Matrix_edit_test : public QObject {
    Q_OBJECT

private slots:
    void a_matrix_is_the_same_after_it_was_written_and_read() {
        const auto read = checked_matrix(shipped_matrix(), "m.json");
        VERIFY_OK(read);
        QVERIFY(*read == shipped_matrix());
        QCOMPARE(matrix_to_json(*read), matrix_to_json(shipped_matrix()));
        QVERIFY(matrix_changes(shipped_matrix(), *read).empty());
    }

    void each_change_is_found_with_its_way_data() {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("way");
        QTest::addColumn<int>("anew"); ///< the purpose that is asked for anew, or -1
        const auto row = [](const char* name, const Edit& edit, Kind kind, Way way, int anew) {
            QTest::newRow(name) << edit << static_cast<int>(kind) << static_cast<int>(way) << anew;
        };
        const int adjusting = static_cast<int>(adjust);
        row(
            "signal more",
            [](ConsentMatrix m) { return with_cell(m, adjust, new_cell(m, adjust, Signal::prompt_event)); },
            Kind::signal_allowed, Way::looser, adjusting);
        row(
            "signal less", [](ConsentMatrix m) { return without_cell(m, adjust, Signal::thumb); },
            Kind::signal_denied, Way::tighter, -1);
        row(
            "module more",
            [](ConsentMatrix m) { return with_module(m, adjust, Signal::thumb, Module::training, true); },
            Kind::module_added, Way::looser, adjusting);
        row(
            "module less",
            [](ConsentMatrix m) { return with_module(m, adjust, Signal::thumb, Module::ranking, false); },
            Kind::module_removed, Way::tighter, -1);
        row("days more", thumbs([](MatrixCell& cell) { cell.days = 366; }), Kind::days, Way::looser,
            adjusting);
        row("days less", thumbs([](MatrixCell& cell) { cell.days = 364; }), Kind::days, Way::tighter, -1);
        row("totals instead of rows", thumbs([](MatrixCell& cell) { cell.form = SignalForm::aggregate; }),
            Kind::form, Way::tighter, -1);
        row("rows instead of totals",
            cell_of(Purpose::experiments, Signal::thumb,
                    [](MatrixCell& cell) { cell.form = SignalForm::pseudonymous; }),
            Kind::form, Way::looser, static_cast<int>(Purpose::experiments));
        row("on the device instead of totals",
            cell_of(Purpose::experiments, Signal::thumb,
                    [](MatrixCell& cell) { cell.form = SignalForm::on_device; }),
            Kind::form, Way::looser, static_cast<int>(Purpose::experiments));
        row("less exactly", thumbs([](MatrixCell& cell) { cell.precision = Precision::yes_or_no; }),
            Kind::precision, Way::tighter, -1);
        row("more exactly",
            cell_of(adjust, Signal::search, [](MatrixCell& cell) { cell.precision = Precision::as_given; }),
            Kind::precision, Way::looser, adjusting);
        row("another reason", thumbs([](MatrixCell& cell) { cell.why = "Because."; }), Kind::why,
            Way::neither, -1);
        row(
            "holds longer", [](ConsentMatrix m) { return with_validity(m, adjust, 400); }, Kind::validity,
            Way::looser, adjusting);
        row(
            "holds shorter", [](ConsentMatrix m) { return with_validity(m, adjust, 300); }, Kind::validity,
            Way::tighter, -1);
        row(
            "asked again sooner",
            [](ConsentMatrix m) { return with_quiet_days(m, ConsentStatus::refused, 10); }, Kind::quiet_days,
            Way::looser, -1);
        row(
            "asked again later",
            [](ConsentMatrix m) { return with_quiet_days(m, ConsentStatus::refused, 200); }, Kind::quiet_days,
            Way::tighter, -1);
        row("a device is not heeded any more",
            terms_of(Purpose::share_aggregates, [](PurposeTerms& t) { t.heeds_global_signal = false; }),
            Kind::global_signal, Way::looser, static_cast<int>(Purpose::share_aggregates));
        row("no consent any more",
            terms_of(Purpose::experiments,
                     [](PurposeTerms& t) { t.basis = LawfulBasis::legitimate_interest; }),
            Kind::basis, Way::looser, static_cast<int>(Purpose::experiments));
        row("what needs no consent is loosened",
            cell_of(Purpose::quality_and_safety, Signal::thumb, [](MatrixCell& cell) { cell.days = 31; }),
            Kind::days, Way::looser, -1);
    }
    void each_change_is_found_with_its_way() {
        QFETCH(Edit, edit);
        QFETCH(int, kind);
        QFETCH(int, way);
        QFETCH(int, anew);
        const ConsentMatrix after = edit(shipped_matrix());
        const auto changes = matrix_changes(shipped_matrix(), after);
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(static_cast<int>(changes[0].kind), kind);
        QCOMPARE(static_cast<int>(changes[0].way), way);
        QCOMPARE(loosens(changes), way == static_cast<int>(Way::looser));
        QCOMPARE(static_cast<int>(asked_anew(changes, shipped_matrix())), anew < 0 ? 0 : 1 << anew);
        // The way back is the opposite, but for what is looser in both directions.
        const auto back = matrix_changes(after, shipped_matrix());
        QCOMPARE(back.size(), std::size_t{1});
        if (way == static_cast<int>(Way::tighter)) QCOMPARE(back[0].way, Way::looser);
        // It is said in a sentence, without holes.
        const QString said = QString::fromStdString(change_sentence(changes[0], Text::english()));
        QVERIFY2(said.endsWith(u'.') && !said.contains(u'{') && !said.contains(u'['), qPrintable(said));
        // Purposes that are asked for anew are another version of themselves, the others are not.
        const ConsentMatrix next = as_next_version(shipped_matrix(), after);
        QCOMPARE(next.version, shipped_matrix().version + 1);
        for (int p = 0; p < purpose_count; ++p) {
            const auto purpose = static_cast<Purpose>(p);
            QCOMPARE(next.terms(purpose).version,
                     shipped_matrix().terms(purpose).version + (p == anew ? 1 : 0));
        }
        VERIFY_OK(checked_matrix(next, "m.json"));
    }

    void the_controller_concerns_every_consent() {
        ConsentMatrix other = shipped_matrix();
        other.controller = "Somebody else";
        const auto changes = matrix_changes(shipped_matrix(), other);
        const std::uint16_t anew = asked_anew(changes, shipped_matrix());
        for (const PurposeTerms& terms : shipped_matrix().purposes)
            QCOMPARE(has_purpose(anew, terms.purpose), terms.basis == LawfulBasis::consent);
    }

    void modules_come_and_go_with_their_cell() {
        // The last module takes the cell along: what nobody uses is not collected.
        ConsentMatrix matrix =
            with_module(shipped_matrix(), Purpose::improve_models, Signal::thumb, Module::training, false);
        QVERIFY(matrix.cell(Purpose::improve_models, Signal::thumb) == nullptr);
        VERIFY_OK(checked_matrix(matrix, "m"));
        // ... and the first one brings it.
        matrix = with_module(matrix, Purpose::improve_models, Signal::thumb, Module::training, true);
        QCOMPARE(matrix.cell(Purpose::improve_models, Signal::thumb)->modules,
                 std::vector<Module>{Module::training});
        // Signals keep their order, so that the way does not matter.
        const auto& cells = matrix.terms(Purpose::improve_models).cells;
        QVERIFY(std::is_sorted(cells.begin(), cells.end(),
                               [](const MatrixCell& a, const MatrixCell& b) { return a.signal < b.signal; }));
    }

    void every_new_cell_keeps_the_rules() {
        for (int p = 0; p < purpose_count; ++p)
            for (int s = 0; s < signal_count; ++s) {
                const auto purpose = static_cast<Purpose>(p);
                const auto one = static_cast<Signal>(s);
                const ConsentMatrix matrix =
                    with_cell(shipped_matrix(), purpose, new_cell(shipped_matrix(), purpose, one));
                VERIFY_OK(checked_matrix(matrix, "m"));
            }
    }

    void what_breaks_a_rule_is_refused_with_file_and_line_data() {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<QString>("says");
        QTest::newRow("group for ranking")
            << cell_of(Purpose::fairness_audit, Signal::demographic_group,
                       [](MatrixCell& cell) { cell.modules.push_back(Module::ranking); })
            << QStringLiteral("not restricted to totals");
        QTest::newRow("own words leave the device")
            << cell_of(adjust, Signal::free_text,
                       [](MatrixCell& cell) { cell.form = SignalForm::pseudonymous; })
            << QStringLiteral("leaves the device");
        QTest::newRow("for ever") << Edit([](ConsentMatrix m) { return with_validity(m, adjust, 0); })
                                  << QStringLiteral("for ever");
        QTest::newRow("too long") << thumbs([](MatrixCell& cell) { cell.days = 4000; })
                                  << QStringLiteral("'days'");
        QTest::newRow("nothing left")
            << terms_of(Purpose::keep_my_comments, [](PurposeTerms& t) { t.cells.clear(); })
            << QStringLiteral("uses no signals");
    }
    void what_breaks_a_rule_is_refused_with_file_and_line() {
        QFETCH(Edit, edit);
        QFETCH(QString, says);
        const auto refused = checked_matrix(edit(shipped_matrix()), "ours.json");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
        QVERIFY2(QString::fromStdString(refused.error().what).contains(says), refused.error().what.c_str());
        QVERIFY2(refused.error().where.starts_with("ours.json:"), refused.error().where.c_str());
    }

    void in_force_are_the_matrix_its_words_and_its_rules() {
        const MatrixInForce& shipped = *shipped_in_force();
        QCOMPARE(shipped.version, 0);
        QVERIFY(shipped.matrix == shipped_matrix());
        QVERIFY(shipped.notices == shipped_notices());
        QCOMPARE(shipped.sha256.size(), std::size_t{64});
        const ConsentMatrix fewer = without_cell(shipped_matrix(), adjust, Signal::thumb);
        const auto made = put_in_force(3, matrix_to_json(fewer), "m");
        VERIFY_OK(made);
        const MatrixInForce& own = **made;
        QCOMPARE(own.version, 3);
        QVERIFY(own.sha256 != shipped.sha256);
        QVERIFY(!same_matrix(*made, nullptr));
        QVERIFY(same_matrix(shipped_in_force(), nullptr));
        // The notice says it in its words, under a new version.
        QVERIFY(own.notices[0].version > shipped.notices[0].version);
        // And the gate would not let it through.
        ConsentState everything;
        everything.set(adjust, true);
        QCOMPARE(own.rules.matrix().decide(Module::ranking, adjust, Signal::thumb, everything),
                 Decision::gap);
        QCOMPARE(shipped.rules.matrix().decide(Module::ranking, adjust, Signal::thumb, everything),
                 Decision::allowed);
        // Another way of writing the same matrix is the same matrix.
        const auto spaced = put_in_force(0, "  " + matrix_to_json(fewer), "m");
        VERIFY_OK(spaced);
        QCOMPARE((*spaced)->sha256, own.sha256);
    }
};

ATTUNE_TEST(Matrix_edit_test);
#include "matrix_edit_test.moc"
