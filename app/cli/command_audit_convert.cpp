// audit convert: a trail from two tables of another system.
#include "app/cli/command_audit_trail.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "simulations/report/number_text.h"
#include "simulations/study/trail_convert.h"

namespace attune::cli {
namespace {

struct AskedConvert {
    ConvertRequest request;
    std::string out;
};

int convert_command(Session& session, const AskedConvert& asked) {
    const Common& common = session.common;
    for (const auto& [option, file] :
         {std::pair{"--consents", asked.request.consents}, std::pair{"--feedback", asked.request.feedback},
          std::pair{"--rules", asked.request.rules}})
        if (auto distinct = check_distinct({{"--out", asked.out}, {option, file}}); !distinct)
            return report(distinct.error());
    auto made = convert_to_trail(asked.request);
    if (!made) return report(made.error());
    session.interrupt->only_ask_from_now();
    Outputs outputs;
    if (auto added = outputs.add(asked.out, made->lines); !added) return report(added.error());
    if (auto done = outputs.commit(); !done) return report(done.error());
    if (common.json)
        print({{"convert",
                {{"out", asked.out},
                 {"consents", made->consents},
                 {"feedback", made->feedback},
                 {"ties", made->ties}}}});
    say(common, words("audit.converted", {{"out", asked.out},
                                          {"consents", count_text(static_cast<double>(made->consents))},
                                          {"feedback", count_text(static_cast<double>(made->feedback))}}));
    if (made->ties > 0)
        say(common, words("audit.ties", {{"ties", count_text(static_cast<double>(made->ties))}}));
    return 0;
}

} // namespace

void add_audit_convert(CLI::App& audit, Session& session) {
    auto asked = std::make_shared<AskedConvert>();
    CLI::App* command = add_command(audit, session, "convert");
    const auto add_file = [&](const std::string& option, std::string& into, const std::string& key) {
        return command->add_option(option, into, words(key))->type_name("FILE")->check(not_empty());
    };
    add_file("--consents", asked->request.consents, "option.consents")->required();
    add_file("--feedback", asked->request.feedback, "option.feedback")->required();
    add_file("--rules", asked->request.rules, "option.rules");
    add_file("--out", asked->out, "option.trail_out")->required();
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return convert_command(session, *asked); };
    });
}

} // namespace attune::cli
