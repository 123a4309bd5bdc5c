#include "core/workspace/trail_store.h"

#include "core/workspace/schema.h"
#include "core/workspace/trail_keys.h"

namespace attune {
namespace {

constexpr const char* head_columns = "SELECT json, key, signature FROM trail_head ";

Result<SignedHead> head_at(const Statement& rows, const std::string& path) {
    SignedHead head;
    head.json = rows.text(0);
    const std::vector<std::uint8_t> key = rows.blob(1);
    const std::vector<std::uint8_t> signature = rows.blob(2);
    if (key.size() != head.key.size() || signature.size() != head.signature.size())
        return damaged_trail("a head has a key or a signature of another length", path);
    std::copy(key.begin(), key.end(), head.key.begin());
    std::copy(signature.begin(), signature.end(), head.signature.begin());
    return head;
}

template <typename Use>
Status each_row(Statement& rows, const Use& use) {
    while (true) {
        const Result<bool> row = rows.next();
        if (!row) return pass_on(row);
        if (!*row) return {};
        if (Status used = use(rows); !used) return used;
    }
}

} // namespace

tl::unexpected<Error> damaged_trail(std::string what, const std::string& path) {
    return fail(ErrorCode::unreadable, "the trail is damaged: " + std::move(what), path,
                "Verify the workspace to see what is left of it, or restore a copy; nothing was written");
}

Status TrailSegment::each(const std::function<Status(std::uint64_t, Bytes)>& use) const {
    Bytes rest(payloads);
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::size_t bytes = payload_bytes(rest);
        if (bytes == 0) return fail(ErrorCode::unreadable, "an event is cut off");
        if (Status used = use(first + i, rest.first(bytes)); !used) return used;
        rest = rest.subspan(bytes);
    }
    if (!rest.empty()) return fail(ErrorCode::unreadable, "there is more than the events that are counted");
    return {};
}

Result<std::uint64_t> TrailStore::size() const {
    const Result<std::int64_t> size = database_->integer(
        "SELECT ifnull((SELECT first + count - 1 FROM trail_segment ORDER BY first DESC LIMIT 1), 0)");
    if (!size) return pass_on(size);
    return static_cast<std::uint64_t>(*size);
}

Status TrailStore::each_segment(std::uint64_t from,
                                const std::function<Result<bool>(const TrailSegment&)>& use) const {
    Result<Statement> rows = database_->prepare(
        "SELECT first, count, payloads, chain FROM trail_segment WHERE first >= "
        "ifnull((SELECT max(first) FROM trail_segment WHERE first <= ?), 0) ORDER BY first");
    if (!rows) return pass_on(rows);
    rows->query(static_cast<std::int64_t>(from));
    std::uint64_t expected = 0; // where nothing was read yet, the first one is right if it has `from`
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return {};
        const TrailSegment segment{static_cast<std::uint64_t>(rows->integer(0)),
                                   static_cast<std::uint64_t>(rows->integer(1)), rows->blob(2),
                                   rows->blob(3)};
        if (expected == 0 ? segment.first > from : segment.first != expected)
            return damaged_trail("events are missing before number " + std::to_string(segment.first),
                                 database_->path());
        if (segment.count == 0 || segment.count > segment.payloads.size())
            return damaged_trail("a part of it says that it has " + std::to_string(segment.count) + " events",
                                 database_->path());
        expected = segment.first + segment.count;
        const Result<bool> go_on = use(segment);
        if (!go_on && go_on.error().code == ErrorCode::unreadable && go_on.error().where.empty())
            return damaged_trail(go_on.error().what + ", from number " + std::to_string(segment.first) +
                                     " on",
                                 database_->path());
        if (!go_on) return pass_on(go_on);
        if (!*go_on) return {};
    }
}

Status TrailStore::each_payload(const std::function<Status(std::uint64_t, Bytes)>& use) const {
    return each_segment(1, [&](const TrailSegment& segment) -> Result<bool> {
        Status used = segment.each(use);
        if (!used) return pass_on(used);
        return true;
    });
}

Status TrailStore::each_event(const std::function<Status(std::uint64_t, const TrailEvent&)>& use) const {
    return each_payload([&](std::uint64_t sequence, Bytes payload) -> Status {
        const Result<TrailEvent> event = read_payload(payload);
        if (!event) return pass_on(event);
        return use(sequence, *event);
    });
}

Result<TrailEvent> TrailStore::find(std::uint64_t sequence) const {
    std::optional<Result<TrailEvent>> found;
    if (sequence == 0) return fail(ErrorCode::not_found, "events count from 1", database_->path());
    Status read = each_segment(sequence, [&](const TrailSegment& segment) -> Result<bool> {
        Status walked = segment.each([&](std::uint64_t at, Bytes payload) -> Status {
            if (at != sequence) return {};
            found = read_payload(payload);
            if (!*found) return pass_on(*found);
            return {};
        });
        if (!walked) return pass_on(walked);
        return false;
    });
    if (!read) return pass_on(read);
    if (!found)
        return fail(ErrorCode::not_found, "the trail has no event " + std::to_string(sequence),
                    database_->path());
    return *found;
}

