// The document keeps what it says is saved, across closing, copying, reverting and other windows, and the
// window's thread never waits for it.
#include "tests/ui/session/watched_document.h"

#include <thread>

using namespace attune;
using namespace attune::test;

namespace {

/// How many transactions have changed the file: the change counter of its header.
std::uint32_t changes_of(const QString& path) {
    const std::string bytes = bytes_of(path.toStdString());
    std::uint32_t count = 0;
    for (std::size_t i = 24; i < 28; ++i)
        count = count << 8U | static_cast<std::uint8_t>(bytes.at(i));
    return count;
}

/// Another program that is in the middle of writing.
class Writer {
public:
    explicit Writer(const QString& path) {
        sqlite3_open_v2(path.toUtf8().constData(), &connection_, SQLITE_OPEN_READWRITE, nullptr);
        if (sqlite3_exec(connection_, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr) != SQLITE_OK)
            qFatal("cannot hold the file");
    }
    void finish() {
        if (connection_) sqlite3_exec(connection_, "COMMIT", nullptr, nullptr, nullptr);
        sqlite3_close(std::exchange(connection_, nullptr));
    }
    ~Writer() { finish(); }

private:
    sqlite3* connection_ = nullptr;
};

} // namespace

class Document_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DocumentFolder> folder_;

    QString path(const char* name) const { return folder_->path(name); }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<DocumentFolder>(); }
    void cleanup() {
        const std::string wrong = folder_->check();
        QVERIFY2(wrong.empty(), wrong.c_str());
        folder_.reset();
    }

    void setup_comes_back() {
        LabSetup setup = setup_with((1ULL << 63U) + 12345);
        setup.replications = 7;
        setup.baseline.temperature = 0.1 + 0.2;
        const QString file = path("w.attune");
        {
            Watched first;
            first.document.create(file);
            OPENED(first, 1);
            QVERIFY(!first.setup() && !first.recovered());
            QCOMPARE(first.document.path(), file);
            QVERIFY(first.document.is_open() && !first.document.untitled());
            first.document.save_setup(setup);
            QCOMPARE(first.document.save_state(), State::saving);
            SAVED(first);
            first.document.close();
            QTRY_COMPARE_WITH_TIMEOUT(first.closed.count(), 1, patience);
            QVERIFY(!first.document.is_open());
            QCOMPARE(first.document.save_state(), State::no_file);
            QVERIFY(first.document.path().isEmpty());
        }
        Watched again;
        again.document.open(file);
        OPENED(again, 1);
        QVERIFY(same(again.setup(), setup));
        QVERIFY(!again.recovered());
        QVERIFY(again.failed.isEmpty());
    }

    void closing_the_document_waits_for_what_is_to_be_saved() {
        const QString file = path("w.attune");
        {
            Watched first;
            first.document.create(file);
            OPENED(first, 1);
            for (std::uint64_t seed = 1; seed <= 30; ++seed)
                first.document.save_setup(setup_with(seed));
        }
        QVERIFY(same(setup_in(file), setup_with(30)));
    }

    void many_changes_become_few_saves() {
        const QString file = path("w.attune");
        Watched watched;
        watched.document.create(file);
        OPENED(watched, 1);
        const std::uint32_t before = changes_of(file);
        {
            // The first save waits for another program; the others pile up behind it.
            Writer other(file);
            for (std::uint64_t seed = 1; seed <= 100; ++seed)
                watched.document.save_setup(setup_with(seed));
            QCOMPARE(watched.document.save_state(), State::saving);
        }
        SAVED(watched);
        const std::uint32_t saves = changes_of(file) - before;
        QVERIFY2(saves >= 1 && saves <= 3, std::to_string(saves).c_str());
        QVERIFY(watched.failed.isEmpty());
        watched.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QVERIFY(same(setup_in(file), setup_with(100)));
    }

    /// Between two setups something else is asked for: it sees the first, not the second.
    void copy_between_two_changes_has_the_first() {
        Watched watched;
        watched.document.create(path("w.attune"));
        OPENED(watched, 1);
        watched.document.save_setup(setup_with(1));
        watched.document.save_copy(path("copy.attune"));
        watched.document.save_setup(setup_with(2));
        SAVED(watched);
        QTRY_COMPARE_WITH_TIMEOUT(watched.copied.count(), 1, patience);
        QCOMPARE(watched.copied.at(0).at(0).toString(), path("copy.attune"));
        QVERIFY(same(setup_in(path("copy.attune")), setup_with(1)));
        QCOMPARE(watched.document.path(), path("w.attune"));
    }

    void revert_brings_back_all_that_stood_there() {
        const QString file = path("w.attune");
        const LabSetup first = setup_with(1);
        {
            Watched earlier;
            earlier.document.create(file);
            OPENED(earlier, 1);
            earlier.document.save_setup(first);
            earlier.document.keep(comparison_of(first));
            SAVED(earlier);
        }
        const std::string before = dump(file.toStdString());
        Watched watched;
        watched.document.open(file);
        OPENED(watched, 1);
        QVERIFY(watched.document.can_revert());
        QVERIFY(!watched.document.differs_from_opened());
        const std::string kept = watched.document.last_kept();
        QVERIFY(!kept.empty());

        watched.document.save_setup(first); // as it is
        SAVED(watched);
        QVERIFY(!watched.document.differs_from_opened());
        Policy policy = setup_with(2).candidate;
        policy.name = "mine";
        watched.document.save_policy(policy, {.author = "Ada", .reason = "To try", .preview = {}});
        watched.document.keep(comparison_of(setup_with(2)));
        watched.document.forget_kept(kept);
        watched.document.save_setup(setup_with(2));
        QVERIFY(watched.document.differs_from_opened());
        SAVED(watched);
        QVERIFY(watched.document.differs_from_opened());
        QCOMPARE(watched.document.contents().policies.back().name, std::string("mine"));
        QCOMPARE(watched.document.contents().kept.size(), std::size_t{1});

        watched.document.revert();
        OPENED(watched, 2);
        QVERIFY(same(watched.setup(), first));
        QVERIFY(!watched.recovered());
        QVERIFY(!watched.document.differs_from_opened());
        QCOMPARE(watched.document.contents().kept.size(), std::size_t{1});
        QCOMPARE(watched.document.contents().kept[0].comparison, kept);
        QCOMPARE(watched.document.last_kept(), kept);
        QCOMPARE(watched.document.contents().policies.size(), shipped_policies().size());
        QCOMPARE(dump(file.toStdString()), before);
        // Life goes on, and there is still a way back.
        watched.document.save_setup(setup_with(3));
        SAVED(watched);
        QVERIFY(watched.document.differs_from_opened());
        watched.document.revert();
        OPENED(watched, 3);
        QVERIFY(same(watched.setup(), first));
        QVERIFY(watched.failed.isEmpty());
    }

    void setup_asked_before_another_file_is_open_stays_out_of_it() {
        Watched watched;
        watched.document.create(path("a.attune"));
        OPENED(watched, 1);
        watched.document.save_setup(setup_with(1));
        watched.document.create(path("b.attune"));
        watched.document.save_setup(setup_with(2)); // of the lab that shows a.attune
        watched.document.keep(comparison_of(setup_with(2)));
        OPENED(watched, 2);
        FAILED(watched, 1); // keeping is not dropped without a word
        SAVED(watched);
        QVERIFY(watched.document.contents().kept.empty());
        watched.document.save_setup(setup_with(3));
        SAVED(watched);
        watched.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QVERIFY(same(setup_in(path("a.attune")), setup_with(1)));
        QVERIFY(same(setup_in(path("b.attune")), setup_with(3)));
    }

    void untitled_file_survives_and_takes_a_name() {
        QString first;
        {
            Watched watched;
            watched.document.create_untitled();
            OPENED(watched, 1);
            QVERIFY(watched.document.untitled());
            first = watched.document.path();
            QVERIFY(first.startsWith(program_folder()));
            watched.document.save_setup(setup_with(5));
        }
        QVERIFY(QFileInfo::exists(first));
        Watched watched;
        watched.document.create_untitled();
        OPENED(watched, 1);
        QVERIFY(watched.document.path() != first);
        const QString second = watched.document.path();
        watched.document.open(first);
        OPENED(watched, 2);
        QVERIFY(watched.document.untitled());
        QVERIFY(same(watched.setup(), setup_with(5)));
        watched.document.save_as(path("named.attune"));
        OPENED(watched, 3);
        QCOMPARE(watched.document.path(), path("named.attune"));
        QVERIFY(!watched.document.untitled());
        QVERIFY(same(watched.setup(), setup_with(5)));
        QVERIFY(!QFileInfo::exists(first));
        watched.document.discard(); // it has a name: only closed
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QVERIFY(QFileInfo::exists(path("named.attune")));
        watched.document.open(second);
        OPENED(watched, 4);
        watched.document.discard();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 2, patience);
        QVERIFY(!QFileInfo::exists(second));
    }

    void one_window_has_a_file_at_a_time() {
        const QString file = path("w.attune");
        Watched one;
        Watched two;
        one.document.create(file);
        OPENED(one, 1);
        one.document.save_setup(setup_with(7));
        SAVED(one);
        // Two would save over each other, and going back in one would undo the other's.
        two.document.open(file);
        FAILED(two, 1);
        QCOMPARE(two.error().code, ErrorCode::refused);
        QCOMPARE(two.error().where, file.toStdString());
        QVERIFY(!two.document.is_open());
        one.document.open(file); // again in the same window is fine
        OPENED(one, 2);
        one.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(one.closed.count(), 1, patience);
        two.document.open(file);
        QTRY_COMPARE_WITH_TIMEOUT(two.opened.count(), 1, patience);
        QVERIFY(!two.recovered());
        QVERIFY(same(*two.setup(), setup_with(7)));
    }

    void kept_runs_come_back_and_can_be_forgotten() {
        const QString file = path("w.attune");
        Watched watched;
        watched.document.create(file);
        OPENED(watched, 1);
        const auto input = comparison_of(setup_with(1));
        const std::string id = input->comparison->id;
        watched.document.save_setup(setup_with(1));
        watched.document.keep(input);
        QTRY_COMPARE_WITH_TIMEOUT(watched.contents.count(), 1, patience);
        SAVED(watched);
        QCOMPARE(watched.document.contents().kept.size(), std::size_t{1});
        const auto& kept = watched.document.contents().kept[0];
        QCOMPARE(kept.comparison, id);
        QCOMPARE(kept.scenario, setup_with(1).scenario->scenario.name);
        QCOMPARE(kept.baseline, std::string("default"));
        QCOMPARE(kept.candidate, std::string("gentler"));
        QCOMPARE(kept.created, stamp());
        QCOMPARE(watched.document.last_kept(), id);
        watched.document.keep(input); // again is fine
        SAVED(watched);
        watched.document.open(file);
        OPENED(watched, 2);
        QCOMPARE(watched.document.last_kept(), id);
        watched.document.load_kept(id);
        QTRY_COMPARE_WITH_TIMEOUT(watched.kept.count(), 1, patience);
        const auto found = watched.kept.at(0).at(0).value<std::shared_ptr<const ReportInput>>();
        QCOMPARE(found->run.fingerprint, input->run.fingerprint);
        QCOMPARE(found->baseline->policy_json, input->baseline->policy_json);
        QCOMPARE(found->comparison->series.size(), input->comparison->series.size());
        QVERIFY(watched.failed.isEmpty());

        watched.document.forget_kept(id);
        QTRY_VERIFY_WITH_TIMEOUT(watched.document.contents().kept.empty(), patience);
        QVERIFY(watched.document.last_kept().empty());
        watched.document.load_kept(id);
        FAILED(watched, 1);
        QCOMPARE(watched.error().code, ErrorCode::not_found);
        watched.document.forget_kept(id);
        FAILED(watched, 2);
        SAVED(watched); // nothing waits to be saved
        ReportInput alone = *input;
        alone.comparison.reset();
        watched.document.keep(std::make_shared<const ReportInput>(alone));
        FAILED(watched, 3);
        QCOMPARE(watched.error().code, ErrorCode::bad_input);
        SAVED(watched);
    }

    void policies_of_ones_own_stand_beside_the_shipped_ones() {
        Watched watched;
        watched.document.create(path("w.attune"));
        OPENED(watched, 1);
        QVERIFY(watched.document.contents().policies == shipped_policies());
        QVERIFY(watched.document.contents().scenarios == shipped_scenarios());
        Policy mine = setup_with(1).candidate;
        const ui::VersionNote note{.author = "Ada", .reason = "To try", .preview = {}};
        watched.document.save_policy(mine, note);
        QTRY_COMPARE_WITH_TIMEOUT(watched.contents.count(), 1, patience);
        QVERIFY(watched.document.contents().policies.back() == mine);
        QSignalSpy stored(&watched.document, &Document::policy_saved);
        mine.weekly_cap += 1;
        watched.document.save_policy(mine, {.author = "Bea", .reason = "Once more", .preview = "{}"});
        QTRY_COMPARE_WITH_TIMEOUT(stored.count(), 1, patience);
        const auto& contents = watched.document.contents();
        QCOMPARE(contents.versions.size(), std::size_t{2});
        QCOMPARE(contents.newest(mine.name), &contents.versions.back());
        QCOMPARE(contents.versions.back().record.author, std::string("Bea"));
        QCOMPARE(contents.versions.back().record.preview, std::string("{}"));
        QVERIFY(contents.versions.back().policy == mine);
        QVERIFY(contents.version(mine.name, 1)->policy->weekly_cap == mine.weekly_cap - 1);
        QVERIFY(!contents.version(mine.name, 3) && !contents.newest("theirs"));
        watched.document.roll_back(mine.name, 1, {.author = "Bea", .reason = "No", .preview = {}});
        QTRY_COMPARE_WITH_TIMEOUT(stored.count(), 2, patience);
        QCOMPARE(watched.document.contents().newest(mine.name)->record.restores, 1);
        QVERIFY(watched.document.contents().policies.back().weekly_cap == mine.weekly_cap - 1);
        mine.name = "default";
        watched.document.save_policy(mine, note);
        FAILED(watched, 1);
        QCOMPARE(watched.error().code, ErrorCode::refused);
        SAVED(watched);
        QCOMPARE(watched.document.contents().policies.size(), shipped_policies().size() + 1);
    }

    void window_never_touches_the_file() {
        FailingDisk disk;
        std::atomic<int> calls = 0;
        std::atomic<int> by_window = 0;
        disk.vfs().ask([&, window = std::this_thread::get_id()](FaultyVfs::Call) {
            ++calls;
            if (std::this_thread::get_id() == window) ++by_window;
            return FaultyVfs::Answer{};
        });
        {
            Watched watched;
            watched.document.create(path("w.attune"));
            OPENED(watched, 1);
            watched.document.save_setup(setup_with(1));
            watched.document.keep(comparison_of(setup_with(1)));
            watched.document.save_copy(path("copy.attune"));
            watched.document.revert();
            OPENED(watched, 2);
            watched.document.open(path("copy.attune"));
            OPENED(watched, 3);
            watched.document.load_scenario("calm-baseline");
            watched.document.create_untitled();
            OPENED(watched, 4);
            watched.document.save_as(path("named.attune"));
            OPENED(watched, 5);
            watched.document.close();
            QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        }
        disk.vfs().ask({});
        QVERIFY(calls > 100);
        QCOMPARE(by_window.load(), 0);
    }
};

ATTUNE_TEST(Document_test);

#include "document_test.moc"
