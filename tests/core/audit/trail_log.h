// Trails made by hand for the verifier's tests: events, their bytes, chain, tree and heads, all written from
// the schema in the simplest way there is.
#pragma once

#include "core/audit/trail_audit.h"
#include "core/base/json.h"

#include <functional>
#include <string>
#include <vector>

namespace attune::test {

namespace trail = audit::trail;

/// Stands for the consent that a use rests on, to be filled in by number().
constexpr std::uint64_t newest_consent = 0xFFFFFFFFFFFFFFFF;

/// The text of a `begin` event with the shipped matrix and notices; `edit` changes it first.
std::string begin_text(const std::function<void(Json&)>& edit = {});

trail::Event begin_event(const std::string& text = begin_text());
trail::Event evidence(const std::string& json);
/// What a workspace says about itself, of event `audited`.
trail::Event said(const Json& text);
/// An audit of the events 1 to `through` that passed, though little was there to be checked.
Json audit_text(std::uint64_t through);
/// Of a run in which everybody is watched.
trail::Event end_event();
/// Events about one person.
class Person {
public:
    explicit Person(std::uint32_t number)
        : number_(number) {}
    Person& at(std::int64_t day, std::int64_t ms = 0) {
        time_ms_ = day * 86'400'000 + ms;
        return *this;
    }
    Person& in(std::uint32_t visit) {
        visit_ = visit;
        return *this;
    }
    trail::Event event(trail::Kind kind) const;
    trail::Event visit() const { return event(trail::Kind::visit); }
    trail::Event consent(trail::Purpose purpose, trail::State from, trail::State to,
                         trail::Entity entity = trail::Entity::person,
                         trail::Method method = trail::Method::notice) const;
    trail::Event captured(trail::Signal signal, std::initializer_list<trail::Purpose> purposes) const;
    /// An allowed read of rows of these days.
    trail::Event read(trail::Module module, trail::Purpose purpose, trail::Signal signal, int oldest,
                      int newest) const;
    trail::Event derived(trail::Module module, trail::Purpose purpose,
                         std::initializer_list<trail::Signal> from) const;
    trail::Event forgotten(std::initializer_list<trail::Purpose> purposes) const;
    trail::Event swept(trail::Purpose purpose, trail::Signal signal, int oldest) const;
    trail::Event slate(trail::Purpose purpose) const;
    trail::Event question(std::uint8_t form = 0) const;
    trail::Event opted(trail::Kind kind, std::uint8_t form) const;

private:
    std::uint32_t number_;
    std::uint32_t visit_ = 1;
    std::int64_t time_ms_ = 0;
};

/// Numbers events from 1, slates of a person from 0, and fills in the consents that uses rest on.
void number(std::vector<trail::Event>& events);

/// Judges numbered events; fails the test program if rules cannot be read.
trail::TrailVerdict judge(const std::vector<trail::Event>& events);

using Blob = std::vector<std::uint8_t>;
Blob sha256(const Blob& bytes);
Blob payload_of(const trail::Event& event);
std::vector<Blob> payloads_of(const std::vector<trail::Event>& events);
/// chain(n) for n = 0 .. payloads.
std::vector<Blob> chain_of(const std::vector<Blob>& payloads);
/// By the definition of RFC 6962, from the leaves begin .. end - 1 counted from 0.
Blob root_of(const std::vector<Blob>& payloads, std::size_t begin, std::size_t end);

/// A key pair made from a number, by libsodium.
struct Signer {
    explicit Signer(std::uint8_t seed);
    Blob sign(const std::string& text) const;
    Blob public_key, secret_key;
};

struct MadeHead {
    std::string json;
    Blob key, signature;
};
/// Signed heads after each of `sizes` events.
std::vector<MadeHead> heads_of(const std::vector<Blob>& payloads, const std::vector<std::size_t>& sizes,
                               const Signer& signer);

struct MadeSegment {
    std::int64_t first = 1, count = 0;
    Blob payloads, chain;
};
std::vector<MadeSegment> segments_of(const std::vector<Blob>& payloads, std::size_t of_each = 256);

/// A row of trail_key; the key itself is nobody's business here.
struct MadeKey {
    std::uint64_t run = 1;
    std::int64_t person = 0;
};

/// Writes a file with the three tables of a trail.
void write_file(const std::string& path, const std::vector<MadeSegment>& segments,
                const std::vector<MadeHead>& heads, const std::vector<MadeKey>& keys = {});

} // namespace attune::test
