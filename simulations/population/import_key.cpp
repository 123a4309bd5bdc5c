#include "simulations/population/import_key.h"

#include "core/base/atomic_file.h"
#include "core/base/config_folder.h"
#include "core/base/json.h"
#include "core/base/text.h"

#include <sodium.h>

#include <algorithm>
#include <filesystem>

namespace attune {
namespace {

std::string words(const char* key) {
    return Text::english().get(key);
}

} // namespace

Result<FoundKey> find_import_key() {
    const auto folder = config_folder();
    if (!folder)
        return fail(ErrorCode::bad_input, words("import_key.place"), {}, words("import_key.place.remedy"));
    FoundKey found;
    found.path = *folder + "/import.key";
    std::error_code code;
    if (!std::filesystem::exists(std::filesystem::symlink_status(found.path, code))) {
        if (::sodium_init() < 0) return fail(ErrorCode::io, words("import_key.random"));
        ::randombytes_buf(found.key.data(), found.key.size());
        found.is_new = true;
        return found;
    }
    auto bytes = read_file(found.path, 4096);
    if (!bytes) return pass_on(bytes);
    if (bytes->size() != found.key.size())
        return fail(ErrorCode::unreadable, words("import_key.damaged"), found.path,
                    words("import_key.damaged.remedy"));
    std::copy(bytes->begin(), bytes->end(), found.key.begin());
    return found;
}

Status keep_import_key(const FoundKey& found) {
    if (!found.is_new) return {};
    std::error_code code;
    const std::filesystem::path folder = std::filesystem::path(found.path).parent_path();
    std::filesystem::create_directories(folder, code);
    if (code)
        return fail(ErrorCode::io, Text::english().get("import_key.folder", {{"reason", code.message()}}),
                    folder.string());
    return write_file(found.path, {reinterpret_cast<const char*>(found.key.data()), found.key.size()},
                      Readers::owner);
}

} // namespace attune
