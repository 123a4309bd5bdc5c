// The matrix as a file: what is read from it, and what is refused.
#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/consent/matrix.h"
#include "tests/support/test.h"

#include <functional>

using namespace attune;

namespace {

Json shipped() {
    return Json::parse(find_resource("consent/matrix.json").value());
}

Result<ConsentMatrix> read(const Json& document) {
    return parse_matrix(document.dump(1), "matrix.json");
}

} // namespace

class Matrix_test : public QObject {
    Q_OBJECT
private slots:
    // FB-13: rules and file say the same of every module, purpose and signal.
    void the_executed_rules_say_what_the_file_says() {
        const Json file = shipped();
        const MatrixRules rules(shipped_matrix());
        int allowed = 0;
        for (int p = 0; p < purpose_count; ++p)
            for (int s = 0; s < signal_count; ++s)
                for (int m = 0; m < module_count; ++m) {
                    const auto purpose = static_cast<Purpose>(p);
                    const auto signal = static_cast<Signal>(s);
                    const Json& cells = file["purposes"][std::string(name(purpose))]["signals"];
                    bool used = false;
                    if (cells.contains(std::string(name(signal))))
                        for (const Json& module : cells[std::string(name(signal))]["modules"])
                            used = used || module == name(static_cast<Module>(m));
                    ConsentState all;
                    all.set(purpose, true);
                    const auto module = static_cast<Module>(m);
                    QCOMPARE(rules.decide(module, purpose, signal, all),
                             used ? Decision::allowed : Decision::gap);
                    QCOMPARE(rules.decide(module, purpose, signal, {}), !used ? Decision::gap
                                                                        : purpose == Purpose::deliver_service
                                                                            ? Decision::allowed
                                                                            : Decision::refused);
                    QCOMPARE((rules.usable(module, purpose) >> s & 1) != 0, used);
                    allowed += used ? 1 : 0;
                }
        QVERIFY(allowed > 100);
    }

    // FB-88: what one purpose may use does not depend on any other.
    void taking_one_cell_out_makes_a_gap_there_and_nowhere_else() {
        Json file = shipped();
        file["purposes"]["improve_models"]["signals"].erase("thumb");
        const auto changed = read(file);
        VERIFY_OK(changed);
        const MatrixRules before(shipped_matrix()), after(*changed);
        for (int p = 0; p < purpose_count; ++p)
            for (int s = 0; s < signal_count; ++s) {
                const bool cut = static_cast<Purpose>(p) == Purpose::improve_models &&
                                 static_cast<Signal>(s) == Signal::thumb;
                QCOMPARE(after.has(static_cast<Purpose>(p), static_cast<Signal>(s)),
                         before.has(static_cast<Purpose>(p), static_cast<Signal>(s)) && !cut);
            }
    }

