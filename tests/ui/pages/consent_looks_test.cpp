// The consent page in every theme, size and text size: nothing runs out of the page, the ledger's rows are in
// sight where the page is low, marks stand at the notices, and receipts and exports leave the page marked.
#include "core/base/json.h"
#include "core/base/random.h"
#include "simulations/study/export_scan.h"
#include "simulations/study/trail_begin.h"
#include "tests/support/test.h"
#include "ui/pages/consent_console.h"
#include "ui/pages/consent_matrix_view.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/ledger_card.h"
#include "ui/pages/ledger_model.h"
#include "ui/pages/marked_slider.h"
#include "ui/pages/page_scroll.h"
#include "ui/pages/person_view.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>

namespace attune::ui {
namespace {

constexpr int patience_ms = 20000;
constexpr int people = 40, days = 20;
constexpr std::int64_t day_ms = 86'400'000;

TrailEvent event_of(TrailKind kind, std::uint32_t person, int day, Purpose purpose) {
    TrailEvent event;
    event.kind = kind;
    event.person = UserId{person};
    event.purpose = purpose;
    event.time_ms = day * day_ms + 3'600'000;
    return event;
}

/// People are asked for all purposes, half of them by the first notice on day 0, half by the third on day 9.
std::vector<TrailEvent> story() {
    std::vector<UserId> watched;
    for (std::uint32_t person = 0; person < people; ++person)
        watched.push_back(UserId{person});
    TrailEvent begin;
    begin.kind = TrailKind::begin;
    begin.text = trail_begin_text({.run = "r-1",
                                   .scenario = "calm-baseline",
                                   .policy = "gentle-asking",
                                   .people = 1000,
                                   .watched = watched},
                                  Policy{});
    std::vector<TrailEvent> events{begin};
    for (int day = 0; day < days; ++day)
        for (std::uint32_t person = 0; person < people; ++person) {
            const bool late = person >= people / 2;
            if (day == (late ? 9 : 0))
                for (const Purpose purpose : shipped_notices().front().purposes) {
                    TrailEvent said = event_of(TrailKind::consent, person, day, purpose);
                    said.notice = late ? 2 : 0;
                    said.entity = ConsentEntity::service;
                    said.to = ConsentStatus::requested;
                    events.push_back(said);
                    said.entity = ConsentEntity::person;
                    said.from = ConsentStatus::requested;
                    said.to = (person + static_cast<std::uint32_t>(purpose)) % 3 == 0 ? ConsentStatus::refused
                                                                                      : ConsentStatus::given;
                    events.push_back(said);
                }
            TrailEvent read = event_of(TrailKind::read, person, day, Purpose::deliver_service);
            read.module = Module::ranking;
            read.signal = Signal::impression;
            events.push_back(read);
        }
    TrailEvent end;
    end.kind = TrailKind::end;
    end.time_ms = days * day_ms - 1;
    end.rows = people;
    events.push_back(end);
    return events;
}

struct Shown {
    QTemporaryDir folder;
    ConsentPage page;
    QString path = folder.filePath(QStringLiteral("study.attune"));

