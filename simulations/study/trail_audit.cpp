#include "simulations/study/trail_audit.h"

#include "core/audit/trail_lines.h"
#include "core/audit/trail_words.h"
#include "simulations/population/text_lines.h"
#include "simulations/report/number_text.h"

namespace attune {
namespace {

using audit::trail::ChainReport;
using audit::trail::Event;
using audit::trail::Finding;
using audit::trail::InvariantVerdict;
using audit::trail::Outcome;
using audit::trail::TrailVerdict;

constexpr std::int64_t lines_between_looks = 1 << 14;

std::string title(std::size_t invariant, const Text& text) {
    return text.get("audit.invariant." +
                    std::string(audit::trail::id(static_cast<audit::trail::Invariant>(invariant))));
}

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

/// Reads line after line into the audit.
class LinesAudit {
public:
    Status take(const TextLine& line, const std::string& where) {
        if (line.too_long) return fail(ErrorCode::bad_input, "this line is too long for an event", where);
        if (is_blank(line.text)) return {};
        if (!titled_) {
            titled_ = true;
            return audit::trail::read_first_line(line.text, where);
        }
        if (auto read = audit::trail::read_line(line.text, where, event_); !read) return read;
        if (event_.seq == 0) event_.seq = expected_;
        if (event_.seq != expected_) audit_.out_of_order(event_, expected_);
        expected_ = event_.seq + 1;
        auto taken = audit_.take(event_);
        if (taken) return {};
        Error error = taken.error();
        error.where = where;
        return tl::unexpected<Error>(std::move(error));
    }
    TrailVerdict finish() { return audit_.finish(nullptr); }

private:
    audit::trail::TrailAudit audit_;
    Event event_;
    std::uint64_t expected_ = 1;
    bool titled_ = false;
};

Json counts_of(const TrailVerdict& verdict) {
    Json kinds = Json::object(), reads = Json::object();
    for (std::size_t k = 1; k < verdict.by_kind.size(); ++k)
        kinds[std::string(audit::trail::kind_words()[k])] = verdict.by_kind[k];
    for (std::size_t d = 0; d < verdict.reads.size(); ++d)
        reads[std::string(audit::trail::decision_words()[d])] = verdict.reads[d];
    return {{"events", verdict.events}, {"runs", verdict.runs}, {"kinds", kinds}, {"reads", reads}};
}

Json example(const Finding& finding, const Text& text) {
    Json made = {{"event", finding.seq},
                 {"reason", audit::trail::word(finding.reason)},
                 {"sentence", audit::trail::sentence(finding, text)}};
    if (finding.person != audit::trail::nobody) made["person"] = finding.person;
    if (finding.path.empty()) return made;
    made["proof"] = Json::array();
    for (const audit::trail::Hash& hash : finding.path)
        made["proof"].push_back(audit::trail::hex(hash));
    return made;
}

Json chain_document(const ChainReport& chain) {
    Json keys = Json::array();
    for (const auto& key : chain.keys)
        keys.push_back(audit::trail::hex(key));
    return {{"passed", chain.passed()},
            {"events", chain.events},
            {"heads", chain.heads},
            {"root", audit::trail::hex(chain.root)},
            {"keys", std::move(keys)},
            {"key_given", chain.key_given},
            {"head_given", chain.earlier_given}};
}

Json limits_in_words(const ChainReport* chain, const TrailVerdict* verdict, const Text& text) {
    Json limits = Json::array();
    for (const std::string& limit : audit::trail::limits_of(chain, verdict))
        limits.push_back(text.get("audit.limit." + limit));
    return limits;
}

} // namespace

bool holds_trail(const std::string& path) {
    auto reader = LineReader::open(path);
    if (!reader) return false;
    TextLine line;
    while (reader->next(line))
        if (!is_blank(line.text)) return audit::trail::is_trail_of_lines(line.text);
    return false;
}

Result<TrailVerdict> audit_trail_lines(const std::string& path,
                                       const std::function<void(double done)>& progress,
                                       const std::stop_token& stop) {
    auto reader = LineReader::open(path);
    if (!reader) return pass_on(reader);
    LinesAudit audit;
    TextLine line;
    while (reader->next(line)) {
        if (line.number % lines_between_looks == 0) {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped while the trail was read");
            if (progress) progress(reader->share_read());
        }
        if (auto taken = audit.take(line, path + ":" + std::to_string(line.number)); !taken)
            return pass_on(taken);
    }
    if (!reader->status()) return pass_on(reader->status());
    TrailVerdict verdict = audit.finish();
    if (verdict.events == 0)
        return fail(ErrorCode::bad_input, "this trail has no events", path,
                    "After the first line, every line is an event");
    return verdict;
}

DataTable trail_audit_table(const TrailVerdict& verdict, const Text& text) {
    DataTable table;
    table.head.emplace_back();
    for (const char* column : {"invariant", "checked", "failures", "verdict"})
        table.head.push_back(text.get("audit.table." + std::string(column)));
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
        const InvariantVerdict& one = verdict.invariants[i];
        table.rows.push_back({std::string(audit::trail::id(static_cast<audit::trail::Invariant>(i))),
                              title(i, text), count_text(static_cast<double>(one.checked)),
                              count_text(static_cast<double>(one.failures)), outcome_words(one, text)});
    }
    return table;
}

