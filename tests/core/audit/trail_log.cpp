#include "tests/core/audit/trail_log.h"

#include "core/base/resources.h"

#include <QCryptographicHash>
#include <QFile>
#include <QtGlobal>

#include <sodium/crypto_sign.h>
#include <sqlite3.h>

#include <map>

namespace attune::test {

using namespace trail;

std::string begin_text(const std::function<void(Json&)>& edit) {
    const auto file = [](const char* path) { return Json::parse(find_resource(path).value_or("{}")); };
    Json begin = {{"run", "by hand"},
                  {"scenario", "none"},
                  {"policy", "default"},
                  {"seed", 1},
                  {"people", 10},
                  {"watched", "all"},
                  {"matrix", file("consent/matrix.json")},
                  {"notices", file("consent/notices.json")["notices"]},
                  {"asking", {{"session_cap", 1}, {"weekly_cap", 2}, {"enabled", true}}}};
    if (edit) edit(begin);
    return begin.dump();
}

Event begin_event(const std::string& text) {
    Event event;
    event.kind = Kind::begin;
    event.text = text;
    return event;
}

Event evidence(const std::string& json) {
    Event event;
    event.kind = Kind::evidence;
    event.text = json;
    return event;
}

Event said(const Json& text) {
    Event event;
    event.kind = Kind::audited;
    event.text = text.dump();
    return event;
}

Json audit_text(std::uint64_t through) {
    Json invariants = Json::array();
    for (std::size_t i = 0; i < invariant_count; ++i)
        invariants.push_back({{"id", "I" + std::to_string(i + 1)},
                              {"verdict", i == 0 ? "passed" : "nothing_to_check"},
                              {"complete", true},
                              {"checked", i == 0 ? 5 : 0},
                              {"failures", 0},
                              {"first", 0}});
    return {{"what", "audit"},
            {"made", "2024-05-06T07:08:09Z"},
            {"program", "1.0"},
            {"trigger", "asked"},
            {"name", "Noor"},
            {"role", "privacy_officer"},
            {"through", through},
            {"root", std::string(64, '0')},
            {"runs", 1},
            {"watched", 10},
            {"people", 10},
            {"key_given", false},
            {"head_given", false},
            {"verdict", "passed"},
            {"invariants", std::move(invariants)}};
}

Event end_event() {
    Event event;
    event.kind = Kind::end;
    event.rows = 10;
    return event;
}

Event Person::event(Kind kind) const {
    Event event;
    event.kind = kind;
    event.person = number_;
    event.time_ms = time_ms_;
    if ((fields_of(kind) & field::visit) != 0) event.visit = visit_;
    if ((fields_of(kind) & field::relies_on) != 0) event.relies_on = newest_consent;
    return event;
}

Event Person::consent(Purpose purpose, State from, State to, Entity entity, Method method) const {
    Event made = event(Kind::consent);
    made.purpose = purpose;
    made.from = from;
    made.to = to;
    made.entity = entity;
    made.method = method;
    return made;
}

namespace {
std::uint16_t bits_of(std::initializer_list<Purpose> purposes) {
    std::uint32_t bits = 0;
    for (const Purpose purpose : purposes)
        bits |= 1U << static_cast<unsigned>(purpose);
    return static_cast<std::uint16_t>(bits);
}
} // namespace

Event Person::captured(Signal signal, std::initializer_list<Purpose> purposes) const {
    Event made = event(Kind::captured);
    made.signal = signal;
    made.purposes = bits_of(purposes);
    made.newest_day = static_cast<std::uint16_t>(day_of(time_ms_));
    return made;
}

Event Person::read(Module module, Purpose purpose, Signal signal, int oldest, int newest) const {
    Event made = event(Kind::read);
    made.module = module;
    made.purpose = purpose;
    made.signal = signal;
    made.rows = 1;
    made.oldest_day = static_cast<std::uint16_t>(oldest);
    made.newest_day = static_cast<std::uint16_t>(newest);
    return made;
}

Event Person::derived(Module module, Purpose purpose, std::initializer_list<Signal> from) const {
    Event made = event(Kind::derived);
    made.module = module;
    made.purpose = purpose;
    for (const Signal signal : from)
        made.mask |= 1U << static_cast<unsigned>(signal);
    return made;
}

Event Person::forgotten(std::initializer_list<Purpose> purposes) const {
    Event made = event(Kind::forgotten);
    made.purposes = bits_of(purposes);
    return made;
}

Event Person::swept(Purpose purpose, Signal signal, int oldest) const {
    Event made = event(Kind::swept);
    made.purpose = purpose;
    made.signal = signal;
    made.rows = 1;
    made.oldest_day = static_cast<std::uint16_t>(oldest);
    return made;
}

Event Person::slate(Purpose purpose) const {
    Event made = event(Kind::slate);
    made.purpose = purpose;
    return made;
}

Event Person::question(std::uint8_t form) const {
    Event made = event(Kind::question);
    made.form = form;
    return made;
}

Event Person::opted(Kind kind, std::uint8_t form) const {
    Event made = event(kind);
    made.form = form;
    return made;
}

void number(std::vector<Event>& events) {
    std::map<std::pair<std::uint32_t, Purpose>, std::uint64_t> newest;
    std::map<std::uint32_t, std::uint32_t> slates;
    for (std::size_t i = 0; i < events.size(); ++i) {
        Event& event = events[i];
        event.seq = i + 1;
        if (event.kind == Kind::begin) {
            newest.clear();
            slates.clear();
        }
        if (event.kind == Kind::slate) event.number = slates[event.person]++;
        if (event.kind == Kind::consent)
            newest[{event.person, event.purpose}] = permits(event.to) ? event.seq : 0;
        if (event.relies_on != newest_consent) continue;
        const bool refused = event.kind == Kind::read && event.decision != Decision::allowed;
        event.relies_on = event.kind == Kind::trained ? i
                          : refused                   ? 0
                                                      : newest[{event.person, event.purpose}];
    }
}

TrailVerdict judge(const std::vector<Event>& events) {
    TrailAudit audit;
    for (const Event& event : events)
        if (const auto taken = audit.take(event); !taken) qFatal("%s", to_line(taken.error()).c_str());
    return audit.finish(nullptr);
}

Blob sha256(const Blob& bytes) {
    const QByteArray hash = QCryptographicHash::hash(
        QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size())),
        QCryptographicHash::Sha256);
    return {hash.begin(), hash.end()};
}