    explicit Shown(QSize size) {
        OpenOptions options;
        options.created = "2026-11-22T12:00:00Z";
        if (auto made = Workspace::open(to_core(path), OpenMode::create, options))
            if (auto writer = made->write_trail(SigningKey::ephemeral()))
                if (writer->append(story())) (void)writer->commit(HeadReason::run, options.created);
        page.resize(size);
        page.show();
        page.show_workspace(path);
        (void)settle();
    }
    bool settle() {
        const bool settled = QTest::qWaitFor([this] { return page.settled(); }, patience_ms);
        QCoreApplication::processEvents();
        return settled;
    }
    template <typename W>
    W* find(const char* name) {
        return page.findChild<W*>(QLatin1String(name));
    }
    void picture(const QString& name) {
        const QString place = qEnvironmentVariable("ATTUNE_PICTURES");
        if (!place.isEmpty()) page.grab().save(place + u'/' + name + QStringLiteral(".png"));
    }
    /// What is asked for next is saved under this name.
    QString saves_as(const char* name) {
        const QString file = folder.filePath(QLatin1String(name));
        page.set_ask_path([file](const QString&, const QString&) { return file; });
        return file;
    }
};

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class Consent_looks_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    // Pictures for whoever wants to look: ATTUNE_PICTURES names a folder.
    void nothing_runs_out_of_the_page_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<double>("zoom");
        const QSize low(1204, 645), high(1844, 1005); // the page in windows of 1280 x 720 and 1920 x 1080
        QTest::newRow("light-1280") << low << ThemeChoice::light << 1.0;
        QTest::newRow("dark-1280") << low << ThemeChoice::dark << 1.0;
        QTest::newRow("contrast-1280") << low << ThemeChoice::contrast << 1.0;
        QTest::newRow("large-1280") << low << ThemeChoice::light << 1.5;
        QTest::newRow("large-contrast-1280") << low << ThemeChoice::contrast << 1.5;
        QTest::newRow("light-1920") << high << ThemeChoice::light << 1.0;
        QTest::newRow("dark-1920") << high << ThemeChoice::dark << 1.0;
        QTest::newRow("large-1920") << high << ThemeChoice::light << 1.5;
    }
    void nothing_runs_out_of_the_page() {
        QFETCH(QSize, size);
        QFETCH(ThemeChoice, theme);
        QFETCH(double, zoom);
        apply_theme(theme, zoom);
        Shown shown(size);
        shown.page.person().show_person(UserId{3});
        QVERIFY(shown.settle());
        for (const auto& [tab, name] : {std::pair{ConsentTab::console, "console"},
                                        {ConsentTab::person, "person"},
                                        {ConsentTab::notices, "notices"},
                                        {ConsentTab::audit, "audit"}}) {
            shown.page.show_tab(tab);
            QVERIFY(shown.settle());
            shown.picture(QStringLiteral("looks-%1-%2")
                              .arg(QLatin1String(name), QString::fromUtf8(QTest::currentDataTag())));
            QCOMPARE(shown.page.size(), size); // a page that must be wider would grow
            QStringList out;
            for (const QWidget* part : shown.page.findChildren<QWidget*>()) {
                if (!part->isVisible() || part->width() == 0) continue;
                const bool told = qobject_cast<const QLabel*>(part) != nullptr ||
                                  qobject_cast<const QAbstractButton*>(part) != nullptr;
                const int right = part->mapTo(&shown.page, QPoint(part->width(), 0)).x();
                if (told && right > size.width()) out << part->objectName() + part->accessibleName();
            }
            QVERIFY2(out.isEmpty(),
                     qPrintable(QLatin1String(name) + QStringLiteral(": ") + out.join(QStringLiteral(", "))));
        }
    }

