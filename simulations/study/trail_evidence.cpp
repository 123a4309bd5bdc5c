#include "simulations/study/trail_evidence.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/workspace/trail_writer.h"

#include <algorithm>
#include <array>

namespace attune {

Result<SignedHead> write_parity_evidence(Workspace& workspace, SigningKey key, const Parity& parity,
                                         const std::string& made) {
    const Text& text = Text::english();
    const bool enough = std::none_of(parity.rows.begin(), parity.rows.end(), [](const ParityRow& row) {
        return row.verdict == ParityVerdict::too_few_people;
    });
    if (!enough)
        return fail(ErrorCode::bad_input, text.get("cli.error.parity_too_few"), "--evidence",
                    text.get("cli.error.parity_too_few.remedy"));
    auto size = workspace.trail().size();
    if (!size) return pass_on(size);
    if (*size == 0)
        return fail(ErrorCode::bad_input, text.get("cli.error.no_trail_yet"), workspace.path(),
                    text.get("cli.error.no_trail_yet.remedy"));
    std::int64_t people = 0, different = 0;
    for (const ParityRow& row : parity.rows) {
        people += row.people;
        different += row.different;
    }
    auto trail = workspace.write_trail(std::move(key));
    if (!trail) return pass_on(trail);
    const std::array events = {
        TrailEvent{.kind = TrailKind::evidence,
                   .text = Json{{"check", "parity"}, {"people", people}, {"different", different}}.dump()}};
    if (auto appended = trail->append(events); !appended) return pass_on(appended);
    return trail->commit(HeadReason::audit, made);
}

} // namespace attune
