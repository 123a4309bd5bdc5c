#include "core/workspace/trail_head.h"

#include "core/base/json.h"
#include "core/base/named.h"

#include <sodium.h>

#include <algorithm>

namespace attune {
namespace {

constexpr std::array<std::string_view, head_reason_count> reasons = {"run", "save", "audit", "policy",
                                                                     "erasure"};

/// "2024-05-06T07:08:09Z", with or without a fraction of a second.
bool is_time(std::string_view text) {
    constexpr std::string_view pattern = "0000-00-00T00:00:00";
    if (text.size() <= pattern.size() || text.back() != 'Z') return false;
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    for (std::size_t i = 0; i < pattern.size(); ++i)
        if (pattern[i] == '0' ? !digit(text[i]) : text[i] != pattern[i]) return false;
    std::string_view fraction = text.substr(pattern.size(), text.size() - pattern.size() - 1);
    if (fraction.empty()) return true;
    return fraction[0] == '.' && fraction.size() > 1 &&
           std::all_of(fraction.begin() + 1, fraction.end(), digit);
}

std::string written(const TrailHead& head) {
    return R"({"attune":"trail-head","version":1,"size":)" + std::to_string(head.size) + R"(,"root":")" +
           to_hex(head.root) + R"(","chain":")" + to_hex(head.chain) + R"(","made":")" + head.made +
           R"(","reason":")" + std::string(name(head.reason)) + R"(","previous":")" + head.previous + "\"}";
}

bool read_hash(const Json& json, TrailHash& hash) {
    const auto bytes = json.is_string() ? from_hex(json.get_ref<const std::string&>()) : std::nullopt;
    if (!bytes || bytes->size() != hash.size()) return false;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return true;
}

} // namespace

std::string_view name(HeadReason reason) {
    return name_in(reasons, reason);
}

Result<std::string> head_to_json(const TrailHead& head) {
    if (!is_time(head.made))
        return fail(ErrorCode::bad_input,
                    "a head of the trail needs a time such as 2024-05-06T07:08:09Z, not '" +
                        excerpt(head.made) + "'");
    return written(head);
}

Result<TrailHead> head_from_json(std::string_view json) {
    const auto unreadable = fail(ErrorCode::unreadable, "a head of the trail cannot be read", {},
                                 "Verify the workspace, or restore a copy");
    const Result<Json> parsed = parse_json(json, "head");
    if (!parsed || !parsed->is_object()) return unreadable;
    const auto text = [&](const char* key) {
        const auto found = parsed->find(key);
        return found != parsed->end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    TrailHead head;
    const auto size = parsed->find("size");
    if (size == parsed->end() || !size->is_number_unsigned()) return unreadable;
    head.size = size->get<std::uint64_t>();
    if (!parsed->contains("root") || !parsed->contains("chain") || !read_hash((*parsed)["root"], head.root) ||
        !read_hash((*parsed)["chain"], head.chain))
        return unreadable;
    head.made = text("made");
    head.previous = text("previous");
    const auto reason = find_named<HeadReason>(reasons, text("reason"));
    if (!reason) return unreadable;
    head.reason = *reason;
    // Another order, a space or a further key would be another text under the signature.
    if (written(head) != json || !is_time(head.made)) return unreadable;
    return head;
}

Result<SignedHead> sign_head(const TrailHead& head, const SigningKey& key) {
    Result<std::string> json = head_to_json(head);
    if (!json) return pass_on(json);
    SignedHead made;
    made.key = key.public_key();
    made.signature = key.sign(bytes_of_text(*json));
    made.json = std::move(*json);
    return made;
}

bool signature_fits(const SignedHead& head) {
    if (sodium_init() < 0) return false;
    const Bytes json = bytes_of_text(head.json);
    return crypto_sign_verify_detached(head.signature.data(), json.data(), json.size(), head.key.data()) == 0;
}

} // namespace attune