namespace {

void put(Blob& bytes, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void add(Blob& to, const Blob& from) {
    to.insert(to.end(), from.begin(), from.end());
}

std::string hex_of(const Blob& bytes) {
    return QByteArray(reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()))
        .toHex()
        .toStdString();
}

} // namespace

Blob payload_of(const Event& e) {
    Blob bytes;
    for (const auto code :
         {static_cast<unsigned>(e.kind), static_cast<unsigned>(e.module), static_cast<unsigned>(e.purpose),
          static_cast<unsigned>(e.signal), static_cast<unsigned>(e.decision), static_cast<unsigned>(e.from),
          static_cast<unsigned>(e.to), static_cast<unsigned>(e.entity), static_cast<unsigned>(e.method),
          static_cast<unsigned>(e.notice), static_cast<unsigned>(e.form), 0U})
        put(bytes, code, 1);
    put(bytes, e.purposes, 2);
    put(bytes, 0, 2);
    for (const std::uint32_t number : {e.person, e.visit, e.number, e.rows, e.mask})
        put(bytes, number, 4);
    put(bytes, e.oldest_day, 2);
    put(bytes, e.newest_day, 2);
    put(bytes, static_cast<std::uint64_t>(e.time_ms), 8);
    put(bytes, e.relies_on, 8);
    put(bytes, e.text.size(), 4);
    put(bytes, 0, 4);
    bytes.insert(bytes.end(), e.text.begin(), e.text.end());
    return bytes;
}

std::vector<Blob> payloads_of(const std::vector<Event>& events) {
    std::vector<Blob> payloads;
    for (const Event& event : events)
        payloads.push_back(payload_of(event));
    return payloads;
}

std::vector<Blob> chain_of(const std::vector<Blob>& payloads) {
    std::vector<Blob> chain = {Blob(32, 0)};
    for (std::size_t n = 1; n <= payloads.size(); ++n) {
        Blob message = {0};
        put(message, n, 8);
        add(message, chain.back());
        add(message, payloads[n - 1]);
        chain.push_back(sha256(message));
    }
    return chain;
}

Blob root_of(const std::vector<Blob>& payloads, std::size_t begin, std::size_t end) {
    if (begin == end) return sha256({});
    Blob message;
    if (end - begin == 1) {
        message = {0};
        put(message, begin + 1, 8);
        add(message, payloads[begin]);
    } else {
        std::size_t half = 1;
        while (half * 2 < end - begin)
            half *= 2;
        message = {1};
        add(message, root_of(payloads, begin, begin + half));
        add(message, root_of(payloads, begin + half, end));
    }
    return sha256(message);
}

Signer::Signer(std::uint8_t seed)
    : public_key(crypto_sign_PUBLICKEYBYTES)
    , secret_key(crypto_sign_SECRETKEYBYTES) {
    const Blob seeds(crypto_sign_SEEDBYTES, seed);
    crypto_sign_seed_keypair(public_key.data(), secret_key.data(), seeds.data());
}

