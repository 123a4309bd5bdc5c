#include "app/cli/sizes.h"

#include "app/cli/usage.h"

namespace attune::cli {
namespace {

void add_size(CLI::App* command, const SizeLimit& limit, std::optional<std::int64_t>& into) {
    command->add_option(std::string("--") + limit.key, into, words(std::string("option.") + limit.key))
        ->type_name("N")
        ->check(whole_number(limit.least, limit.most));
}

} // namespace

void Sizes::add_once_to(CLI::App* command) {
    add_size(command, users_limit(), users);
    add_size(command, days_limit(), days);
    add_size(command, items_limit(), items);
}

void Sizes::add_to(CLI::App* command) {
    add_once_to(command);
    add_size(command, replications_limit(), replications);
}

Status Sizes::apply(const Common& common, Scenario& scenario) const {
    if (items && scenario.imported)
        return fail(ErrorCode::bad_input, words("error.items_imported"), "--items",
                    words("error.items_imported.remedy"));
    scenario.users = static_cast<int>(users.value_or(scenario.users));
    scenario.days = static_cast<int>(days.value_or(scenario.days));
    scenario.items = static_cast<int>(items.value_or(scenario.items));
    if (common.seed) scenario.seed = static_cast<std::uint64_t>(*common.seed);
    return {};
}

} // namespace attune::cli
