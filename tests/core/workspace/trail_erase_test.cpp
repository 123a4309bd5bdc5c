// Values of people are sealed; erasing a person destroys the key, on the disk too, and leaves the chain
// whole.
#include "core/base/random.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace attune;
using namespace attune::test;

namespace {

template <typename T>
ErrorCode code_of(const Result<T>& result) {
    if (result) qFatal("this should have failed");
    return result.error().code;
}

TrailEvent slate_of(std::uint32_t person, const std::string& items) {
    TrailEvent slate = full_event(TrailKind::slate);
    slate.person = UserId(person);
    slate.text = items;
    return slate;
}

TrailEvent run_begins() {
    return example_event(1);
}

} // namespace

class Trail_erase_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Workspace> workspace_;
    std::string path_;
    std::vector<std::string> keys_; ///< every key that was made, in its order

    /// Counted bytes; what is as long as a key is remembered.
    RandomBytes watched_random() {
        return [this, counted = counted_random()](std::span<std::uint8_t> bytes) {
            counted(bytes);
            if (bytes.size() == 32) keys_.emplace_back(bytes.begin(), bytes.end());
        };
    }
    TrailWriter writer() {
        Result<TrailWriter> made = workspace_->write_trail(example_key(), watched_random());
        if (!made) qFatal("%s", to_line(made.error()).c_str());
        return std::move(*made);
    }
    std::string sealed_text(std::uint64_t sequence) { return workspace_->trail().find(sequence)->text; }

