// What is appended is found again, in whatever portions it came; what belongs together is saved together or
// not at all.
#include "core/base/random.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

#include <sqlite3.h>

using namespace attune;
using namespace attune::test;

namespace {

template <typename T>
ErrorCode code_of(const Result<T>& result) {
    if (result) qFatal("this should have failed");
    return result.error().code;
}

TrailWriter writer_of(const Workspace& workspace) {
    Result<TrailWriter> writer = workspace.write_trail(example_key(), counted_random());
    if (!writer) qFatal("%s", to_line(writer.error()).c_str());
    return std::move(*writer);
}

/// Events that seal nothing, so that the same ones give the same bytes.
std::vector<TrailEvent> plain_events(std::uint64_t first, std::uint64_t count) {
    std::vector<TrailEvent> events = example_events(first, count);
    for (TrailEvent& event : events)
        if (uses(event.kind, trail_field::values)) event.text.clear();
    return events;
}

} // namespace

class Trail_writer_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Workspace> workspace_;
    std::string path_;

    void reopen(OpenMode mode) {
        workspace_.reset();
        Result<Workspace> opened = Workspace::open(path_, mode, {{}, "2024-05-06T07:08:09Z", "0.1.0"});
        if (!opened) qFatal("%s", to_line(opened.error()).c_str());
        workspace_ = std::make_unique<Workspace>(std::move(*opened));
    }
    /// A trail of that many events, saved in one go.
    void make_trail(std::uint64_t events) {
        TrailWriter writer = writer_of(*workspace_);
        VERIFY_OK(writer.append(plain_events(1, events)));
        VERIFY_OK(writer.commit(HeadReason::run, example_time));
    }

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
        reopen(OpenMode::create);
    }
    void cleanup() {
        workspace_.reset();
        folder_.reset();
    }

    void workspace_without_a_trail_has_none() {
        VERIFY_OK(workspace_->runs().save(example_run(1)));
        const TrailStore trail = workspace_->trail();
        QCOMPARE(*trail.size(), std::uint64_t{0});
        QVERIFY(trail.heads()->empty() && !trail.newest_head()->has_value());
        QCOMPARE(code_of(trail.find(1)), ErrorCode::not_found);
        QCOMPARE(code_of(trail.inclusion_proof(1, 1)), ErrorCode::bad_input);
        const std::string left = dump(path_);
        TrailWriter writer = writer_of(*workspace_);
        QCOMPARE(code_of(writer.commit(HeadReason::save, example_time)), ErrorCode::bad_input);
        VERIFY_OK(writer.roll_back());
        QCOMPARE(dump(path_), left);
    }

    void trail_is_the_same_in_whatever_portions_it_came_data() {
        QTest::addColumn<int>("events");
        QTest::addColumn<int>("at_once");
        QTest::addColumn<int>("per_commit");
        QTest::newRow("one") << 1 << 1 << 1;
        QTest::newRow("one less than a segment") << 255 << 255 << 255;
        QTest::newRow("a segment") << 256 << 256 << 256;
        QTest::newRow("one more") << 257 << 257 << 257;
        QTest::newRow("many at once") << 1000 << 1000 << 1000;
        QTest::newRow("one by one") << 600 << 1 << 600;
        QTest::newRow("portions that fit nothing") << 1000 << 7 << 91;
        QTest::newRow("a commit each") << 30 << 1 << 1;
    }
    void trail_is_the_same_in_whatever_portions_it_came() {
        QFETCH(int, events);
        QFETCH(int, at_once);
        QFETCH(int, per_commit);
        const auto all = static_cast<std::uint64_t>(events);
        std::uint64_t since_commit = 0;
        {
            TrailWriter writer = writer_of(*workspace_);
            while (writer.size() < all) {
                const std::uint64_t now =
                    std::min<std::uint64_t>(static_cast<std::uint64_t>(at_once), all - writer.size());
                VERIFY_OK(writer.append(plain_events(writer.size() + 1, now)));
                since_commit += now;
                if (since_commit < static_cast<std::uint64_t>(per_commit)) continue;
                since_commit = 0;
                VERIFY_OK(writer.commit(HeadReason::save, example_time));
            }
            VERIFY_OK(writer.commit(HeadReason::run, example_time));
        }
        reopen(OpenMode::read_only);
        const StoredTrail trail = stored_trail(*workspace_);
        QCOMPARE(trail.payloads.size(), all);
        for (std::uint64_t n = 1; n <= all; ++n) {
            ByteList expected;
            append_payload(plain_events(n, 1)[0], expected);
            QVERIFY2(trail.payloads[n - 1] == expected, std::to_string(n).c_str());
            if (n % 83 == 1) QVERIFY(*workspace_->trail().find(n) == *read_payload(expected));
        }
        QCOMPARE(code_of(workspace_->trail().find(all + 1)), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->trail().find(0)), ErrorCode::not_found);
        const Result<TrailHead> head = head_from_json(trail.heads.back().json);
        VERIFY_OK(head);
        QCOMPARE(head->size, all);
        QCOMPARE(to_hex(head->chain), hex_of(trail.chain));
        QCOMPARE(to_hex(head->root), hex_of(tree_hash(trail.leaves)));
        std::string previous;
        for (const SignedHead& one : trail.heads) {
            QCOMPARE(head_from_json(one.json)->previous, previous);
            previous = hex_of(sha256(bytes(bytes_of_text(one.json))));
        }
    }

    void every_opening_goes_on_where_the_last_one_ended() {
        for (std::uint64_t n = 1; n <= 700; n += 100) {
            TrailWriter writer = writer_of(*workspace_);
            QCOMPARE(writer.size(), n - 1);
            QCOMPARE(writer.run(), n == 1 ? std::uint64_t{0} : std::uint64_t{1});
            VERIFY_OK(writer.append(plain_events(n, 100)));
            VERIFY_OK(writer.commit(HeadReason::save, example_time));
            reopen(OpenMode::existing);
        }
        const StoredTrail trail = stored_trail(*workspace_);
        QCOMPARE(to_hex(head_from_json(trail.heads.back().json)->root), hex_of(tree_hash(trail.leaves)));
        QCOMPARE(trail.heads.size(), std::size_t{7});
    }

    void proofs_hold_between_all_heads() {
        make_trail(300);
        for (int i = 0; i < 3; ++i) {
            TrailWriter writer = writer_of(*workspace_);
            VERIFY_OK(writer.append(plain_events(writer.size() + 1, 123)));
            VERIFY_OK(writer.commit(HeadReason::audit, example_time));
        }
        const StoredTrail trail = stored_trail(*workspace_);
        std::vector<TrailHead> heads;
        for (const SignedHead& head : trail.heads)
            heads.push_back(*head_from_json(head.json));
        for (const TrailHead& late : heads) {
            for (const TrailHead& early : heads) {
                if (early.size > late.size) continue;
                const auto proof = workspace_->trail().consistency_proof(early.size, late.size);
                VERIFY_OK(proof);
                QVERIFY(proves_consistency(early.size, late.size, bytes(early.root), bytes(late.root),
                                           lists(*proof)));
            }
            for (const std::uint64_t n :
                 {std::uint64_t{1}, std::uint64_t{256}, std::uint64_t{257}, late.size}) {
                const auto proof = workspace_->trail().inclusion_proof(n, late.size);
                VERIFY_OK(proof);
                QVERIFY(
                    proves_inclusion(n - 1, late.size, trail.leaves[n - 1], lists(*proof), bytes(late.root)));
            }
        }
        QCOMPARE(code_of(workspace_->trail().consistency_proof(1, 10000)), ErrorCode::bad_input);
        QCOMPARE(code_of(workspace_->trail().inclusion_proof(301, 300)), ErrorCode::bad_input);
    }

    void state_and_events_are_saved_together_or_not_at_all() {
        const std::string empty = dump(path_);
        {
            TrailWriter writer = writer_of(*workspace_);
            VERIFY_OK(writer.begin());
            VERIFY_OK(workspace_->runs().save(example_run(1)));
            VERIFY_OK(writer.append(example_events(1, 300)));
            VERIFY_OK(workspace_->runs().save(example_run(2)));
            QCOMPARE(dump(path_), empty); // as others see it
            VERIFY_OK(writer.roll_back());
            QCOMPARE(dump(path_), empty);
            QCOMPARE(writer.size(), std::uint64_t{0});
            QCOMPARE(writer.run(), std::uint64_t{0});

            VERIFY_OK(workspace_->runs().save(example_run(3)));
            VERIFY_OK(writer.append(example_events(1, 300)));
            VERIFY_OK(workspace_->runs().save(example_run(4)));
            // A save that is refused takes nothing else along.
            RunRecord other = example_run(3);
            other.seed ^= 1;
            QCOMPARE(code_of(workspace_->runs().save(other)), ErrorCode::refused);
            QVERIFY(!workspace_->comparisons().save_with_runs(example_run(5), example_run(6),
                                                              example_comparison(1, "r", "s")));
            VERIFY_OK(writer.commit(HeadReason::run, example_time));

            VERIFY_OK(workspace_->runs().save(example_run(7)));
            VERIFY_OK(writer.append(example_events(301, 5)));
            VERIFY_OK(workspace_->runs().save(example_run(8)));
        } // gone without a commit
        QCOMPARE(*workspace_->trail().size(), std::uint64_t{300});
        QCOMPARE(workspace_->runs().list()->size(), std::size_t{3}); // 3, 4 and 7
        VERIFY_OK(workspace_->runs().find(example_run(7).id));
        QCOMPARE(code_of(workspace_->runs().find(example_run(5).id)), ErrorCode::not_found);
        QCOMPARE(writer_of(*workspace_).size(), std::uint64_t{300});
    }

    void after_a_failure_nothing_more_is_taken_data() {
        QTest::addColumn<int>("what");
        const char* names[] = {"an event about nobody",       "an erasure without one",
                               "rules that are no JSON",      "rules over two lines",
                               "values before the first run", "a time that is none"};
        for (int i = 0; i < 6; ++i)
            QTest::newRow(names[i]) << i;
    }
    void after_a_failure_nothing_more_is_taken() {
        QFETCH(int, what);
        if (what != 4) make_trail(10);
        const std::string left = dump(path_);
        TrailWriter writer = writer_of(*workspace_);
        std::vector<TrailEvent> events = plain_events(11, 3);
        std::string made = example_time;
        switch (what) {
        case 0:
            events[1] = full_event(TrailKind::visit);
            events[1].person = nobody;
            break;
        case 1:
            events[1] = full_event(TrailKind::erased);
            break;
        case 2:
            events[1] = full_event(TrailKind::begin);
            events[1].text = "{";
            break;
        case 3:
            events[1] = full_event(TrailKind::evidence);
            events[1].text = "{\n}";
            break;
        case 4:
            events[1] = full_event(TrailKind::slate);
            break;
        default:
            made = "2024-05-06\",\"reason\":\"run";
        }
        const Status appended = writer.append(events);
        QCOMPARE(appended.has_value(), what == 5);
        if (!appended) QCOMPARE(appended.error().code, ErrorCode::bad_input);
        QCOMPARE(code_of(writer.commit(HeadReason::save, made)), ErrorCode::bad_input);
        QCOMPARE(code_of(writer.append(plain_events(11, 1))), ErrorCode::bad_input);
        QCOMPARE(code_of(writer.commit(HeadReason::save, example_time)), ErrorCode::bad_input);
        QCOMPARE(dump(path_), left);
        VERIFY_OK(writer.roll_back());
        VERIFY_OK(writer.append(plain_events(writer.size() + 1, 3)));
        VERIFY_OK(writer.commit(HeadReason::save, example_time));
        QCOMPARE(*workspace_->trail().size(), std::uint64_t{what == 4 ? 3U : 13U});
        const StoredTrail trail = stored_trail(*workspace_);
        QCOMPARE(to_hex(head_from_json(trail.heads.back().json)->root), hex_of(tree_hash(trail.leaves)));
    }

    void two_writers_do_not_write_over_each_other() {
        make_trail(10);
        const Result<Workspace> second = Workspace::open(path_, OpenMode::existing, {{}, {}, {}, 0});
        VERIFY_OK(second);
        TrailWriter one = writer_of(*workspace_);
        TrailWriter two = writer_of(*second);
        VERIFY_OK(one.append(plain_events(11, 5)));
        QCOMPARE(code_of(two.append(plain_events(11, 5))), ErrorCode::io); // the other holds the file
        VERIFY_OK(one.commit(HeadReason::save, example_time));
        VERIFY_OK(two.roll_back());
        QCOMPARE(code_of(two.append(plain_events(11, 5))), ErrorCode::refused); // and has written
        TrailWriter again = writer_of(*second);
        VERIFY_OK(again.append(plain_events(16, 5)));
        VERIFY_OK(again.commit(HeadReason::save, example_time));
        QCOMPARE(code_of(one.append(plain_events(16, 5))), ErrorCode::refused);
        const StoredTrail trail = stored_trail(*workspace_);
        QCOMPARE(trail.payloads.size(), std::size_t{20});
        QCOMPARE(to_hex(head_from_json(trail.heads.back().json)->chain), hex_of(trail.chain));
    }

    void full_disk_leaves_the_last_commit() {
        FaultyVfs vfs("full");
        const Result<Workspace> workspace = Workspace::open(folder_->filePath("small.attune").toStdString(),
                                                            OpenMode::create, {"full", "x", "y"});
        VERIFY_OK(workspace);
        const std::string path = workspace->path();
        TrailWriter writer = writer_of(*workspace);
        VERIFY_OK(writer.append(example_events(1, 400)));
        VERIFY_OK(writer.commit(HeadReason::run, example_time));
        const std::string left = dump(path);
        int failures = 0;
        for (int refused = 1;; ++refused) {
            int writes = 0;
            vfs.ask([&](FaultyVfs::Call call) {
                FaultyVfs::Answer answer;
                if (call == FaultyVfs::Call::write && ++writes == refused) {
                    answer.code = SQLITE_FULL;
                    answer.half = true;
                }
                return answer;
            });
            const Status appended = writer.append(example_events(401, 30));
            const auto head = writer.commit(HeadReason::save, example_time);
            vfs.ask({});
            if (head) break;
            ++failures;
            QCOMPARE(head.error().code, ErrorCode::io);
            VERIFY_OK(writer.roll_back());
            QCOMPARE(dump(path), left);
        }
        QVERIFY(failures > 3);
        QCOMPARE(*workspace->trail().size(), std::uint64_t{430});
        QCOMPARE(writer_of(*workspace).size(), std::uint64_t{430});
    }

    // SQLite would write what does not fit into its memory to the file at once, and shut everybody out.
    void others_read_while_a_long_trail_is_written() {
        VERIFY_OK(workspace_->runs().save(example_run(1)));
        TrailWriter writer = writer_of(*workspace_);
        VERIFY_OK(writer.append(plain_events(1, 60'000)));
        const auto other = Workspace::open(path_, OpenMode::read_only, {{}, {}, {}, 0});
        VERIFY_OK(other);
        const auto runs = other->runs().list();
        VERIFY_OK(runs);
        QCOMPARE(runs->size(), std::size_t{1});
        QCOMPARE(*other->trail().size(), std::uint64_t{0});
        VERIFY_OK(writer.commit(HeadReason::run, example_time));
        QCOMPARE(*other->trail().size(), std::uint64_t{60'000});
    }
};

ATTUNE_TEST(Trail_writer_test);

#include "trail_writer_test.moc"
