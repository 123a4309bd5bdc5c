#include "app/cli/outputs.h"

#include "app/cli/console.h"

#include <algorithm>
#include <filesystem>

namespace attune::cli {
namespace {

/// One name for one file, however it is written.
std::string plain_name(const std::string& path) {
    std::error_code code;
    const std::filesystem::path plain =
        std::filesystem::weakly_canonical(std::filesystem::absolute(path, code), code);
    return code ? path : plain.string();
}

} // namespace

Result<AtomicFile*> Outputs::open(const std::string& path) {
    auto file = AtomicFile::open(path);
    if (!file) return pass_on(file);
    files_.push_back(std::make_unique<AtomicFile>(std::move(*file)));
    return files_.back().get();
}

Status Outputs::add(const std::string& path, std::string_view bytes) {
    auto file = open(path);
    if (!file) return pass_on(file);
    (*file)->write(bytes);
    return {};
}

Status Outputs::complete() {
    for (const auto& file : files_)
        if (auto done = file->complete(); !done) return done;
    return {};
}

Status Outputs::commit() {
    if (auto done = complete(); !done) return done;
    for (auto file = files_.rbegin(); file != files_.rend(); ++file)
        if (auto done = (*file)->commit(); !done) return done;
    return {};
}

Status check_distinct(std::initializer_list<std::pair<const char*, std::string>> options) {
    for (auto a = options.begin(); a != options.end(); ++a)
        for (auto b = options.begin(); b != a; ++b)
            if (!a->second.empty() && !b->second.empty() && plain_name(a->second) == plain_name(b->second))
                return fail(ErrorCode::bad_input,
                            words("error.same_file", {{"a", b->first}, {"b", a->first}}), a->second,
                            words("error.same_file.remedy"));
    return {};
}

} // namespace attune::cli
