// The credibility page with a short list of facts and planted results.
#include "simulations/credibility/judge.h"
#include "tests/support/test.h"
#include "ui/pages/credibility_page.h"
#include "ui/pages/fact_card.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

namespace attune::ui {
namespace {

constexpr int patience_ms = 10000;

FactSpec fact(const char* id, std::vector<FactCheck> checks) {
    FactSpec spec;
    spec.id = id;
    spec.source = "Somebody 2001";
    spec.checks = std::move(checks);
    spec.measure = [](const Trial&) { return Sample{}; };
    return spec;
}

std::vector<FactSpec> few_facts() {
    FactSpec later;
    later.id = "interruptions";
    later.source = "Nobody yet";
    return {fact("rerating",
                 {{.id = "distance", .unit = "stars", .expected = {0.5, 0.85}, .without_cause = {0, 0}}}),
            fact("satiation", {{.id = "breaks", .unit = "nat", .expected = {.lower = 0.1}}}),
            fact("requests", {{.id = "second", .unit = "change", .expected = {-0.2, -0.08}}}), later};
}

/// The first holds, the second fails, the third is undecided.
std::vector<FactResult> planted() {
    const std::vector<FactSpec> specs = few_facts();
    const std::vector<std::vector<Reading>> readings = {
        {{0.70, 0}, {0.72, 0}, {0.71, 0}}, {{-0.2}, {-0.21}, {-0.19}}, {{-0.1}, {-0.05}, {-0.15}}};
    std::vector<FactResult> results;
    for (std::size_t f = 0; f < specs.size(); ++f) {
        FactResult result;
        result.id = specs[f].id;
        result.source = specs[f].source;
        result.size = {.seeds = 3, .users = 1500, .days = 30, .items = 100};
        if (f < readings.size()) result.checks.push_back(judge(specs[f].checks[0], readings[f]));
        result.verdict = worst_of(result.checks);
        results.push_back(std::move(result));
    }
    return results;
}

/// Work that waits until it is told to go on.
struct Gate {
    std::atomic<bool> open = false;
    std::atomic<int> begun = 0;
    std::atomic<bool> quick = false;
    Result<std::vector<FactResult>> answer = planted();

    CredibilityRun::Work work() {
        return [this](const FactOptions& options) -> Result<std::vector<FactResult>> {
            ++begun;
            quick = options.quick;
            if (options.progress) options.progress(0.4);
            while (!open && !options.stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (options.stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
            return answer;
        };
    }
};

struct Shown {
    Gate gate;
    CredibilityPage page{few_facts(), 1, gate.work()};

    QPushButton* button(const char* name) {
        return page.findChild<QPushButton*>(QStringLiteral("credibility.") + QLatin1String(name));
    }
    bool finish() {
        gate.open = true;
        return QTest::qWaitFor([this] { return !page.run().running(); }, patience_ms);
    }
    QString summary() { return page.findChild<QLabel*>(QStringLiteral("credibility.summary"))->text(); }
};

} // namespace

class Credibility_page_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void before_a_run_every_fact_stands_there_unjudged() {
        Shown shown;
        QCOMPARE(shown.page.cards().size(), std::size_t{4});
        for (FactCard* card : shown.page.cards())
            QVERIFY(!card->verdict() || *card->verdict() == FactVerdict::not_judged);
        QVERIFY(!shown.button("table")->isEnabled());
        QVERIFY(shown.button("quick")->isEnabled() && shown.button("full")->isEnabled());
    }

    void a_run_shows_progress_and_then_verdicts_data() {
        QTest::addColumn<QString>("button");
        QTest::addColumn<bool>("quick");
        QTest::newRow("quick") << "quick" << true;
        QTest::newRow("full") << "full" << false;
    }
    void a_run_shows_progress_and_then_verdicts() {
        QFETCH(QString, button);
        QFETCH(bool, quick);
        Shown shown;
        shown.page.show();
        auto* progress = shown.page.findChild<QProgressBar*>(QStringLiteral("credibility.progress"));
        QVERIFY(!progress->isVisible());
        QSignalSpy spoke(&shown.page, &CredibilityPage::spoke);
        shown.button(button.toLatin1())->click();
        QVERIFY(progress->isVisible());
        QVERIFY(!shown.button("quick")->isEnabled() && !shown.button("full")->isEnabled());
        QTRY_COMPARE(progress->value(), 400);
        QVERIFY(shown.finish());
        QCOMPARE(shown.gate.quick.load(), quick);
        QVERIFY(!progress->isVisible());
        const auto cards = shown.page.cards();
        const FactVerdict expected[] = {FactVerdict::holds, FactVerdict::fails, FactVerdict::undecided,
                                        FactVerdict::not_judged};
        for (std::size_t c = 0; c < cards.size(); ++c) {
            QVERIFY(cards[c]->verdict() == expected[c]);
            // The word says it, not only the colour.
            QVERIFY(
                cards[c]->accessibleName().endsWith(cards[c]->findChild<VerdictSign*>()->accessibleName()));
        }
        QVERIFY(cards[0]->accessibleName().endsWith(words("credibility.verdict.holds")));
        QVERIFY(cards[1]->accessibleName().endsWith(words("credibility.verdict.fails")));
        QVERIFY(
            shown.summary().startsWith(QStringLiteral("1 hold, 1 do not hold, 1 undecided, 1 not judged")));
        QCOMPARE(spoke.count(), 1);
    }