Result<std::vector<SignedHead>> TrailStore::heads() const {
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "ORDER BY number");
    if (!rows) return pass_on(rows);
    std::vector<SignedHead> heads;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return heads;
        Result<SignedHead> head = head_at(*rows, database_->path());
        if (!head) return pass_on(head);
        heads.push_back(std::move(*head));
    }
}

Result<std::optional<SignedHead>> TrailStore::newest_head() const {
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "ORDER BY number DESC LIMIT 1");
    if (!rows) return pass_on(rows);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row) return std::optional<SignedHead>();
    Result<SignedHead> head = head_at(*rows, database_->path());
    if (!head) return pass_on(head);
    return std::optional<SignedHead>(std::move(*head));
}

Result<std::string> TrailStore::unsealed(std::uint64_t run, UserId person, std::string_view text) const {
    const Result<std::optional<PersonKey>> key = find_person_key(*database_, run, person);
    if (!key) return pass_on(key);
    if (!*key)
        return fail(ErrorCode::not_found,
                    "the key of this person is destroyed: nobody can read this any more", database_->path());
    std::optional<std::string> values = unseal(**key, text);
    if (!values) return damaged_trail("values of a person are not what was sealed", database_->path());
    return std::move(*values);
}

Result<std::vector<UserId>> TrailStore::readable_people(std::uint64_t run) const {
    Result<Statement> rows = database_->prepare("SELECT person FROM trail_key WHERE run = ? ORDER BY person");
    if (!rows) return pass_on(rows);
    rows->query(static_cast<std::int64_t>(run));
    std::vector<UserId> people;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return people;
        people.emplace_back(static_cast<std::uint32_t>(rows->integer(0)));
    }
}

Result<std::vector<TrailHash>> TrailStore::part_roots(std::vector<LeafRange> parts,
                                                      std::uint64_t size) const {
    const TrailHasher hasher;
    PartRoots roots(std::move(parts));
    Status read = each_segment(1, [&](const TrailSegment& segment) -> Result<bool> {
        Status walked = segment.each([&](std::uint64_t sequence, Bytes payload) -> Status {
            if (sequence <= size) roots.add(leaf_of(sequence, payload, hasher), hasher);
            return {};
        });
        if (!walked) return pass_on(walked);
        return segment.first + segment.count <= size;
    });
    if (!read) return pass_on(read);
    return roots.roots(hasher);
}

Result<std::vector<TrailHash>> TrailStore::consistency_proof(std::uint64_t earlier,
                                                             std::uint64_t size) const {
    const Result<std::uint64_t> all = this->size();
    if (!all) return pass_on(all);
    if (earlier > size || size > *all)
        return fail(ErrorCode::bad_input,
                    "there is no proof from " + std::to_string(earlier) + " to " + std::to_string(size) +
                        " events: the trail has " + std::to_string(*all),
                    database_->path());
    return part_roots(consistency_parts(earlier, size), size);
}

Result<std::vector<TrailHash>> TrailStore::inclusion_proof(std::uint64_t sequence, std::uint64_t size) const {
    const Result<std::uint64_t> all = this->size();
    if (!all) return pass_on(all);
    if (sequence == 0 || sequence > size || size > *all)
        return fail(ErrorCode::bad_input,
                    "there is no event " + std::to_string(sequence) + " among the first " +
                        std::to_string(size) + ": the trail has " + std::to_string(*all),
                    database_->path());
    return part_roots(inclusion_parts(sequence - 1, size), size);
}

Status replace_trail(const Database& copy, const Database& present) {
    Status emptied = empty_trail(copy);
    if (!emptied) return emptied;
    Result<Statement> segment =
        copy.prepare("INSERT INTO trail_segment (first, count, payloads, chain) VALUES (?, ?, ?, ?)");
    if (!segment) return pass_on(segment);
    Result<Statement> from =
        present.prepare("SELECT first, count, payloads, chain FROM trail_segment ORDER BY first");
    if (!from) return pass_on(from);
    Status copied = each_row(*from, [&](const Statement& row) {
        return segment->execute(row.integer(0), row.integer(1), Bytes(row.blob(2)), Bytes(row.blob(3)));
    });
    if (!copied) return copied;
    Result<Statement> head =
        copy.prepare("INSERT INTO trail_head (number, json, key, signature) VALUES (?, ?, ?, ?)");
    if (!head) return pass_on(head);
    from = present.prepare("SELECT number, json, key, signature FROM trail_head ORDER BY number");
    if (!from) return pass_on(from);
    copied = each_row(*from, [&](const Statement& row) {
        return head->execute(row.integer(0), row.text(1), Bytes(row.blob(2)), Bytes(row.blob(3)));
    });
    if (!copied) return copied;
    Result<Statement> key = copy.prepare("INSERT INTO trail_key (person, run, key) VALUES (?, ?, ?)");
    if (!key) return pass_on(key);
    from = present.prepare("SELECT person, run, key FROM trail_key ORDER BY run, person");
    if (!from) return pass_on(from);
    return each_row(*from, [&](const Statement& row) {
        return key->execute(row.integer(0), row.integer(1), Bytes(row.blob(2)));
    });
}

} // namespace attune
