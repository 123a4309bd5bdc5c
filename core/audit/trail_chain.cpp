#include "core/audit/trail_chain.h"

#include "core/base/json.h"

#include <algorithm>
#include <cstring>

namespace attune::audit::trail {
namespace {

constexpr std::int64_t most_in_segment = 256;
constexpr std::size_t most_segment_bytes = 64U << 20U;

/// Bytes of the payload that begins here; 0 if they are not all there.
std::size_t payload_bytes(Bytes rest) {
    if (rest.size() < fixed_bytes) return 0;
    std::uint32_t length = 0;
    std::memcpy(&length, rest.data() + 56, sizeof length);
    return length <= rest.size() - fixed_bytes ? fixed_bytes + length : 0;
}

class ChainPass {
public:
    ChainPass(const Anchor& anchor, std::vector<Head> heads, const EventSink& use)
        : anchor_(anchor)
        , heads_(std::move(heads))
        , use_(use) {
        report_.present = true;
        report_.heads = static_cast<std::int64_t>(heads_.size());
        report_.key_given = anchor.key.has_value();
        report_.earlier_given = anchor.head.has_value();
        report_.earlier.evaluated = report_.earlier_given;
        at_heads();
    }

    void segment(std::int64_t first, std::int64_t count, Bytes payloads, Bytes chain) {
        ++report_.segments;
        const auto begin = static_cast<std::uint64_t>(std::max<std::int64_t>(first, 0));
        const std::uint64_t last = begin + static_cast<std::uint64_t>(std::max<std::int64_t>(count, 1)) - 1;
        bool follows = true; // the stored chain value before this segment is known
        if (begin != next_ || first < 1) {
            note(report_.order, begin > next_ ? Reason::missing : Reason::twice,
                 begin > next_ ? next_ : begin, begin > next_ ? begin - 1 : last);
            follows = false;
            next_ = std::max<std::uint64_t>(begin, 1);
        }
        if (count < 1 || count > most_in_segment) note(report_.order, Reason::chain_broken, begin, last);
        bool whole = true;
        for (std::int64_t i = 0; whole && failed_ && i < count; ++i)
            whole = event(payloads);
        ++report_.chain.checked;
        const bool fits =
            chain.size() == chain_.size() && std::equal(chain.begin(), chain.end(), chain_.begin());
        if (!whole || !payloads.empty() || (follows && !fits))
            note(report_.chain, Reason::chain_broken, begin, last);
        // What follows is judged by what was stored here, so that one wrong segment is named alone.
        if (chain.size() == chain_.size()) std::copy(chain.begin(), chain.end(), chain_.begin());
        next_ = last + 1;
    }

    Result<ChainReport> finish() {
        if (!failed_) return pass_on(failed_);
        report_.events = next_ - 1;
        for (; head_ < heads_.size(); ++head_) { // heads of a trail that was longer
            const Head& head = heads_[head_];
            look_at(head);
            if (head.readable)
                note_head(Reason::head_order, head, static_cast<std::int64_t>(head.size),
                          static_cast<std::int64_t>(report_.events));
        }
        if (heads_.empty() && report_.events > 0)
            note(report_.signed_heads, Reason::no_head, 1, report_.events);
        else if (!heads_.empty() && signed_to_ < report_.events)
            note(report_.signed_heads, Reason::unsigned_tail, signed_to_ + 1, report_.events);
        if (anchor_.head) finish_earlier(*anchor_.head);
        report_.root = tree_.root(hasher_);
        if (report_.order.failures == 0) report_.proofs = tree_.proofs(hasher_);
        return std::move(report_);
    }

private:
    static void note(InvariantVerdict& verdict, Reason reason, std::uint64_t first, std::uint64_t last,
                     std::string name = {}) {
        verdict.note({.invariant = Invariant::whole_trail,
                      .reason = reason,
                      .seq = first,
                      .found = static_cast<std::int64_t>(last),
                      .name = std::move(name)});
    }
    void note_head(Reason reason, const Head& head, std::int64_t found = 0, std::int64_t allowed = 0) {
        report_.signed_heads.note({.invariant = Invariant::whole_trail,
                                   .reason = reason,
                                   .found = found,
                                   .allowed = allowed,
                                   .name = std::to_string(head.number)});
    }

    /// The next event of the bytes; false where no more can be taken apart.
    bool event(Bytes& rest) {
        const std::size_t size = payload_bytes(rest);
        if (size == 0) {
            note(report_.order, Reason::unreadable, next_, next_, "it is cut off");
            return false;
        }
        const Bytes payload = rest.first(size);
        rest = rest.subspan(size);
        ++report_.order.checked;
        chain_ = hasher_.chain(next_, chain_, payload);
        bool prove = false;
        if (const auto read = decode(payload, event_); !read) {
            note(report_.order, Reason::unreadable, next_, next_, read.error().what);
        } else {
            event_.seq = next_;
            if (event_.kind == Kind::audited) compare_audit();
            const auto wanted = use_ ? use_(event_) : Result<bool>(false);
            if (!wanted) failed_ = pass_on(wanted);
            prove = wanted && *wanted;
        }
        tree_.add(hasher_, hasher_.leaf(next_, payload), prove);
        ++next_;
        at_heads();
        return true;
    }

