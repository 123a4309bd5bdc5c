#include "core/consent/notice.h"

#include "core/base/json.h"
#include "core/base/named.h"
#include "core/base/resources.h"

#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>

#include <algorithm>
#include <array>
#include <cassert>

namespace attune {
namespace {

constexpr std::array<std::string_view, notice_design_count> design_names = {"equal", "second_click",
                                                                            "granular", "plain"};
constexpr int notices_version = 1;
constexpr int most_steps = 20;

Json to_json(const Notice& notice) {
    Json purposes = Json::array();
    for (const Purpose purpose : notice.purposes)
        purposes.push_back(name(purpose));
    return {{"id", notice.id},
            {"version", notice.version},
            {"language", notice.language},
            {"screen", notice.screen},
            {"design", name(notice.design)},
            {"mentions_global_signal", notice.mentions_global_signal},
            {"steps_to_give", notice.steps_to_give},
            {"steps_to_refuse", notice.steps_to_refuse},
            {"purposes", purposes},
            {"text", notice.text}};
}

/// Where in the file something is wrong: at the key, looked for from the notice's own id on.
struct Place {
    std::string_view text;
    const std::string& file;
    tl::unexpected<Error> wrong(const std::string& what, std::string_view key,
                                std::string remedy = {}) const {
        return fail(ErrorCode::bad_input, what, at_key(file, text, key), std::move(remedy));
    }
};

Status read_text(const Json& value, const char* key, const Place& place, std::string& to) {
    const Json found = value.value(key, Json());
    if (!found.is_string() || found.get<std::string>().empty())
        return place.wrong("a notice has no '" + std::string(key) + "'", key);
    to = found.get<std::string>();
    return {};
}

Status read_whole(const Json& value, const char* key, int most, const Place& place, int& to) {
    const Json found = value.value(key, Json());
    if (!found.is_number_integer() || found.get<std::int64_t>() < 1 || found.get<std::int64_t>() > most)
        return place.wrong("'" + std::string(key) + "' of a notice is not a whole number from 1 to " +
                               std::to_string(most),
                           key);
    to = static_cast<int>(found.get<std::int64_t>());
    return {};
}

Status read_purposes(const Json& value, const Place& place, Notice& notice) {
    const Json found = value.value("purposes", Json());
    if (!found.is_array() || found.empty())
        return place.wrong("the notice '" + notice.id + "' asks for nothing", "purposes");
    for (const Json& one : found) {
        const auto purpose = one.is_string() ? purpose_named(one.get<std::string>()) : std::nullopt;
        if (!purpose)
            return place.wrong("the notice '" + notice.id + "' asks for an unknown purpose, '" +
                                   excerpt(one.is_string() ? one.get<std::string>() : one.dump()) + "'",
                               "purposes");
        if (*purpose == Purpose::deliver_service || notice.covers(*purpose))
            return place.wrong("the notice '" + notice.id + "' asks for '" + std::string(name(*purpose)) +
                                   (notice.covers(*purpose) ? "' twice" : "', which needs no consent"),
                               "purposes");
        notice.purposes.push_back(*purpose);
    }
    return {};
}

Result<Notice> read_notice(const Json& value, const Place& place) {
    if (!value.is_object()) return place.wrong("a notice is not an object", "notices");
    constexpr std::array<std::string_view, 11> keys = {"id",
                                                       "version",
                                                       "language",
                                                       "screen",
                                                       "design",
                                                       "mentions_global_signal",
                                                       "steps_to_give",
                                                       "steps_to_refuse",
                                                       "purposes",
                                                       "text",
                                                       "sha256"};
    for (const auto& [key, content] : value.items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            return place.wrong("a notice has no '" + excerpt(key) + "'", key);
    Notice notice;
    for (const auto& [key, to] : {std::pair{"id", &notice.id},
                                  {"language", &notice.language},
                                  {"screen", &notice.screen},
                                  {"sha256", &notice.sha256}})
        if (auto read = read_text(value, key, place, *to); !read) return pass_on(read);
    for (const auto& [key, most, to] : {std::tuple{"version", 1000000, &notice.version},
                                        {"steps_to_give", most_steps, &notice.steps_to_give},
                                        {"steps_to_refuse", most_steps, &notice.steps_to_refuse}})
        if (auto read = read_whole(value, key, most, place, *to); !read) return pass_on(read);
    std::string design;
    if (auto read = read_text(value, "design", place, design); !read) return pass_on(read);
    const auto known = find_named<NoticeDesign>(design_names, design);
    if (!known)
        return place.wrong("there is no design '" + excerpt(design) + "'", "design",
                           "It is one of equal, second_click, granular, plain");
    notice.design = *known;
    const Json mentions = value.value("mentions_global_signal", Json());
    if (!mentions.is_boolean())
        return place.wrong("'mentions_global_signal' is neither true nor false", "mentions_global_signal");
    notice.mentions_global_signal = mentions.get<bool>();
    if (auto read = read_purposes(value, place, notice); !read) return pass_on(read);
    const Json lines = value.value("text", Json());
    if (!lines.is_array() || lines.empty() ||
        !std::all_of(lines.begin(), lines.end(), [](const Json& line) { return line.is_string(); }))
        return place.wrong("the notice '" + notice.id + "' has no words", "text");
    notice.text = lines.get<std::vector<std::string>>();
    if (hash_of(notice) != notice.sha256)
        return place.wrong("the words of notice '" + notice.id + "', version " +
                               std::to_string(notice.version) + ", are not those that were published",
                           "sha256",
                           "Publish changed words as a new version; consents to the old one stay with it");
    return notice;
}

} // namespace

std::string_view name(NoticeDesign design) {
    return name_in(design_names, design);
}

bool Notice::covers(Purpose purpose) const {
    return std::find(purposes.begin(), purposes.end(), purpose) != purposes.end();
}

std::string hash_of(const Notice& notice) {
    const std::string bytes = to_json(notice).dump();
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

Result<std::vector<Notice>> parse_notices(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    const Place place{text, file};
    if (!document->is_object() || document->value("attune", Json()) != "consent-notices")
        return fail(ErrorCode::bad_input, "these are not consent notices", file,
                    R"(The file must say "attune": "consent-notices")");
    for (const auto& [key, value] : document->items())
        if (key != "attune" && key != "version" && key != "notices")
            return place.wrong("notices have no '" + excerpt(key) + "'", key);
    if (document->value("version", Json()) != notices_version)
        return place.wrong("the version of the notices' file is not " + std::to_string(notices_version),
                           "version");
    const Json list = document->value("notices", Json());
    if (!list.is_array() || list.empty()) return place.wrong("there are no notices", "notices");
    std::vector<Notice> notices;
    for (const Json& value : list) {
        auto notice = read_notice(value, place);
        if (!notice) return pass_on(notice);
        for (const Notice& other : notices)
            if (other.id == notice->id && other.version == notice->version)
                return place.wrong("the notice '" + notice->id + "' stands twice in version " +
                                       std::to_string(notice->version),
                                   "notices");
        notices.push_back(std::move(*notice));
    }
    return notices;
}

std::string notices_to_json(const std::vector<Notice>& notices) {
    Json list = Json::array();
    for (const Notice& notice : notices) {
        list.push_back(to_json(notice));
        list.back()["sha256"] = notice.sha256;
    }
    return Json{{"attune", "consent-notices"}, {"version", notices_version}, {"notices", list}}.dump(2) +
           "\n";
}

const std::vector<Notice>& shipped_notices() {
    static const std::vector<Notice> notices = [] {
        constexpr std::string_view path = "consent/notices.json";
        const auto text = find_resource(path);
        assert(text && "the notices must ship");
        auto parsed = parse_notices(text.value_or(""), std::string(path));
        assert(parsed && "the shipped notices must parse");
        return parsed ? std::move(*parsed) : std::vector<Notice>{};
    }();
    return notices;
}

} // namespace attune
