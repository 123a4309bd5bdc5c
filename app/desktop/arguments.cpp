#include "app/desktop/arguments.h"

#include "app/cli/usage.h"
#include "core/base/text.h"
#include "simulations/study/examples.h"
#include "simulations/study/simulate.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

namespace attune::desktop {
namespace {

std::string words(const std::string& key) {
    return Text::english().get("desktop." + key);
}

std::string words(const std::string& key,
                  std::initializer_list<std::pair<std::string_view, std::string>> values) {
    return Text::english().get("desktop." + key, values);
}

Result<int> whole(std::string_view text, int least, int most) {
    int value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        return fail(ErrorCode::bad_input, "");
    return value;
}

/// "1280x720".
Status read_size(const std::string& text, Arguments::Grab& grab) {
    constexpr int least = 320, most = 7680;
    const std::size_t cross = text.find('x');
    const auto width = whole(std::string_view(text).substr(0, cross), least, most);
    const auto height = cross == text.npos ? Result<int>(fail(ErrorCode::bad_input, ""))
                                           : whole(std::string_view(text).substr(cross + 1), least, most);
    if (!width || !height)
        return fail(ErrorCode::bad_input, words("error.size", {{"text", text}}), "--size",
                    words("error.size.remedy"));
    grab.width = *width;
    grab.height = *height;
    return {};
}

std::vector<std::string> example_names() {
    std::vector<std::string> names;
    for (const Example& example : examples())
        names.push_back(example.name);
    return names;
}

std::vector<std::string> scenario_names() {
    std::vector<std::string> names;
    for (const Scenario& scenario : shipped_scenarios())
        names.push_back(scenario.name);
    return names;
}

} // namespace

Result<std::variant<Arguments, Printed>> read_arguments(int argc, char** argv) {
    Arguments asked;
    Arguments::Grab grab;
    std::string size, language;
    std::int64_t text_size = 0;
    CLI::App app(words("about"), "attune");
    app.set_version_flag("--version", std::string("attune ") + program_version(), words("option.version"));
    app.set_help_flag("-h,--help", words("option.help"));
    app.add_option("workspace", asked.workspace, words("option.workspace"))->type_name("FILE");
    auto* scenario = app.add_option("--scenario", asked.scenario, words("option.scenario"));
    scenario->type_name("S")->check(cli::one_of(scenario_names()));
    auto* example = app.add_option("--example", asked.example, words("option.example"));
    example->type_name("NAME")->check(cli::one_of(example_names()))->excludes(scenario);
    app.add_option("--page", asked.page, words("option.page"))
        ->type_name("start|lab|asking|answering|learning|fairness|save|versions|consent|audit|credibility")
        ->check(cli::one_of(
            {"start", "lab", "asking", "answering", "learning", "fairness", "save", "versions", "consent", "audit", "credibility"}));
    app.add_option("--theme", asked.theme, words("option.theme"))
        ->type_name("system|light|dark|contrast")
        ->check(cli::one_of({"system", "light", "dark", "contrast"}));
    auto* zoom = app.add_option("--text-size", text_size, words("option.text_size"));
    zoom->type_name("PERCENT")->check(cli::whole_number(90, 200));
    app.add_option("--language", language, words("option.language"))
        ->type_name("en")
        ->check(cli::one_of({"en"}));
    auto* evidence = app.add_option("--evidence", asked.evidence, words("option.evidence"));
    evidence->type_name("withdrawal")->check(cli::one_of({"withdrawal"}));
    auto* file = app.add_option("--grab", grab.file, words("option.grab"));
    file->type_name("FILE.png")->check(cli::not_empty());
    app.add_option("--size", size, words("option.size"))->type_name("WxH")->needs(file);
    app.add_option("--scale", grab.scale, words("option.scale"))->type_name("N")->needs(file);
    app.add_option("--audit-pdf", asked.audit_pdf, words("option.audit_pdf"))
        ->type_name("FILE.pdf")
        ->check(cli::not_empty());
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return Printed{app.help()};
    } catch (const CLI::CallForVersion&) {
        return Printed{app.version() + "\n"};
    } catch (const CLI::ExcludesError&) {
        return fail(ErrorCode::bad_input, words("error.two_things"), "--example",
                    words("error.two_things.remedy"));
    } catch (const CLI::RequiresError&) {
        return fail(ErrorCode::bad_input, words("error.needs_grab"), "--size, --scale",
                    words("error.needs_grab.remedy"));
    } catch (const CLI::ParseError& error) {
        return tl::unexpected<Error>(cli::usage_error(app, error));
    }
    if (!asked.workspace.empty() && (!asked.scenario.empty() || !asked.example.empty()))
        return fail(ErrorCode::bad_input, words("error.two_things"), asked.workspace,
                    words("error.two_things.remedy"));
    if (evidence->count() > 0 && file->count() > 0)
        return fail(ErrorCode::bad_input, words("error.evidence_or_picture"), "--evidence, --grab",
                    words("error.evidence_or_picture.remedy"));
    if (evidence->count() > 0 && asked.workspace.empty())
        return fail(ErrorCode::bad_input, words("error.evidence_needs_file"), "--evidence",
                    words("error.evidence_needs_file.remedy"));
    if (!asked.audit_pdf.empty() && asked.workspace.empty())
        return fail(ErrorCode::bad_input, words("error.audit_pdf"), "--audit-pdf",
                    words("error.audit_pdf.remedy"));
    if (zoom->count() > 0) asked.text_zoom = static_cast<double>(text_size) / 100.0;
    if (file->count() > 0) {
        if (!grab.file.ends_with(".png"))
            return fail(ErrorCode::bad_input, words("error.not_png"), grab.file,
                        words("error.not_png.remedy"));
        if (!(grab.scale >= 1 && grab.scale <= 4))
            return fail(ErrorCode::bad_input, words("error.scale"), "--scale", words("error.scale.remedy"));
        if (!size.empty())
            if (auto read = read_size(size, grab); !read) return pass_on(read);
        asked.grab = grab;
    }
    return asked;
}

} // namespace attune::desktop