    /// A kept audit names the root of the events before it.
    void compare_audit() {
        const auto json = parse_json(event_.text, "");
        if (!json || !json->is_object() || json->value("what", Json()) != "audit") return;
        const auto root = json->find("root");
        if (root != json->end() && root->is_string() && *root != hex(tree_.root(hasher_)))
            note(report_.chain, Reason::audit_root, next_, next_ - 1);
    }

    /// All heads that speak about the events so far.
    void at_heads() {
        const std::uint64_t size = next_ - 1;
        if (anchor_.head && anchor_.head->size == size) compare_earlier(*anchor_.head);
        for (; head_ < heads_.size(); ++head_) {
            const Head& head = heads_[head_];
            if (head.readable && head.size > size) return;
            look_at(head);
            if (!head.readable) continue;
            if (head.size < size) {
                note_head(Reason::head_order, head, static_cast<std::int64_t>(head.size),
                          static_cast<std::int64_t>(size));
                continue;
            }
            if (head.root != tree_.root(hasher_)) note_head(Reason::head_root, head);
            if (head.chain != chain_) note_head(Reason::head_chain, head);
            signed_to_ = std::max(signed_to_, size);
        }
    }

    /// What can be said of a head without the events.
    void look_at(const Head& head) {
        ++report_.signed_heads.checked;
        if (!head.readable) note_head(Reason::head_unreadable, head);
        if (head.number != static_cast<std::int64_t>(head_) + 1)
            note_head(Reason::head_order, head, head.number, static_cast<std::int64_t>(head_) + 1);
        const Bytes json(reinterpret_cast<const std::uint8_t*>(head.json.data()), head.json.size());
        if (head.readable && head.previous != previous_) note_head(Reason::head_previous, head);
        previous_ = hex(hasher_.of(json));
        if (!signature_fits(json, head.signature, head.key)) note_head(Reason::head_signature, head);
        if (anchor_.key && *anchor_.key != head.key) note_head(Reason::head_key, head);
        if (std::find(report_.keys.begin(), report_.keys.end(), head.key) == report_.keys.end())
            report_.keys.push_back(head.key);
    }

    void compare_earlier(const Head& head) {
        ++report_.earlier.checked;
        if (head.root != tree_.root(hasher_) || head.chain != chain_)
            note(report_.earlier, Reason::earlier_head_differs, 1, head.size);
    }
    void finish_earlier(const Head& head) {
        if (head.size > report_.events)
            report_.earlier.note({.invariant = Invariant::whole_trail,
                                  .reason = Reason::earlier_head_longer,
                                  .found = static_cast<std::int64_t>(head.size),
                                  .allowed = static_cast<std::int64_t>(report_.events)});
        else if (report_.earlier.checked == 0) // it lies in a gap
            note(report_.earlier, Reason::earlier_head_differs, 1, head.size);
        const Bytes json(reinterpret_cast<const std::uint8_t*>(head.json.data()), head.json.size());
        const bool is_signed = !head.signature.empty();
        if (is_signed && (!signature_fits(json, head.signature, anchor_.key ? *anchor_.key : head.key) ||
                          (anchor_.key && !head.key.empty() && head.key != *anchor_.key)))
            note(report_.earlier, Reason::earlier_head_signature, 1, head.size);
    }

    const Anchor& anchor_;
    std::vector<Head> heads_;
    const EventSink& use_;
    Hasher hasher_;
    Tree tree_;
    Hash chain_{};
    Event event_;
    std::uint64_t next_ = 1;
    std::size_t head_ = 0; ///< the next one to look at
    std::uint64_t signed_to_ = 0;
    std::string previous_;
    Status failed_;
    ChainReport report_;
};

} // namespace

bool ChainReport::passed() const {
    return order.failures + chain.failures + signed_heads.failures + earlier.failures == 0;
}

Result<bool> has_trail(const Reader& reader) {
    const auto tables = reader.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN "
                                       "('trail_segment', 'trail_head')");
    if (!tables) return pass_on(tables);
    if (*tables < 2) return false;
    const auto rows =
        reader.integer("SELECT EXISTS (SELECT 1 FROM trail_segment) + EXISTS (SELECT 1 FROM trail_head)");
    if (!rows) return pass_on(rows);
    return *rows > 0;
}

Result<ChainReport> check_chain(const Reader& reader, const Anchor& anchor, const EventSink& use) {
    auto heads = heads_of(reader);
    if (!heads) return pass_on(heads);
    ChainPass pass(anchor, std::move(*heads), use);
    Status read =
        reader.each("SELECT first, count, iif(length(payloads) <= " + std::to_string(most_segment_bytes) +
                        ", payloads, x''), chain FROM trail_segment ORDER BY first",
                    [&](const Row& row) {
                        const std::vector<std::uint8_t> payloads = row.bytes(2);
                        const std::vector<std::uint8_t> chain = row.bytes(3);
                        pass.segment(row.integer(0), row.integer(1), payloads, chain);
                    });
    if (!read) return pass_on(read);
    return pass.finish();
}

} // namespace attune::audit::trail