Blob Signer::sign(const std::string& text) const {
    Blob signature(crypto_sign_BYTES);
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), secret_key.data());
    return signature;
}

std::vector<MadeHead> heads_of(const std::vector<Blob>& payloads, const std::vector<std::size_t>& sizes,
                               const Signer& signer) {
    const std::vector<Blob> chain = chain_of(payloads);
    std::vector<MadeHead> heads;
    std::string previous;
    for (const std::size_t size : sizes) {
        MadeHead head;
        head.json = R"({"attune":"trail-head","version":1,"size":)" + std::to_string(size) + R"(,"root":")" +
                    hex_of(root_of(payloads, 0, size)) + R"(","chain":")" + hex_of(chain[size]) +
                    R"(","made":"2026-01-02T03:04:05Z","reason":"save","previous":")" + previous + "\"}";
        head.key = signer.public_key;
        head.signature = signer.sign(head.json);
        previous = hex_of(sha256({head.json.begin(), head.json.end()}));
        heads.push_back(std::move(head));
    }
    return heads;
}

std::vector<MadeSegment> segments_of(const std::vector<Blob>& payloads, std::size_t of_each) {
    const std::vector<Blob> chain = chain_of(payloads);
    std::vector<MadeSegment> segments;
    for (std::size_t first = 0; first < payloads.size(); first += of_each) {
        const std::size_t end = std::min(first + of_each, payloads.size());
        MadeSegment segment{
            static_cast<std::int64_t>(first + 1), static_cast<std::int64_t>(end - first), {}, chain[end]};
        for (std::size_t i = first; i < end; ++i)
            add(segment.payloads, payloads[i]);
        segments.push_back(std::move(segment));
    }
    return segments;
}

void write_file(const std::string& path, const std::vector<MadeSegment>& segments,
                const std::vector<MadeHead>& heads, const std::vector<MadeKey>& keys) {
    QFile::remove(QString::fromStdString(path));
    sqlite3* file = nullptr;
    sqlite3_open(path.c_str(), &file);
    sqlite3_exec(
        file,
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; BEGIN; CREATE TABLE trail_segment(first "
        "INTEGER PRIMARY KEY, count INTEGER NOT NULL, "
        "payloads BLOB NOT NULL, chain BLOB NOT NULL) STRICT; CREATE TABLE trail_head(number INTEGER "
        "PRIMARY KEY, json TEXT NOT NULL, key BLOB NOT NULL, signature BLOB NOT NULL) STRICT; CREATE TABLE "
        "trail_key(person "
        "INTEGER NOT NULL, run INTEGER NOT NULL, key BLOB NOT NULL) STRICT;",
        nullptr, nullptr, nullptr);
    const auto blob = [](sqlite3_stmt* to, int at, const Blob& bytes) {
        sqlite3_bind_blob64(to, at, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
    };
    sqlite3_stmt* put_segment = nullptr;
    sqlite3_prepare_v2(file, "INSERT INTO trail_segment VALUES (?, ?, ?, ?)", -1, &put_segment, nullptr);
    for (const MadeSegment& segment : segments) {
        sqlite3_reset(put_segment);
        sqlite3_bind_int64(put_segment, 1, segment.first);
        sqlite3_bind_int64(put_segment, 2, segment.count);
        blob(put_segment, 3, segment.payloads);
        blob(put_segment, 4, segment.chain);
        if (sqlite3_step(put_segment) != SQLITE_DONE) qFatal("%s", sqlite3_errmsg(file));
    }
    sqlite3_finalize(put_segment);
    sqlite3_stmt* put_head = nullptr;
    sqlite3_prepare_v2(file, "INSERT INTO trail_head VALUES (?, ?, ?, ?)", -1, &put_head, nullptr);
    for (std::size_t i = 0; i < heads.size(); ++i) {
        sqlite3_reset(put_head);
        sqlite3_bind_int64(put_head, 1, static_cast<std::int64_t>(i + 1));
        sqlite3_bind_text(put_head, 2, heads[i].json.data(), static_cast<int>(heads[i].json.size()),
                          SQLITE_TRANSIENT);
        blob(put_head, 3, heads[i].key);
        blob(put_head, 4, heads[i].signature);
        if (sqlite3_step(put_head) != SQLITE_DONE) qFatal("%s", sqlite3_errmsg(file));
    }
    sqlite3_finalize(put_head);
    for (const MadeKey& key : keys)
        sqlite3_exec(file,
                     ("INSERT INTO trail_key VALUES (" + std::to_string(key.person) + ", " +
                      std::to_string(key.run) + ", zeroblob(32))")
                         .c_str(),
                     nullptr, nullptr, nullptr);
    sqlite3_exec(file, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(file);
}

} // namespace attune::test
