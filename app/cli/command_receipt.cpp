// verify --receipt: whether an event about a person is in the trail, from the receipt alone.
#include "app/cli/command_audit_trail.h"
#include "app/cli/usage.h"
#include "core/audit/trail_receipt.h"
#include "core/audit/trail_rules.h"
#include "simulations/report/number_text.h"

namespace attune::cli {
namespace {

using audit::trail::ReceiptReport;

struct Check {
    const char* name;
    bool passed;
};

std::vector<Check> checks_of(const ReceiptReport& receipt) {
    std::vector<Check> all = {
        {"record", receipt.record_fits}, {"tree", receipt.in_tree}, {"signature", receipt.signature}};
    if (receipt.key_fits) all.push_back({"key", *receipt.key_fits});
    if (receipt.head_fits) all.push_back({"head", *receipt.head_fits});
    return all;
}

Json document(const ReceiptReport& receipt) {
    Json checks = Json::array();
    for (const Check& check : checks_of(receipt))
        checks.push_back({{"check", check.name}, {"passed", check.passed}});
    return {{"verdict", receipt.passed() ? "passed" : "failed"},
            {"event", receipt.event.seq},
            {"kind", audit::trail::word(audit::trail::kind_words(), receipt.event.kind)},
            {"of_events", receipt.head.size},
            {"made", receipt.head.made},
            {"key", audit::trail::hex(receipt.head.key)},
            {"not_compared_with_head", receipt.not_compared},
            {"checks", std::move(checks)}};
}

} // namespace

int verify_receipts_command(Session& session, const std::string& file, const AskedProof& asked) {
    const Common& common = session.common;
    const auto anchor = audit::trail::read_anchor(asked.key, asked.head);
    if (!anchor) return report(anchor.error());
    const auto receipts = audit::trail::check_receipts(file, *anchor);
    if (!receipts) return report(receipts.error());
    bool passed = true, compared = true;
    Json all = Json::array();
    const Text& text = Text::english();
    for (const ReceiptReport& receipt : *receipts) {
        passed = passed && receipt.passed();
        compared = compared && !receipt.not_compared;
        if (common.json) {
            all.push_back(document(receipt));
            continue;
        }
        const auto count = [](std::uint64_t n) { return count_text(static_cast<double>(n)); };
        say(common,
            words("receipt.of",
                  {{"event", count(receipt.event.seq)},
                   {"what", text.get("audit.kind." + std::string(audit::trail::word(
                                                         audit::trail::kind_words(), receipt.event.kind)))},
                   {"day", count_text(static_cast<double>(audit::trail::day_of(receipt.event.time_ms)))},
                   {"events", count(receipt.head.size)},
                   {"made", receipt.head.made}}));
        for (const Check& check : checks_of(receipt))
            say(common, "  " + (check.passed ? words("verify.ok") : words("verify.failed")) + "  " +
                            words(std::string("receipt.check.") + check.name));
    }
    // What was asked for and not done is no success.
    const char* const verdict = !passed ? "failed" : compared ? "passed" : "not_compared";
    if (common.json) print({{"receipts", {{"verdict", verdict}, {"receipts", all}}}});
    if (!passed || compared)
        say(common, words(passed ? "receipt.passed" : "receipt.not_passed", {{"file", file}}));
    if (!compared) say(common, words("receipt.not_compared", {{"head", asked.head}}));
    if (asked.key.empty()) say(common, words("receipt.no_key"));
    return passed && compared ? 0 : exit_code(ErrorCode::failed);
}

} // namespace attune::cli
