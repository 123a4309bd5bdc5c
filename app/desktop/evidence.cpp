#include "app/desktop/evidence.h"

#include "simulations/study/consent_picture.h"
#include "simulations/study/trail_evidence.h"
#include "simulations/study/trail_key.h"
#include "ui/pages/withdrawal_script.h"

#include <algorithm>

namespace attune::desktop {

Result<Counted> count_withdrawal(const std::string& path, const std::string& made) {
    const Text& text = Text::english();
    auto workspace = Workspace::open(path, OpenMode::existing);
    if (!workspace) return pass_on(workspace);
    const auto picture = read_consent_picture(workspace->trail());
    if (!picture && picture.error().code == ErrorCode::not_found)
        return fail(ErrorCode::bad_input, text.get("cli.error.no_trail_yet"), path,
                    text.get("cli.error.no_trail_yet.remedy"));
    if (!picture) return pass_on(picture);
    std::vector<Notice> notices;
    for (const PublishedNotice& one : picture->notices)
        if (one.true_to_hash) notices.push_back(one.notice);
    if (notices.empty()) return fail(ErrorCode::bad_input, text.get("screens.effort.nothing"), path);
    const WithdrawalEffort effort =
        ui::WithdrawalScript().count(PeopleScreens(picture->matrix, std::move(notices), {}));
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    const auto head = write_effort_evidence(*workspace, std::move(*key), effort, made);
    if (!head) return pass_on(head);
    const std::vector<EffortRow> rows = hardest_rows(effort);
    return Counted{.sentence = effort_sentence(effort, text),
                   .as_easy = std::none_of(rows.begin(), rows.end(), is_harder)};
}

} // namespace attune::desktop
