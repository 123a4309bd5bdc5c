#include "core/workspace/trail_writer.h"

#include "core/base/json.h"
#include "core/workspace/trail_store.h"

#include <algorithm>

namespace attune {
namespace {

namespace f = trail_field;

/// Of 4096 bytes, that wait in memory for commit().
constexpr int pages_held = static_cast<int>(trail_bytes_held / 4096);

bool same_bytes(Bytes a, Bytes b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// Texts go into files of lines as they are, so that they must be what they should be.
Status check_text(const TrailEvent& event) {
    const Result<Json> json = parse_json(event.text, "trail");
    const bool one_line = std::none_of(event.text.begin(), event.text.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < ' '; });
    if (json && json->is_object() && one_line) return {};
    return fail(ErrorCode::bad_input,
                "the text of an event '" + std::string(name(event.kind)) +
                    "' is not a JSON object in one line",
                excerpt(event.text));
}

} // namespace

Result<TrailWriter> TrailWriter::open(const Database& database, SigningKey key, RandomBytes random) {
    TrailWriter writer(database, std::move(key), std::move(random));
    Status read = writer.read();
    if (!read) return pass_on(read);
    return writer;
}

/// What an event changes beside the chain.
void TrailWriter::follow(State& state, TrailKind kind, std::uint64_t number, UserId person,
                         std::uint64_t run) {
    if (kind == TrailKind::begin) {
        state.run = number;
        state.erased.clear();
    } else if (kind == TrailKind::erased && run == state.run) {
        state.erased.insert(person.value);
    }
}

Status TrailWriter::read() {
    // One unchanging view, or a part of what the caller has begun.
    Result<Transaction> view = Transaction::begin(*database_, Transaction::Kind::read);
    if (!view) return pass_on(view);
    const TrailStore store(*database_);
    Status followed = store.each_segment(1, [&](const TrailSegment& segment) -> Result<bool> {
        Status walked = segment.each([&](std::uint64_t number, Bytes payload) -> Status {
            const Result<TrailEvent> event = read_payload(payload);
            if (!event) return pass_on(event);
            committed_.chain.add(payload);
            follow(committed_, event->kind, number, event->person, event->relies_on);
            return {};
        });
        if (!walked) return pass_on(walked);
        if (!same_bytes(segment.chain, committed_.chain.value()))
            return fail(ErrorCode::unreadable, "the chain value does not fit the events");
        return true;
    });
    if (!followed) return followed;

    const Result<std::int64_t> heads = database_->integer("SELECT count(*) FROM trail_head");
    if (!heads) return pass_on(heads);
    committed_.heads = static_cast<std::uint64_t>(*heads);
    const Result<std::optional<SignedHead>> newest = store.newest_head();
    if (!newest) return pass_on(newest);
    if (*newest) {
        const Result<TrailHead> head = head_from_json((*newest)->json);
        if (!head) return damaged_trail("its newest head cannot be read", database_->path());
        if (head->size != committed_.chain.size() || head->chain != committed_.chain.value() ||
            head->root != committed_.chain.root())
            return damaged_trail("its newest head speaks of other events", database_->path());
        if (!signature_fits(**newest))
            return damaged_trail("the signature of its newest head does not fit", database_->path());
        committed_.newest_head = (*newest)->json;
    } else if (committed_.chain.size() > 0) {
        return damaged_trail("it has events and no head", database_->path());
    }
    now_ = committed_;
    return keys_.load(committed_.run);
}

Status TrailWriter::check_unchanged() const {
    const TrailStore store(*database_);
    const Result<std::uint64_t> size = store.size();
    if (!size) return pass_on(size);
    const Result<std::optional<SignedHead>> newest = store.newest_head();
    if (!newest) return pass_on(newest);
    if (*size == committed_.chain.size() &&
        (*newest ? (*newest)->json : std::string()) == committed_.newest_head)
        return {};
    return fail(ErrorCode::refused, "another program has written to the trail", database_->path(),
                "Begin again: the trail is then read anew");
}

/// Keeps the first failure; what was half-done stays unreachable until roll_back().
template <typename T>
T TrailWriter::kept(T outcome) {
    if (!outcome && !failure_) failure_ = outcome.error();
    return outcome;
}

Status TrailWriter::begin() {
    if (failure_) return tl::unexpected<Error>(*failure_);
    if (transaction_) return {};
    // What does not fit there any more would be written to the file before its time, and nobody could read it
    // from then on.
    Status held = database_->run("PRAGMA cache_spill = " + std::to_string(pages_held));
    if (!held) return held;
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    Status unchanged = check_unchanged();
    if (!unchanged) return unchanged;
    if (!insert_) {
        Result<Statement> insert = database_->prepare(
            "INSERT INTO trail_segment (first, count, payloads, chain) VALUES (?, ?, ?, ?)");
        if (!insert) return pass_on(insert);
        insert_ = std::move(*insert);
    }
    transaction_.emplace(std::move(*transaction));
    return {};
}

Status TrailWriter::append(std::span<const TrailEvent> events) {
    Status begun = kept(begin());
    if (!begun) return begun;
    for (const TrailEvent& event : events) {
        if (event.kind == TrailKind::erased)
            return kept(Status(fail(ErrorCode::bad_input,
                                    "the trail tells of an erasure only where a key is destroyed",
                                    database_->path())));
        Status appended = append_one(event);
        if (!appended) return kept(appended);
    }
    return {};
}

Status TrailWriter::append_one(const TrailEvent& event) {
    const std::uint32_t used = trail_fields(event.kind);
    if (const char* fault = fault_of(event))
        return fail(ErrorCode::bad_input, std::string(fault) + " (" + std::string(name(event.kind)) + ")",
                    database_->path());
    if (count_ == 0) first_ = size() + 1;
    const std::size_t at = payloads_.size();
    if ((used & f::values) != 0 && !event.text.empty()) {
        Status sealed = seal(event);
        if (!sealed) return sealed;
    } else {
        if ((used & f::text) != 0)
            if (Status text = check_text(event); !text) return text;
        append_payload(event, payloads_);
    }
    now_.chain.add(Bytes(payloads_).subspan(at));
    follow(now_, event.kind, size(), event.person, event.relies_on);
    if (event.kind == TrailKind::begin)
        if (Status fresh = keys_.load(now_.run); !fresh) return fresh;
    return ++count_ == trail_segment_events ? put_segment() : Status();
}

Status TrailWriter::seal(const TrailEvent& event) {
    if (now_.run == 0)
        return fail(ErrorCode::bad_input, "values are sealed for a person of a run that has begun",
                    database_->path());
    if (now_.erased.contains(event.person.value))
        return fail(ErrorCode::refused,
                    "person " + std::to_string(event.person.value) +
                        " was erased, and nothing of them may be kept again",
                    database_->path());
    append_trail_head(event, sealed_bytes(event.text.size()), payloads_);
    return keys_.seal(event.person, event.text, payloads_);
}

Status TrailWriter::put_segment() {
    Status put = insert_->execute(static_cast<std::int64_t>(first_), static_cast<std::int64_t>(count_),
                                  Bytes(payloads_), Bytes(now_.chain.value()));
    payloads_.clear();
    count_ = 0;
    return put;
}

Result<SignedHead> TrailWriter::finish(HeadReason reason, const std::string& made) {
    if (size() == 0)
        return fail(ErrorCode::bad_input, "the trail has no event that could be signed", database_->path());
    if (count_ > 0)
        if (Status put = put_segment(); !put) return pass_on(put);
    TrailHead head;
    head.size = size();
    head.root = now_.chain.root();
    head.chain = now_.chain.value();
    head.made = made;
    head.reason = reason;
    if (!now_.newest_head.empty()) head.previous = to_hex(TrailHasher()(bytes_of_text(now_.newest_head)));
    Result<SignedHead> signed_head = sign_head(head, key_);
    if (!signed_head) return signed_head;
    Result<Statement> insert =
        database_->prepare("INSERT INTO trail_head (number, json, key, signature) VALUES (?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    Status put = insert->execute(static_cast<std::int64_t>(now_.heads + 1), signed_head->json,
                                 Bytes(signed_head->key), Bytes(signed_head->signature));
    if (!put) return pass_on(put);
    Status committed = transaction_->commit();
    if (!committed) return pass_on(committed);
    transaction_.reset();
    ++now_.heads;
    now_.newest_head = signed_head->json;
    committed_ = now_;
    return signed_head;
}

Result<SignedHead> TrailWriter::commit(HeadReason reason, const std::string& made) {
    Status begun = kept(begin());
    if (!begun) return pass_on(begun);
    return kept(finish(reason, made));
}

Status TrailWriter::roll_back() {
    transaction_.reset();
    payloads_.clear();
    count_ = 0;
    now_ = committed_;
    failure_.reset();
    return kept(keys_.load(now_.run));
}

Result<SignedHead> TrailWriter::erase(std::uint64_t run, std::span<const UserId> people, std::int64_t time_ms,
                                      const std::string& made) {
    const PeopleOfRun one{run, {people.begin(), people.end()}, time_ms};
    return erase({&one, 1}, made);
}

Result<SignedHead> TrailWriter::erase(std::span<const PeopleOfRun> runs, const std::string& made) {
    for (const PeopleOfRun& of : runs)
        for (const UserId person : of.people) {
            const Result<std::optional<PersonKey>> key = find_person_key(*database_, of.run, person);
            if (!key) return pass_on(key);
            if (!*key)
                return fail(
                    ErrorCode::not_found,
                    "person " + std::to_string(person.value) +
                        " has no key in this run: no value of theirs was sealed, or they are erased already",
                    database_->path());
        }
    Status begun = kept(begin());
    if (!begun) return pass_on(begun);
    return kept(erase_now(runs, made));
}

Result<SignedHead> TrailWriter::erase_now(std::span<const PeopleOfRun> runs, const std::string& made) {
    for (const PeopleOfRun& of : runs)
        for (const UserId person : of.people) {
            Status destroyed = keys_.destroy(of.run, person);
            if (!destroyed) return pass_on(destroyed);
            TrailEvent event;
            event.kind = TrailKind::erased;
            event.person = person;
            event.time_ms = of.time_ms;
            event.relies_on = of.run;
            Status told = append_one(event);
            if (!told) return pass_on(told);
        }
    return finish(HeadReason::erasure, made);
}

} // namespace attune
