#include "core/audit/trail_receipt.h"

#include "core/audit/trail_lines.h"
#include "core/base/json.h"

#include <algorithm>

namespace attune::audit::trail {
namespace {

constexpr std::size_t largest = 256U << 20U; ///< bytes of a file of receipts

const Json& part(const Json& object, const char* key) {
    static const Json none;
    if (!object.is_object()) return none;
    const auto found = object.find(key);
    return found == object.end() ? none : *found;
}

std::optional<std::vector<std::uint8_t>> hex_at(const Json& object, const char* key) {
    const Json& value = part(object, key);
    if (!value.is_string()) return std::nullopt;
    const auto& digits = value.get_ref<const std::string&>();
    return bytes_of(digits, digits.size() / 2);
}

tl::unexpected<Error> no_receipt(const std::string& path, const char* why) {
    return fail(ErrorCode::bad_input, std::string("this is no receipt: ") + why, path,
                "What a receipt has stands in resources/trail/schema.md");
}

Result<ReceiptReport> check(const Json& json, const Anchor& anchor, const std::string& path) {
    if (part(json, "attune") != "trail-receipt" || part(json, "version") != 1)
        return no_receipt(path, "it does not say that it is one");
    const Json& index = part(json, "leaf_index");
    const auto payload = hex_at(json, "payload");
    const Json& way = part(json, "proof");
    if (!index.is_number_unsigned() || !payload || !way.is_array())
        return no_receipt(path, "its place, its bytes or its proof cannot be read");
    const Json& head = part(json, "signed_head");
    const auto key = hex_at(head, "key"), signature = hex_at(head, "signature");
    if (!key || !signature || !part(head, "head").is_string())
        return no_receipt(path, "it has no signed head");

    ReceiptReport made;
    made.head.json = part(head, "head").get<std::string>();
    made.head.key = *key;
    made.head.signature = *signature;
    read_head(made.head);
    if (!made.head.readable) return no_receipt(path, "its head cannot be read");
    const auto read = decode(*payload, made.event);
    if (!read || *read != payload->size()) return no_receipt(path, "its bytes are no event");
    made.event.seq = index.get<std::uint64_t>() + 1;
    Proof proof{made.event.seq, {}};
    for (const Json& one : way) {
        const auto bytes = one.is_string() ? bytes_of(one.get<std::string>(), Hash{}.size()) : std::nullopt;
        if (!bytes) return no_receipt(path, "its proof cannot be read");
        std::copy(bytes->begin(), bytes->end(), proof.path.emplace_back().begin());
    }

    Event shown;
    made.record_fits = read_line(part(json, "record").dump(), path, shown) && shown == made.event;
    Hasher hasher;
    made.in_tree =
        leads_to(hasher, hasher.leaf(made.event.seq, *payload), proof, made.head.size, made.head.root);
    made.signature =
        signature_fits({reinterpret_cast<const std::uint8_t*>(made.head.json.data()), made.head.json.size()},
                       *signature, *key);
    if (anchor.key) made.key_fits = *anchor.key == *key;
    made.not_compared = anchor.head && anchor.head->size != made.head.size;
    if (anchor.head && !made.not_compared)
        made.head_fits = anchor.head->root == made.head.root && anchor.head->chain == made.head.chain;
    return made;
}

} // namespace

Result<std::vector<ReceiptReport>> check_receipts(const std::string& path, const Anchor& anchor) {
    const auto file = read_file(path, largest);
    if (!file) return pass_on(file);
    const auto json = parse_json(*file, path);
    if (!json) return pass_on(json);
    const Json& all = part(*json, "receipts");
    std::vector<ReceiptReport> made;
    if (!all.is_array()) {
        auto one = check(*json, anchor, path);
        if (!one) return pass_on(one);
        made.push_back(std::move(*one));
        return made;
    }
    if (all.empty())
        return fail(ErrorCode::bad_input, "there is no receipt in this file", path,
                    "'person --export' writes the receipts of a person whom the trail watches");
    for (const Json& each : all) {
        auto one = check(each, anchor, path);
        if (!one) return pass_on(one);
        made.push_back(std::move(*one));
    }
    return made;
}

} // namespace attune::audit::trail