std::string outcome_words(const InvariantVerdict& verdict, const Text& text) {
    const bool in_part = verdict.outcome() == Outcome::passed && verdict.partly;
    return text.get(in_part ? "audit.outcome.passed_in_part"
                            : "audit.outcome." + std::string(audit::trail::word(verdict.outcome())));
}

std::vector<std::string> partly_sentences(const TrailVerdict& verdict, const Text& text) {
    std::vector<std::string> sentences;
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
        const InvariantVerdict& one = verdict.invariants[i];
        const std::string key =
            "audit.partly." + std::string(audit::trail::id(static_cast<audit::trail::Invariant>(i)));
        if (one.partly && one.evaluated && text.has(key))
            sentences.push_back(text.get(key, {{"left_out", count_text(static_cast<double>(one.left_out))}}));
    }
    return sentences;
}

std::string trail_audit_sentence(const TrailVerdict& verdict, const Text& text) {
    std::vector<std::string> broken;
    int passed = 0, open = 0, empty = 0;
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
        const Outcome outcome = verdict.invariants[i].outcome();
        passed += outcome == Outcome::passed ? 1 : 0;
        open += outcome == Outcome::not_evaluated ? 1 : 0;
        empty += outcome == Outcome::nothing_to_check ? 1 : 0;
        if (outcome == Outcome::failed)
            broken.push_back(std::string(audit::trail::id(static_cast<audit::trail::Invariant>(i))) + " " +
                             title(i, text));
    }
    return text.get(broken.empty() ? "audit.sentence.passed" : "audit.sentence.failed",
                    {{"broken", text.listed(broken)},
                     {"passed", std::to_string(passed)},
                     {"open", std::to_string(open)},
                     {"empty", std::to_string(empty)}});
}

Json trail_audit_document(const TrailVerdict& verdict, const ChainReport* chain, const Text& text) {
    Json invariants = Json::array();
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
        const InvariantVerdict& one = verdict.invariants[i];
        Json examples = Json::array();
        for (const Finding& finding : one.findings)
            examples.push_back(example(finding, text));
        invariants.push_back({{"id", audit::trail::id(static_cast<audit::trail::Invariant>(i))},
                              {"title", title(i, text)},
                              {"verdict", audit::trail::word(one.outcome())},
                              {"complete", !one.partly},
                              {"checked", one.checked},
                              {"failures", one.failures},
                              {"examples", std::move(examples)}});
    }
    Json made = {{"verdict", verdict.passed() ? "passed" : "failed"},
                 {"people", {{"covered", verdict.watched}, {"of", verdict.people}, {"seen", verdict.seen}}},
                 {"counts", counts_of(verdict)},
                 {"invariants", std::move(invariants)},
                 {"limits", limits_in_words(chain, &verdict, text)}};
    if (chain) made["chain"] = chain_document(*chain);
    return made;
}

Json trail_proof_document(const ChainReport& chain, const Text& text) {
    Json made = chain_document(chain);
    made["limits"] = limits_in_words(&chain, nullptr, text);
    return made;
}

} // namespace attune
