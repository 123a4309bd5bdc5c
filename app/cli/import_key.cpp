#include "app/cli/import_key.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sodium.h>
#include <sys/stat.h>

namespace attune::cli {

Result<ImportKey> import_key() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    std::filesystem::path folder;
    if (config && *config) folder = config;
    else if (home && *home) folder = std::filesystem::path(home) / ".config";
    else return fail(ErrorCode::bad_input, "there is no place to keep the key of imported ids", {}, "Set HOME or XDG_CONFIG_HOME");
    folder /= "attune";
    const std::string path = (folder / "import.key").string();
    ImportKey key{};
    std::error_code code;
    if (std::filesystem::exists(path, code)) {
        auto bytes = read_file(path, 4096);
        if (!bytes) return pass_on(bytes);
        if (bytes->size() != key.size())
            return fail(ErrorCode::unreadable, "the key of imported ids is damaged", path, "Move it away to start with a new one; earlier pseudonyms will then not match new ones");
        std::copy(bytes->begin(), bytes->end(), key.begin());
        return key;
    }
    if (sodium_init() < 0) return fail(ErrorCode::io, "no random numbers can be had for the key of imported ids");
    randombytes_buf(key.data(), key.size());
    std::filesystem::create_directories(folder, code);
    if (code) return fail(ErrorCode::io, "the folder for the key of imported ids cannot be made (" + code.message() + ")", folder.string());
    const ::mode_t before = ::umask(0077);
    Status written = write_file(path, {reinterpret_cast<const char*>(key.data()), key.size()});
    ::umask(before);
    if (written) std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, code);
    if (!written) return pass_on(written);
    return key;
}

} // namespace attune::cli
