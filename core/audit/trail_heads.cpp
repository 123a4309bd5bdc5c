#include "core/audit/trail_heads.h"

#include "core/base/json.h"

#include <algorithm>

namespace attune::audit::trail {
namespace {

constexpr std::size_t key_bytes = 32, signature_bytes = 64;
constexpr std::size_t largest_anchor = 1U << 20U; ///< bytes of a file with a key or a head
constexpr std::array<std::string_view, 5> head_reasons = {"run", "save", "audit", "policy", "erasure"};

std::string text_at(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool hash_at(const Json& json, const char* key, Hash& to) {
    const auto bytes = bytes_of(text_at(json, key), to.size());
    if (!bytes) return false;
    std::copy(bytes->begin(), bytes->end(), to.begin());
    return true;
}

/// The only way to write this head.
std::string written(const Head& head) {
    return R"({"attune":"trail-head","version":1,"size":)" + std::to_string(head.size) + R"(,"root":")" +
           hex(head.root) + R"(","chain":")" + hex(head.chain) + R"(","made":)" + Json(head.made).dump() +
           R"(,"reason":")" + head.reason + R"(","previous":")" + head.previous + "\"}";
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Result<std::vector<std::uint8_t>> read_key(const std::string& named) {
    if (auto digits = bytes_of(named, key_bytes)) return *digits;
    auto file = read_file(named, largest_anchor);
    if (!file) return pass_on(file);
    if (auto digits = bytes_of(trimmed(*file), key_bytes)) return *digits;
    return fail(ErrorCode::bad_input, "this is no public key", named,
                "A key is 64 hexadecimal digits, or a file with them");
}

Result<Head> read_earlier(const std::string& path) {
    auto file = read_file(path, largest_anchor);
    if (!file) return pass_on(file);
    const auto json = parse_json(*file, path);
    if (!json) return pass_on(json);
    Head head;
    head.json = std::string(trimmed(*file));
    if (json->is_object() && json->contains("head")) {
        const auto key = bytes_of(text_at(*json, "key"), key_bytes);
        const auto signature = bytes_of(text_at(*json, "signature"), signature_bytes);
        if (!key || !signature)
            return fail(ErrorCode::bad_input, "the key or the signature of this head cannot be read", path,
                        "Export the head again");
        head.json = text_at(*json, "head");
        head.key = *key;
        head.signature = *signature;
    }
    read_head(head);
    if (!head.readable)
        return fail(ErrorCode::bad_input, "this is no head of a trail", path,
                    "Name a file that was exported as one");
    return head;
}

} // namespace

void read_head(Head& head) {
    head.readable = false;
    const auto json = parse_json(head.json, "");
    if (!json || !json->is_object()) return;
    const auto size = json->find("size");
    if (size == json->end() || !size->is_number_unsigned()) return;
    head.size = size->get<std::uint64_t>();
    head.made = text_at(*json, "made");
    head.reason = text_at(*json, "reason");
    head.previous = text_at(*json, "previous");
    if (!hash_at(*json, "root", head.root) || !hash_at(*json, "chain", head.chain)) return;
    if (head.made.empty() ||
        std::find(head_reasons.begin(), head_reasons.end(), head.reason) == head_reasons.end())
        return;
    head.readable = written(head) == head.json;
}

Result<std::vector<Head>> heads_of(const Reader& reader) {
    std::vector<Head> heads;
    Status read = reader.each("SELECT number, json, key, signature FROM trail_head ORDER BY number",
                              [&](const Row& row) {
                                  Head head;
                                  head.number = row.integer(0);
                                  head.json = row.text(1);
                                  head.key = row.bytes(2);
                                  head.signature = row.bytes(3);
                                  read_head(head);
                                  heads.push_back(std::move(head));
                              });
    if (!read) return pass_on(read);
    return heads;
}

Result<Anchor> read_anchor(const std::string& key, const std::string& head) {
    Anchor anchor;
    if (!key.empty()) {
        auto read = read_key(key);
        if (!read) return pass_on(read);
        anchor.key = std::move(*read);
    }
    if (!head.empty()) {
        auto read = read_earlier(head);
        if (!read) return pass_on(read);
        anchor.head = std::move(*read);
    }
    return anchor;
}

} // namespace attune::audit::trail