    void a_card_tells_expected_observed_and_control() {
        Shown shown;
        shown.button("quick")->click();
        QVERIFY(shown.finish());
        auto* check = shown.page.findChild<QWidget*>(QStringLiteral("fact.rerating.distance"));
        QVERIFY(check);
        QVERIFY2(check->accessibleName().contains(QStringLiteral("0.71 stars (0.69 stars to 0.73 stars)")),
                 qPrintable(check->accessibleName()));
        QVERIFY(check->accessibleName().contains(QStringLiteral("expected 0.50 stars to 0.85 stars")));
        QVERIFY(check->findChild<QLabel*>(QStringLiteral("fact.control"))
                    ->text()
                    .contains(QStringLiteral("0.00 stars")));
        auto* bar = check->findChild<BandBar*>();
        QVERIFY(bar && !bar->accessibleName().isEmpty() && !bar->toolTip().isEmpty());
        // What fails is explained, what holds needs no explanation.
        QVERIFY(shown.page.cards()[1]->findChild<QLabel*>(QStringLiteral("fact.why")));
        QVERIFY(!shown.page.cards()[0]->findChild<QLabel*>(QStringLiteral("fact.why")));
    }

    void cancelling_keeps_what_was_shown() {
        Shown shown;
        shown.button("quick")->click();
        QVERIFY(shown.finish());
        const QString before = shown.summary();
        shown.gate.open = false;
        QSignalSpy ended(&shown.page, &CredibilityPage::run_ended);
        shown.button("full")->click();
        QTRY_COMPARE(shown.gate.begun.load(), 2);
        QVERIFY(!shown.button("table")->isEnabled());
        shown.button("cancel")->click();
        QVERIFY(!shown.page.run().running());
        QCOMPARE(ended.count(), 1);
        QCOMPARE(shown.summary(), before);
        QVERIFY(shown.page.cards()[1]->verdict() == FactVerdict::fails);
        QVERIFY(shown.button("table")->isEnabled() && shown.button("quick")->isEnabled());
        // The cancelled one's answer comes too late to count.
        QTest::qWait(30);
        QCOMPARE(ended.count(), 1);
    }

    void an_error_is_told_on_the_page() {
        Shown shown;
        shown.page.show();
        shown.gate.answer = fail(ErrorCode::failed, "the seven seals");
        shown.button("quick")->click();
        QVERIFY(shown.finish());
        QVERIFY(shown.page.banner().isVisible());
        QVERIFY(shown.page.banner().text().contains(QStringLiteral("the seven seals")));
        QVERIFY(shown.button("quick")->isEnabled());
    }

    void what_throws_becomes_an_error() {
        CredibilityPage page(few_facts(), 1, [](const FactOptions&) -> Result<std::vector<FactResult>> {
            throw std::bad_alloc();
        });
        page.show();
        page.run().start(true);
        QVERIFY(QTest::qWaitFor([&] { return !page.run().running(); }, patience_ms));
        QVERIFY(page.banner().isVisible());
    }

    void the_table_is_saved_where_it_is_asked() {
        Shown shown;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("facts.csv"));
        shown.page.set_ask_path([&](const QString&, const QString&) { return path; });
        shown.button("quick")->click();
        QVERIFY(shown.finish());
        shown.button("table")->click();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QVERIFY(lines[0].startsWith("fact,check,"));
        QVERIFY(lines[2].contains("fails"));
    }

    void leaving_while_it_runs_ends_the_run() {
        auto shown = std::make_unique<Shown>();
        shown->button("quick")->click();
        QTRY_COMPARE(shown->gate.begun.load(), 1);
        shown.reset(); // joins, or would hang here
    }

    void the_way_back_is_asked_for() {
        Shown shown;
        QSignalSpy back(&shown.page, &CredibilityPage::back_wanted);
        shown.button("back")->click();
        QCOMPARE(back.count(), 1);
    }

    void numbers_stand_below_the_words_where_it_is_narrow() {
        Shown shown;
        shown.button("quick")->click();
        QVERIFY(shown.finish());
        const auto offset = [&](int width) {
            shown.page.resize(width, 700);
            shown.page.show();
            (void)QTest::qWaitForWindowExposed(&shown.page);
            QCoreApplication::processEvents();
            auto* check = shown.page.findChild<QWidget*>(QStringLiteral("fact.rerating.distance"));
            return check->mapTo(shown.page.cards()[0], QPoint()).x();
        };
        QVERIFY(offset(1200) > 300);
        QVERIFY(offset(700) < 40);
    }
};
ATTUNE_TEST(Credibility_page_test);

} // namespace attune::ui

#include "credibility_page_test.moc"
