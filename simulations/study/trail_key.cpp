#include "simulations/study/trail_key.h"

#include "core/base/config_folder.h"
#include "core/base/text.h"

#include <filesystem>

namespace attune {

Result<SigningKey> user_signing_key() {
    const Text& text = Text::english();
    const auto folder = config_folder();
    if (!folder)
        return fail(ErrorCode::bad_input, text.get("trail.key.place"), {},
                    text.get("trail.key.place.remedy"));
    std::error_code code;
    std::filesystem::create_directories(*folder, code);
    if (code) return fail(ErrorCode::io, text.get("trail.key.folder", {{"reason", code.message()}}), *folder);
    return SigningKey::load_or_create(*folder + "/signing.key");
}

} // namespace attune