private slots:
    void init() {
        keys_.clear();
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
        Result<Workspace> opened = Workspace::open(path_, OpenMode::create, {{}, "2024-05-06", "0.1.0"});
        VERIFY_OK(opened);
        workspace_ = std::make_unique<Workspace>(std::move(*opened));
    }
    void cleanup() {
        workspace_.reset();
        folder_.reset();
    }

    void values_are_sealed_for_their_person() {
        const std::string secret = "ITEMS-THAT-ANNA-SAW";
        TrailWriter trail = writer();
        const TrailEvent events[] = {run_begins(), slate_of(1, secret), slate_of(2, secret),
                                     slate_of(1, secret)};
        VERIFY_OK(trail.append(events));
        VERIFY_OK(trail.commit(HeadReason::run, example_time));
        QCOMPARE(keys_.size(), std::size_t{2}); // one a person
        QVERIFY(bytes_of(path_).find(secret) == std::string::npos);
        // The same values do not look the same.
        QVERIFY(sealed_text(2) != sealed_text(3) && sealed_text(2) != sealed_text(4));
        for (const auto& [sequence, person] : {std::pair{2U, 1U}, std::pair{3U, 2U}, std::pair{4U, 1U}})
            QCOMPARE(*workspace_->trail().unsealed(1, UserId(person), sealed_text(sequence)), secret);
        QCOMPARE(code_of(workspace_->trail().unsealed(1, UserId(2), sealed_text(2))), ErrorCode::unreadable);
        QCOMPARE(code_of(workspace_->trail().unsealed(1, UserId(9), sealed_text(2))), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->trail().unsealed(9, UserId(1), sealed_text(2))), ErrorCode::not_found);
        std::string changed = sealed_text(2);
        for (std::size_t at = 0; at < changed.size(); ++at) {
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QCOMPARE(code_of(workspace_->trail().unsealed(1, UserId(1), changed)), ErrorCode::unreadable);
            changed[at] = static_cast<char>(changed[at] ^ 1);
        }
        QCOMPARE(code_of(workspace_->trail().unsealed(1, UserId(1), "short")), ErrorCode::unreadable);
        QVERIFY((*workspace_->trail().readable_people(1) == std::vector<UserId>{UserId(1), UserId(2)}));
    }

    void key_of_an_erased_person_is_in_no_byte_of_the_file() {
        TrailWriter trail = writer();
        const TrailEvent events[] = {run_begins(), slate_of(1, "one"), slate_of(2, "two")};
        VERIFY_OK(trail.append(events));
        VERIFY_OK(trail.commit(HeadReason::run, example_time));
        const StoredTrail before = stored_trail(*workspace_);
        QVERIFY(bytes_of(path_).find(keys_[0]) != std::string::npos); // so that it would be found
        const std::vector<UserId> people = {UserId(1)};
        const auto head = trail.erase(1, people, 12345, example_time);
        VERIFY_OK(head);
        QVERIFY(bytes_of(path_).find(keys_[0]) == std::string::npos);
        QVERIFY(bytes_of(path_).find(keys_[1]) != std::string::npos);
        QCOMPARE(code_of(workspace_->trail().unsealed(1, UserId(1), sealed_text(2))), ErrorCode::not_found);
        QCOMPARE(*workspace_->trail().unsealed(1, UserId(2), sealed_text(3)), std::string("two"));

        const StoredTrail after = stored_trail(*workspace_);
        QCOMPARE(after.payloads.size(), before.payloads.size() + 1);
        QVERIFY(std::equal(before.payloads.begin(), before.payloads.end(), after.payloads.begin()));
        const TrailEvent told = *workspace_->trail().find(4);
        QVERIFY(told.kind == TrailKind::erased && told.person == UserId(1));
        QCOMPARE(told.time_ms, std::int64_t{12345});
        QCOMPARE(told.relies_on, std::uint64_t{1});
        const TrailHead read = *head_from_json(head->json);
        QVERIFY(read.reason == HeadReason::erasure && read.size == 4);
        QCOMPARE(to_hex(read.root), hex_of(tree_hash(after.leaves)));
        VERIFY_OK(workspace_->write_trail(example_key()));
    }

    void every_one_of_many_keys_can_be_destroyed() {
        // So many that their table has several pages, made in no order: pages are split and filled again.
        const auto people = static_cast<std::uint32_t>(sized(1500, 6000));
        std::vector<TrailEvent> events = {run_begins()};
        std::vector<std::uint32_t> order;
        for (std::uint32_t i = 0; i < people; ++i)
            order.push_back((i * 7919U) % people);
        for (const std::uint32_t person : order)
            events.push_back(slate_of(person, "x"));
        TrailWriter trail = writer();
        VERIFY_OK(trail.append(events));
        VERIFY_OK(trail.commit(HeadReason::run, example_time));
        QCOMPARE(keys_.size(), std::size_t{people});
        std::vector<UserId> gone;
        for (std::uint32_t i = 0; i < people; i += 3)
            gone.emplace_back(order[i]);
        VERIFY_OK(trail.erase(1, gone, 0, example_time));
        const std::string bytes = bytes_of(path_);
        for (std::uint32_t i = 0; i < people; ++i)
            QVERIFY2((bytes.find(keys_[i]) == std::string::npos) == (i % 3 == 0),
                     ("key " + std::to_string(i)).c_str());
        // All the others too, and nothing of them is left.
        VERIFY_OK(trail.erase(1, *workspace_->trail().readable_people(1), 0, example_time));
        const std::string empty = bytes_of(path_);
        for (const std::string& key : keys_)
            QVERIFY(empty.find(key) == std::string::npos);
    }

    void nobody_is_erased_twice_or_where_there_is_nothing() {
        TrailWriter trail = writer();
        const TrailEvent events[] = {run_begins(), slate_of(1, "one"), slate_of(2, "two")};
        VERIFY_OK(trail.append(events));
        VERIFY_OK(trail.commit(HeadReason::run, example_time));
        const std::string left = dump(path_);
        // One of them has no key: then nothing is done to the other either.
        const std::vector<UserId> with_a_stranger = {UserId(1), UserId(7)};
        QCOMPARE(code_of(trail.erase(1, with_a_stranger, 0, example_time)), ErrorCode::not_found);
        QCOMPARE(code_of(trail.erase(2, std::vector<UserId>{UserId(1)}, 0, example_time)),
                 ErrorCode::not_found);
        QCOMPARE(dump(path_), left);
        const std::vector<UserId> one = {UserId(1)};
        VERIFY_OK(trail.erase(1, one, 0, example_time));
        const std::string erased = dump(path_);
        QCOMPARE(code_of(trail.erase(1, one, 0, example_time)), ErrorCode::not_found);
        QCOMPARE(dump(path_), erased);
        VERIFY_OK(trail.append({&events[2], 1})); // a refused erasure is no failure of the trail
    }

    void nothing_is_kept_again_of_who_is_erased_data() {
        QTest::addColumn<bool>("opened_anew");
        QTest::newRow("at once") << false;
        QTest::newRow("by another program") << true;
    }
    void nothing_is_kept_again_of_who_is_erased() {
        QFETCH(bool, opened_anew);
        const TrailEvent events[] = {run_begins(), slate_of(1, "one"), slate_of(2, "two")};
        {
            TrailWriter trail = writer();
            VERIFY_OK(trail.append(events));
            VERIFY_OK(trail.erase(1, std::vector<UserId>{UserId(1)}, 0, example_time));
            if (!opened_anew) {
                QCOMPARE(code_of(trail.append({&events[1], 1})), ErrorCode::refused);
                VERIFY_OK(trail.roll_back());
            }
        }
        TrailWriter trail = writer();
        QCOMPARE(code_of(trail.append({&events[1], 1})), ErrorCode::refused);
        VERIFY_OK(trail.roll_back());
        // Number 1 of another run is somebody else, with another key.
        VERIFY_OK(trail.append({&events[0], 2}));
        VERIFY_OK(trail.commit(HeadReason::run, example_time));
        QCOMPARE(trail.run(), std::uint64_t{5});
        QCOMPARE(*workspace_->trail().unsealed(5, UserId(1), sealed_text(6)), std::string("one"));
        QCOMPARE(code_of(workspace_->trail().unsealed(1, UserId(1), sealed_text(2))), ErrorCode::not_found);
        // The first run's second person can still be erased, and the second run's first stays.
        VERIFY_OK(trail.erase(1, std::vector<UserId>{UserId(2)}, 0, example_time));
        QCOMPARE(workspace_->trail().find(7)->relies_on, std::uint64_t{1});
        VERIFY_OK(trail.append({&events[1], 2}));
        VERIFY_OK(trail.commit(HeadReason::save, example_time));
        QCOMPARE(*workspace_->trail().unsealed(5, UserId(1), sealed_text(8)), std::string("one"));
        QCOMPARE(*workspace_->trail().unsealed(5, UserId(2), sealed_text(9)), std::string("two"));
    }

    void keys_of_what_was_taken_back_are_gone() {
        TrailWriter trail = writer();
        const TrailEvent events[] = {run_begins(), slate_of(1, "one")};
        VERIFY_OK(trail.append(events));
        VERIFY_OK(trail.roll_back());
        VERIFY_OK(trail.append({&events[0], 1}));
        VERIFY_OK(trail.commit(HeadReason::run, example_time));
        QVERIFY(workspace_->trail().readable_people(1)->empty());
        VERIFY_OK(trail.append({&events[1], 1}));
        VERIFY_OK(trail.roll_back()); // now within a run that stays
        VERIFY_OK(trail.append({&events[1], 1}));
        VERIFY_OK(trail.commit(HeadReason::save, example_time));
        QCOMPARE(keys_.size(), std::size_t{3}); // each time it was made anew
        QCOMPARE(*workspace_->trail().unsealed(1, UserId(1), sealed_text(2)), std::string("one"));
    }

    void going_back_brings_no_key_back_and_takes_no_event_away() {
        const std::string older = folder_->filePath("older.attune").toStdString();
        TrailWriter trail = writer();
        const TrailEvent events[] = {run_begins(), slate_of(1, "one"), slate_of(2, "two")};
        VERIFY_OK(trail.append(events));
        VERIFY_OK(trail.commit(HeadReason::run, example_time));
        VERIFY_OK(workspace_->copy_to(older));
        VERIFY_OK(workspace_->runs().save(example_run(1)));
        VERIFY_OK(trail.erase(1, std::vector<UserId>{UserId(1)}, 0, example_time));
        const StoredTrail now = stored_trail(*workspace_);
        VERIFY_OK(workspace_->restore(older));
        QVERIFY(workspace_->runs().list()->empty());
        const StoredTrail then = stored_trail(*workspace_);
        QVERIFY(then.payloads == now.payloads);
        QCOMPARE(then.heads.size(), now.heads.size());
        QCOMPARE(then.heads.back().json, now.heads.back().json);
        QVERIFY((*workspace_->trail().readable_people(1) == std::vector<UserId>{UserId(2)}));
        QVERIFY(bytes_of(path_).find(keys_[0]) == std::string::npos);
        VERIFY_OK(Workspace::open(path_, OpenMode::existing));
        VERIFY_OK(trail.append({&events[2], 1})); // and it goes on
        VERIFY_OK(trail.commit(HeadReason::save, example_time));
        VERIFY_OK(workspace_->write_trail(example_key()));
    }

    void workspace_without_a_trail_takes_that_of_what_it_becomes() {
        const std::string other = folder_->filePath("other.attune").toStdString();
        {
            const Result<Workspace> made = Workspace::open(other, OpenMode::create);
            VERIFY_OK(made);
            auto trail = made->write_trail(example_key(), counted_random());
            const TrailEvent events[] = {run_begins(), slate_of(1, "one")};
            VERIFY_OK(trail->append(events));
            VERIFY_OK(trail->commit(HeadReason::run, example_time));
        }
        VERIFY_OK(workspace_->restore(other));
        QCOMPARE(*workspace_->trail().size(), std::uint64_t{2});
        QCOMPARE(*workspace_->trail().unsealed(1, UserId(1), sealed_text(2)), std::string("one"));
    }
};

ATTUNE_TEST(Trail_erase_test);

#include "trail_erase_test.moc"
