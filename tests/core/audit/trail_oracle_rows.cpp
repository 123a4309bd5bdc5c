#include "tests/core/audit/trail_oracle_rows.h"

#include <algorithm>

namespace attune::test {

using namespace audit::trail;

void OracleRows::broken(Invariant invariant, Reason reason, const Event& event) {
    broken_.push_back({invariant, reason, event.seq});
}

std::vector<OracleRows::Broken> OracleRows::replay(const std::vector<const Event*>& history) {
    rows_.clear();
    for (const Event* event : history) {
        broken_.clear();
        if (event->kind == Kind::erased) continue; // may be of an earlier run
        switch (event->kind) {
        case Kind::captured:
            captured(*event);
            break;
        case Kind::swept:
            swept(*event);
            break;
        case Kind::forgotten:
            forgotten(*event);
            break;
        case Kind::read:
            read(*event);
            break;
        default:
            break;
        }
        overdue(*event);
    }
    return broken_;
}

std::vector<OracleRows::Broken> OracleRows::still_there(const Event& last) {
    broken_.clear();
    overdue(last);
    return broken_;
}

void OracleRows::captured(const Event& e) {
    if (e.purposes == 0) return;
    Row row{e.signal, e.newest_day, {}, false};
    for (unsigned p = 0; p < purpose_count; ++p)
        if ((e.purposes >> p & 1U) != 0) row.purposes.insert(p);
    row.waits =
        e.signal == Signal::pick && row.purposes == std::set{static_cast<unsigned>(Purpose::improve_models)};
    rows_.push_back(row);
    const auto stays = [](const Row& one) { return !one.waits; };
    if (std::count_if(rows_.begin(), rows_.end(), stays) > static_cast<std::ptrdiff_t>(*rules_.rows_kept))
        rows_.erase(std::find_if(rows_.begin(), rows_.end(), stays));
}

void OracleRows::swept(const Event& e) {
    // Those that stay in the order of their capture, then those that wait by their days.
    std::vector<Row*> order;
    for (Row& row : rows_)
        order.push_back(&row);
    std::stable_sort(order.begin(), order.end(), [](const Row* a, const Row* b) {
        if (a->waits != b->waits) return b->waits;
        return a->waits && a->day < b->day;
    });
    std::uint32_t done = 0;
    for (Row* row : order)
        if (done < e.rows && row->signal == e.signal && row->day >= e.oldest_day &&
            row->purposes.erase(static_cast<unsigned>(e.purpose)) > 0)
            ++done;
    if (done < e.rows) broken(Invariant::retention, Reason::rows_unknown, e);
}

void OracleRows::forgotten(const Event& e) {
    std::uint32_t gone = 0;
    for (Row& row : rows_) {
        for (unsigned p = 0; p < purpose_count; ++p)
            if ((e.purposes >> p & 1U) != 0) row.purposes.erase(p);
        if (row.purposes.empty()) ++gone;
    }
    if (e.rows > gone) broken(Invariant::retention, Reason::rows_unknown, e);
    if (e.rows < gone) broken(Invariant::prompt_effect, Reason::rows_left, e);
}

void OracleRows::read(const Event& e) {
    if (e.decision != Decision::allowed || e.rows == 0) return;
    std::uint32_t there = 0;
    for (const Row& row : rows_)
        if (row.signal == e.signal && row.purposes.contains(static_cast<unsigned>(e.purpose)) &&
            row.day >= e.oldest_day && row.day <= e.newest_day)
            ++there;
    if (there < e.rows) broken(Invariant::retention, Reason::rows_unknown, e);
    if (e.module == Module::training && e.signal == Signal::pick && e.purpose == Purpose::improve_models)
        for (std::uint32_t taken = 0; taken < e.rows; ++taken) {
            auto oldest = rows_.end();
            for (auto row = rows_.begin(); row != rows_.end(); ++row)
                if (row->waits && row->day >= e.oldest_day && row->day <= e.newest_day &&
                    (oldest == rows_.end() || row->day < oldest->day))
                    oldest = row;
            if (oldest == rows_.end()) break;
            rows_.erase(oldest);
        }
}

/// Rows too old for a purpose are told and taken for gone; those that wait, once for a day.
void OracleRows::overdue(const Event& e) {
    constexpr std::int64_t day_long = 86'400'000;
    std::set<int> told;
    for (Row& row : rows_)
        for (unsigned p = 0; p < purpose_count; ++p) {
            const std::int64_t last = row.day + rules_.cell(static_cast<Purpose>(p), row.signal).days + 1;
            if (!row.purposes.contains(p) || e.time_ms < (last + 1) * day_long) continue;
            row.purposes.erase(p);
            if (!row.waits || told.insert(row.day).second)
                broken(Invariant::retention, Reason::kept_too_long, e);
        }
    std::erase_if(rows_, [](const Row& row) { return row.purposes.empty(); });
}

} // namespace attune::test