    void what_cannot_be_meant_is_refused_with_its_place_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("near");
        QTest::addColumn<QString>("complaint");
        const auto row = [](const char* name, const char* what, const char* near, const char* complaint) {
            QTest::newRow(name) << what << near << complaint;
        };
        row("unknown purpose", R"({"purposes": {"sell_it": {}}})", "sell_it", "no purpose 'sell_it'");
        row("unknown signal", R"({"purposes": {"improve_models": {"signals": {"heartbeat": {}}}}})",
            "heartbeat", "no signal 'heartbeat'");
        row("unknown module",
            R"({"purposes": {"improve_models": {"signals": {"thumb": {"modules": ["marketing"]}}}}})",
            "thumb", "no module 'marketing'");
        row("no module", R"({"purposes": {"improve_models": {"signals": {"thumb": {"modules": []}}}}})",
            "thumb", "names no module");
        row("unknown form", R"({"purposes": {"improve_models": {"signals": {"thumb": {"form": "named"}}}}})",
            "thumb", "'form' of 'thumb'");
        row("unknown key", R"({"purposes": {"improve_models": {"price": 3}}})", "price",
            "'price' is not known");
        row("for ever", R"({"purposes": {"improve_models": {"validity_days": 0}}})", "improve_models",
            "would hold for ever");
        row("consent without basis", R"({"purposes": {"improve_models": {"basis": "contract"}}})",
            "improve_models", "cannot be 'contract'");
        row("kept too long", R"({"purposes": {"improve_models": {"signals": {"thumb": {"days": 99999}}}}})",
            "thumb", "not a whole number");
        row("a group in the ranker",
            R"({"purposes": {"adjust_my_recommendations": {"signals": {"demographic_group":
                {"form": "pseudonymous", "days": 1, "modules": ["ranking"]}}}}})",
            "adjust_my_recommendations", "not restricted to totals");
        row("own words leave the device",
            R"({"purposes": {"adjust_my_recommendations": {"signals": {"free_text": {"form": "pseudonymous"}}}}})",
            "adjust_my_recommendations", "leaves the device");
        row("asking again in a state that permits", R"({"quiet_days": {"given": 3}})", "given",
            "nobody is asked again");
        row("no controller", R"({"controller": ""})", "controller", "'controller' is missing");
        row("unknown source", R"({"precedence": {"the_boss": ["global_signal"]}})", "the_boss",
            "no source 'the_boss'");
        row("a circle", R"({"precedence": {"plain_choice": ["informed_choice"]}})", "precedence",
            "goes in a circle");
        row("left open", R"({"precedence": {"global_signal": []}})", "precedence", "leaves open");
        row("another file", R"({"attune": "policy"})", "", "not a consent matrix");
        row("no version", R"({"version": "two"})", "version", "not a whole number");
    }
    void what_cannot_be_meant_is_refused_with_its_place() {
        QFETCH(QString, what);
        QFETCH(QString, near);
        QFETCH(QString, complaint);
        Json file = shipped();
        file.merge_patch(Json::parse(what.toStdString()));
        const std::string text = file.dump(1);
        const auto refused = parse_matrix(text, "matrix.json");
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().what).contains(complaint),
                 refused.error().what.c_str());
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
        QCOMPARE(refused.error().where, near.isEmpty() ? std::string("matrix.json")
                                                       : at_key("matrix.json", text, near.toStdString()));
    }

    void a_missing_purpose_is_named() {
        Json file = shipped();
        file["purposes"].erase("experiments");
        const auto refused = read(file);
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("'experiments' is missing") != std::string::npos);
    }

    // Hostile files: whatever is cut off or turned around is refused or read, and never brings the program
    // down.
    void broken_files_are_refused() {
        const std::string text(find_resource("consent/matrix.json").value());
        for (std::size_t cut = 0; cut < text.size() - 3; cut += 37)
            QVERIFY(!parse_matrix(std::string_view(text).substr(0, cut), "matrix.json"));
        for (std::size_t at = 0; at < text.size(); at += 13) {
            std::string bent = text;
            bent[at] = bent[at] == '"' ? ' ' : '"';
            (void)parse_matrix(bent, "matrix.json");
        }
    }

    // DE-53, design decision 3: own words never leave the device but to be kept as such; groups are totals.
    void the_shipped_matrix_keeps_sensitive_signals_back() {
        for (const PurposeTerms& terms : shipped_matrix().purposes)
            for (const MatrixCell& cell : terms.cells) {
                if (cell.signal == Signal::demographic_group) QCOMPARE(cell.form, SignalForm::aggregate);
                if ((cell.signal == Signal::free_text || cell.signal == Signal::voice) &&
                    terms.purpose != Purpose::keep_my_comments)
                    QCOMPARE(cell.form, SignalForm::on_device);
                if (terms.basis != LawfulBasis::consent && cell.form != SignalForm::aggregate &&
                    terms.purpose == Purpose::deliver_service)
                    QVERIFY2(!cell.why.empty(), std::string(name(cell.signal)).c_str());
            }
    }
};
ATTUNE_TEST(Matrix_test);
#include "matrix_test.moc"