    void rows_of_the_ledger_are_in_sight_at_first_look_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("rows");
        QTest::newRow("1280 x 720") << QSize(1204, 645) << 2;
        QTest::newRow("1920 x 1080") << QSize(1844, 1005) << 8;
    }
    void rows_of_the_ledger_are_in_sight_at_first_look() {
        QFETCH(QSize, size);
        QFETCH(int, rows);
        Shown shown(size);
        auto* table = shown.find<QTableView>("consent.ledger.table");
        const QRect seen = table->viewport()->visibleRegion().boundingRect();
        const int row = table->verticalHeader()->defaultSectionSize();
        QVERIFY2(seen.height() >= rows * row,
                 qPrintable(QString::number(seen.height()) + u'/' + QString::number(row)));
    }

    // Where the page is low, what was asked for comes into view.
    void a_cell_brings_its_rows_into_view() {
        apply_theme(ThemeChoice::light, 1.5);
        Shown shown(QSize(1204, 645));
        ConsentMatrixView& matrix = shown.page.console().matrix();
        matrix.setFocus();
        matrix.setCurrentIndex(matrix.model()->index(2, 1));
        QTest::keyClick(&matrix, Qt::Key_Return);
        QVERIFY(shown.settle());
        auto* table = shown.find<QTableView>("consent.ledger.table");
        QVERIFY(table->viewport()->visibleRegion().boundingRect().height() >=
                table->verticalHeader()->defaultSectionSize());
    }

    void marks_stand_at_the_days_of_the_notices() {
        Shown shown(QSize(1204, 645));
        auto* slider = shown.find<MarkedSlider>("consent.slider");
        for (const char* day : {"day 1", "day 10"})
            QVERIFY(slider->accessibleDescription().contains(QLatin1String(day)));
        QVERIFY(slider->x_of(10) > slider->x_of(1) && slider->x_of(10) < slider->x_of(days));
        QVERIFY(slider->accessibleDescription().contains(QStringLiteral("First visit granular")));
        QVERIFY(shown.find<QLabel>("consent.reads")->text().endsWith(QStringLiteral("day 1, 10.")));
        // The tick is painted: beside the mark there is only the groove.
        slider->setValue(days);
        const QImage drawn = slider->grab().toImage();
        const int y = drawn.height() / 2 - 5;
        const QColor tick = drawn.pixelColor(slider->x_of(10), y);
        QCOMPARE(tick, theme().caution.mark);
        QVERIFY(drawn.pixelColor(slider->x_of(10) + 8, y) != tick);
    }

    // What leaves the page about people says so, and the scan of exports lets it pass for that alone.
    void what_is_about_people_is_marked_when_it_leaves() {
        Shown shown(QSize(1204, 645));
        auto* table = shown.find<QTableView>("consent.ledger.table");
        LedgerModel& ledger = shown.page.console().ledger().model();
        auto* receipt = shown.find<QPushButton>("consent.ledger.receipt");
        QVERIFY(!receipt->isEnabled());
        QVERIFY(QTest::qWaitFor([&] { return ledger.at(1) != nullptr; }, patience_ms));
        table->setCurrentIndex(ledger.index(1, 0));
        QVERIFY(receipt->isEnabled());
        std::vector<std::string> files;
        const auto press = [&](const char* button, const char* file) {
            const QString saved = shown.saves_as(file);
            shown.find<QPushButton>(button)->click();
            files.push_back(to_core(saved));
            return shown.settle() && !content(saved).isEmpty();
        };
        QVERIFY(press("consent.ledger.receipt", "receipt.json"));
        QVERIFY(press("consent.ledger.csv", "ledger.csv"));
        shown.page.person().show_person(UserId{3});
        QVERIFY(shown.settle());
        QVERIFY(press("consent.person.export", "person.json"));
        const auto marked = scan_exports(files);
        VERIFY_OK(marked);
        QCOMPARE(marked->files, std::int64_t{3});
        QCOMPARE(marked->marked, std::int64_t{3});
        QCOMPARE(marked->personal_rows, std::int64_t{0});
        for (const std::string& file : files)
            QCOMPARE(QFile::permissions(from_core(file)) & (QFile::ReadGroup | QFile::ReadOther),
                     QFile::Permissions());
        // Shares and the signed head are about nobody.
        files.clear();
        QVERIFY(press("consent.csv", "shares.csv"));
        QVERIFY(press("consent.audit.head", "head.json"));
        const auto open = scan_exports(files);
        VERIFY_OK(open);
        QCOMPARE(open->marked, std::int64_t{0});
        QCOMPARE(open->leaks(true), std::int64_t{0});
        // Without its mark the extract would be found.
        QByteArray bare = content(shown.folder.filePath(QStringLiteral("ledger.csv")));
        bare.replace(",personal_data", ",note");
        QFile unmarked(shown.folder.filePath(QStringLiteral("bare.csv")));
        QVERIFY(unmarked.open(QIODevice::WriteOnly) && unmarked.write(bare) == bare.size());
        unmarked.close();
        const auto found = scan_exports(std::array{to_core(unmarked.fileName())});
        VERIFY_OK(found);
        QVERIFY(found->personal_rows > 100);
    }
};
ATTUNE_TEST(Consent_looks_test);

} // namespace attune::ui

#include "consent_looks_test.moc"
