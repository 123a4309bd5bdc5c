// Putting a version of a policy into force from the window of versions: refused while the audit does not
// allow it, with the reason, and told of when it is done.
#include "simulations/study/audit_keep.h"
#include "simulations/study/trail_key.h"
#include "tests/ui/window/fixture.h"
#include "ui/pages/audit_room.h"
#include "ui/pages/consent_page.h"
#include "ui/session/staff.h"
#include "ui/theme/words.h"
#include "ui/window/versions_window.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace attune::ui {
namespace {

/// A window with a file in which a version is saved, and a run with a trail unless it is left out.
struct Publishing : Window {
    bool ready(bool trail) {
        window->lab().open(small_setup());
        if (!settle()) return false;
        const QString file = folder.filePath(QStringLiteral("study.attune"));
        window->document().create(file);
        if (!QTest::qWaitFor([&] { return window->document().is_open(); }, patience_ms)) return false;
        Policy mine = window->lab().setup().candidate;
        mine.name = "mine";
        window->document().save_policy(mine, {.author = "Ines", .reason = "First", .preview = {}});
        if (!QTest::qWaitFor([&] { return window->document().contents().newest("mine") != nullptr; },
                             patience_ms))
            return false;
        if (trail) window->document().record_trail(window->lab().setup().scenario, mine, 30, 2);
        if (!QTest::qWaitFor(
                [&] { return !window->document().recording() && window->consent_page().settled(); },
                patience_ms))
            return false;
        window->show_versions();
        versions = find<VersionsWindow>("versions");
        return versions && versions->isVisible();
    }
    template <typename W>
    W* part(const char* name) {
        return versions->findChild<W*>(QLatin1String(name));
    }
    std::string path() const { return to_core(window->document().path()); }
    AuditBook book() const {
        const auto workspace = Workspace::open(path(), OpenMode::read_only);
        return *read_audit_book(workspace->trail());
    }
    void publish() {
        part<QLineEdit>("versions.publish.author")->setText(QStringLiteral("Ada"));
        part<QLineEdit>("versions.publish.reason")->setText(QStringLiteral("Works"));
        QTest::mouseClick(part<QPushButton>("versions.publish"), Qt::LeftButton);
    }
    VersionsWindow* versions = nullptr;
};

} // namespace

class Publish_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void version_is_published_upon_an_audit() {
        Publishing w;
        QVERIFY(w.ready(true));
        auto* button = w.part<QPushButton>("versions.publish");
        auto* in_force = w.part<QLabel>("versions.in_force");
        QVERIFY(button->isVisible() && in_force->isHidden());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY2(w.part<QLabel>("versions.publish.refusal")->isVisible(), "publishing has a reason");
        w.publish();
        QTRY_VERIFY_WITH_TIMEOUT(in_force->isVisible(), patience_ms);
        QVERIFY2(in_force->text().contains(QStringLiteral("Ada")), in_force->text().toUtf8());
        QVERIFY(!button->isVisible());
        QCOMPARE(w.book().published.size(), std::size_t{1});
        QCOMPARE(w.book().published[0].entry.by.role, std::string("product_manager"));
        QCOMPARE(w.book().audits.size(), std::size_t{1});
    }

    void broken_invariant_refuses_it_with_the_reason() {
        Publishing w;
        QVERIFY(w.ready(true));
        {
            const auto workspace = Workspace::open(w.path(), OpenMode::existing);
            VERIFY_OK(workspace);
            auto writer = workspace->write_trail(*user_signing_key());
            VERIFY_OK(writer);
            const TrailEvent bad{.kind = TrailKind::read,
                                 .module = Module::training,
                                 .purpose = Purpose::improve_models,
                                 .signal = Signal::free_text,
                                 .person = UserId(4)};
            VERIFY_OK(writer->append({&bad, 1}));
            VERIFY_OK(writer->commit(HeadReason::save, "2024-05-06T07:08:09Z"));
        }
        w.publish();
        auto* refusal = w.part<QLabel>("versions.publish.refusal");
        QTRY_VERIFY_WITH_TIMEOUT(refusal->isVisible() && refusal->text().contains(QStringLiteral("I1 ")),
                                 patience_ms);
        QVERIFY(w.book().published.empty());
        QVERIFY(!w.book().audits.empty() && !w.book().audits.back().entry.passed());
        // The reason stays when the history is read again.
        QTRY_VERIFY_WITH_TIMEOUT(w.window->consent_page().settled(), patience_ms);
        QVERIFY(refusal->isVisible());
    }

    void without_a_trail_nothing_is_published() {
        Publishing w;
        QVERIFY(w.ready(false));
        w.publish();
        auto* refusal = w.part<QLabel>("versions.publish.refusal");
        QTRY_VERIFY_WITH_TIMEOUT(refusal->isVisible() && refusal->text().contains(QStringLiteral("no trail")),
                                 patience_ms);
    }

    void officer_puts_no_policy_into_force() {
        Publishing w;
        QVERIFY(w.ready(true));
        w.window->staff().set_role(StaffRole::officer);
        w.publish();
        auto* refusal = w.part<QLabel>("versions.publish.refusal");
        QTRY_VERIFY_WITH_TIMEOUT(refusal->isVisible() && refusal->text().contains(QStringLiteral("officer")),
                                 patience_ms);
        QVERIFY(w.book().published.empty());
    }
};

ATTUNE_TEST(Publish_flow_test);

} // namespace attune::ui

#include "publish_flow_test.moc"
