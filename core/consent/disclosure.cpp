#include "core/consent/disclosure.h"

#include <algorithm>

namespace attune {
namespace {

std::string word(const Text& text, const char* kind, std::string_view name) {
    return text.get("consent." + std::string(kind) + "." + std::string(name));
}

std::string kept_text(int days, const Text& text) {
    if (days == 0) return text.get("consent.kept.visit");
    return text.get("consent.kept.days", {{"days", std::to_string(days)}});
}

/// The longest that anything is kept for a purpose.
int longest(const PurposeTerms& terms) {
    int days = 0;
    for (const MatrixCell& cell : terms.cells)
        days = std::max(days, cell.days);
    return days;
}

std::string upper_first(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

std::vector<std::string> modules_of(const PurposeTerms& terms, const Text& text) {
    std::vector<std::string> names;
    for (int m = 0; m < module_count; ++m) {
        const auto module = static_cast<Module>(m);
        const bool used = std::any_of(terms.cells.begin(), terms.cells.end(), [&](const MatrixCell& cell) {
            return std::find(cell.modules.begin(), cell.modules.end(), module) != cell.modules.end();
        });
        if (used) names.push_back(word(text, "module", name(module)));
    }
    return names;
}

Json event_json(const ConsentHistoryEntry& entry, const PurposeTerms& terms,
                std::span<const Notice> notices) {
    const ConsentEvent& event = entry.event;
    const Notice& notice = notices[event.notice];
    Json json = {{"type", name(event.method)},
                 {"state", name(event.to)},
                 {"hours", event.hours},
                 {"validity_days", permits(event.to) ? Json(terms.validity_days) : Json()},
                 {"entity", name(event.entity)}};
    if (event.method == ConsentMethod::notice)
        json["notice"] = {{"id", notice.id}, {"version", notice.version}, {"sha256", notice.sha256}};
    if (entry.conflict) json["conflict_with_global_signal"] = true;
    return json;
}

Json purpose_record(const ConsentMatrix& matrix, Purpose purpose, std::span<const Notice> notices,
                    const std::string& principal, const std::vector<ConsentHistoryEntry>& history,
                    const Text& text) {
    const PurposeTerms& terms = matrix.terms(purpose);
    const Notice& notice = notices[history.front().event.notice];
    Json data = Json::array();
    for (const MatrixCell& cell : terms.cells)
        data.push_back({{"data", name(cell.signal)},
                        {"form", name(cell.form)},
                        {"precision", name(cell.precision)},
                        {"retention_days", cell.days}});
    Json events = Json::array();
    for (const ConsentHistoryEntry& entry : history)
        events.push_back(event_json(entry, terms, notices));
    return {{"header",
             {{"schema_version", "ISO/IEC TS 27560:2023"},
              {"record_id", principal + "/" + std::string(name(purpose))},
              {"principal_id", principal}}},
            {"processing",
             {{"notice", {{"id", notice.id}, {"version", notice.version}, {"sha256", notice.sha256}}},
              {"screen", notice.screen},
              {"language", notice.language},
              {"purpose", name(purpose)},
              {"purpose_version", terms.version},
              {"purpose_description", purpose_statement(matrix, purpose, text)},
              {"legal_basis", name(terms.basis)},
              {"matrix_version", matrix.version},
              {"personal_data", data},
              {"storage_location", matrix.storage},
              {"retention_days", longest(terms)},
              {"jurisdiction", text.get("consent.record.jurisdiction")},
              {"recipients", text.get("consent.record.recipients")},
              {"withdrawal_method", text.get("consent.record.withdrawal")}}},
            {"parties", {{{"role", "controller"}, {"id", matrix.controller}, {"address", matrix.storage}}}},
            {"events", events}};
}

} // namespace

std::string use_statement(const ConsentMatrix& matrix, Signal signal, const Text& text) {
    std::vector<std::string> single, totals;
    bool without_consent = false;
    for (const PurposeTerms& terms : matrix.purposes) {
        const MatrixCell* cell = matrix.cell(terms.purpose, signal);
        if (!cell) continue;
        without_consent = without_consent || terms.basis != LawfulBasis::consent;
        const std::string part = text.get("consent.use", {{"purpose", word(text, "for", name(terms.purpose))},
                                                          {"kept", kept_text(cell->days, text)}});
        (cell->form == SignalForm::aggregate ? totals : single).push_back(part);
    }
    const char* key = totals.empty()   ? "consent.statement"
                      : single.empty() ? "consent.statement.totals"
                                       : "consent.statement.both";
    std::string statement = text.get(key, {{"signal", word(text, "signal", name(signal))},
                                           {"uses", text.listed(single)},
                                           {"totals", text.listed(totals)}});
    statement += " " + text.get(without_consent ? "consent.statement.some" : "consent.statement.all");
    return statement;
}

std::string purpose_statement(const ConsentMatrix& matrix, Purpose purpose, const Text& text) {
    const PurposeTerms& terms = matrix.terms(purpose);
    std::vector<std::string> signals;
    for (const MatrixCell& cell : terms.cells)
        signals.push_back(word(text, "signal_short", name(cell.signal)));
    const int days = longest(terms);
    const bool totals = std::all_of(terms.cells.begin(), terms.cells.end(), [](const MatrixCell& cell) {
        return cell.form == SignalForm::aggregate;
    });
    return text.get(totals      ? "consent.purpose.totals"
                    : days == 0 ? "consent.purpose.visit"
                                : "consent.purpose.days",
                    {{"purpose", upper_first(word(text, "for", name(purpose)))},
                     {"signals", text.listed(signals)},
                     {"days", std::to_string(days)}});
}

std::vector<std::string> notice_words(const ConsentMatrix& matrix, const Notice& notice, const Text& text) {
    const std::string design(name(notice.design));
    std::vector<std::string> words = {text.get("consent.notice.title"),
                                      text.get("consent.notice.intro." + design)};
    for (const Purpose purpose : notice.purposes)
        words.push_back(purpose_statement(matrix, purpose, text));
    if (notice.mentions_global_signal) words.push_back(text.get("consent.notice.signal"));
    words.push_back(text.get("consent.notice.withdraw"));
    words.push_back(text.get("consent.notice.buttons." + design));
    return words;
}

std::vector<Notice> publish(const ConsentMatrix& matrix, std::vector<Notice> notices, const Text& text) {
    for (Notice& notice : notices) {
        std::vector<std::string> words = notice_words(matrix, notice, text);
        if (words == notice.text && hash_of(notice) == notice.sha256) continue;
        notice.text = std::move(words);
        ++notice.version;
        notice.sha256 = hash_of(notice);
    }
    return notices;
}

Json processing_record(const ConsentMatrix& matrix, const Text& text) {
    Json activities = Json::array();
    for (const PurposeTerms& terms : matrix.purposes) {
        Json data = Json::array();
        for (const MatrixCell& cell : terms.cells) {
            Json one = {{"data", word(text, "signal", name(cell.signal))},
                        {"form", word(text, "form", name(cell.form))},
                        {"precision", word(text, "precision", name(cell.precision))},
                        {"kept", kept_text(cell.days, text)}};
            if (!cell.why.empty()) one["why"] = cell.why;
            data.push_back(std::move(one));
        }
        activities.push_back(
            {{"purpose", name(terms.purpose)},
             {"purpose_version", terms.version},
             {"description", upper_first(word(text, "for", name(terms.purpose)))},
             {"legal_basis", word(text, "basis", name(terms.basis))},
             {"consent_valid_days", terms.validity_days > 0 ? Json(terms.validity_days) : Json()},
             {"data_subjects", text.get("consent.record.subjects")},
             {"data", data},
             {"used_by", modules_of(terms, text)},
             {"recipients", text.get("consent.record.recipients")},
             {"storage_location", matrix.storage}});
    }
    return {{"attune", "record-of-processing"},
            {"controller", matrix.controller},
            {"matrix_version", matrix.version},
            {"activities", activities}};
}

MatrixTable matrix_table(const ConsentMatrix& matrix, const Text& text) {
    MatrixTable table;
    table.head.push_back(text.get("consent.matrix.signal"));
    for (const PurposeTerms& terms : matrix.purposes)
        table.head.push_back(word(text, "purpose_short", name(terms.purpose)));
    for (int s = 0; s < signal_count; ++s) {
        const auto signal = static_cast<Signal>(s);
        std::vector<std::string>& row = table.rows.emplace_back();
        row.push_back(word(text, "signal_short", name(signal)));
        for (const PurposeTerms& terms : matrix.purposes) {
            const MatrixCell* cell = matrix.cell(terms.purpose, signal);
            row.push_back(cell ? text.get("consent.matrix.cell." + std::string(name(cell->form)),
                                          {{"days", std::to_string(cell->days)}})
                               : text.get("consent.matrix.none"));
        }
    }
    return table;
}

Json consent_record(const ConsentMatrix& matrix, std::span<const Notice> notices,
                    const std::string& principal, std::span<const ConsentHistoryEntry> history,
                    const Text& text) {
    Json records = Json::array();
    for (const PurposeTerms& terms : matrix.purposes) {
        std::vector<ConsentHistoryEntry> own;
        for (const ConsentHistoryEntry& entry : history)
            if (entry.event.purpose == terms.purpose) own.push_back(entry);
        if (!own.empty())
            records.push_back(purpose_record(matrix, terms.purpose, notices, principal, own, text));
    }
    return {{"attune", "consent-receipt"}, {"schema_version", 1}, {"records", records}};
}

} // namespace attune
