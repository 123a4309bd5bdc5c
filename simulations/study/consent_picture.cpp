#include "simulations/study/consent_picture.h"

#include "core/base/json.h"
#include "core/measures/statistics/intervals.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace attune {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::uint64_t events_between_looks = 8192;

int day_of(const TrailEvent& event) {
    return static_cast<int>(event.time_ms / day_ms);
}

/// A notice whose words do not fit its hash is still shown, as what it is.
PublishedNotice notice_of(const Json& json) {
    Json file = parse_json(notices_to_json({}), "").value_or(Json::object());
    file["notices"] = Json::array({json});
    if (auto read = parse_notices(file.dump(), "the trail")) return {std::move(read->front())};
    PublishedNotice made{.notice = {}, .true_to_hash = false};
    if (!json.is_object()) return made;
    const auto text_at = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    made.notice.id = text_at("id");
    made.notice.sha256 = text_at("sha256");
    if (const auto version = json.find("version"); version != json.end() && version->is_number_integer())
        made.notice.version = version->get<int>();
    if (const auto purposes = json.find("purposes"); purposes != json.end() && purposes->is_array())
        for (const Json& one : *purposes)
            if (one.is_string())
                if (const auto purpose = purpose_named(one.get<std::string>()))
                    made.notice.purposes.push_back(*purpose);
    if (const auto lines = json.find("text"); lines != json.end() && lines->is_array())
        for (const Json& line : *lines)
            if (line.is_string()) made.notice.text.push_back(line.get<std::string>());
    return made;
}

/// Reads the trail into the picture of its newest run.
class Reading {
public:
    Status take(std::uint64_t seq, const TrailEvent& event) {
        made_.last = seq;
        if (event.kind == TrailKind::begin) return begin(seq, event);
        made_.last_day = std::max(made_.last_day, day_of(event));
        if (event.kind == TrailKind::end && event.time_ms > 0)
            made_.last_day = static_cast<int>((event.time_ms - 1) / day_ms);
        if (event.kind == TrailKind::consent) move(seq, event);
        if (event.kind == TrailKind::read) read(seq, event);
        return {};
    }
    ConsentPicture finish() {
        // What comes about with the end of the last day belongs to it.
        for (ConsentMove& move : made_.moves)
            move.day = std::min(move.day, made_.last_day);
        for (UnfoundedRead& read : made_.unfounded)
            read.day = std::min(read.day, made_.last_day);
        return std::move(made_);
    }
    int runs() const { return made_.runs; }

private:
    Status begin(std::uint64_t seq, const TrailEvent& event) {
        const int runs = made_.runs + 1;
        made_ = {};
        states_.clear();
        made_.runs = runs;
        made_.begun = made_.last = seq;
        made_.first = seq + 1;
        const auto unreadable = [&](const std::string& what) {
            return fail(ErrorCode::unreadable,
                        "the rules of event " + std::to_string(seq) + " cannot be read: " + what);
        };
        auto rules = parse_json(event.text, "the trail");
        if (!rules) return unreadable(rules.error().what);
        if (!rules->is_object() || !rules->contains("matrix") || !rules->contains("notices"))
            return unreadable("the matrix or the notices are missing");
        made_.scenario = rules->value("scenario", "");
        made_.policy = rules->value("policy", "");
        made_.people = rules->value("people", 0);
        if (const Json& watched = (*rules)["watched"]; watched.is_array()) {
            for (const Json& person : watched)
                made_.watched.push_back(UserId{person.get<std::uint32_t>()});
            std::sort(made_.watched.begin(), made_.watched.end(),
                      [](UserId a, UserId b) { return a.value < b.value; });
        } else {
            for (int person = 0; person < made_.people; ++person)
                made_.watched.push_back(UserId{static_cast<std::uint32_t>(person)});
        }
        const auto matrix = parse_matrix((*rules)["matrix"].dump(), "the trail");
        if (!matrix) return unreadable(matrix.error().what);
        made_.matrix = std::make_shared<const ConsentMatrix>(*matrix);
        for (int p = 0; p < purpose_count; ++p)
            made_.basis[static_cast<std::size_t>(p)] = matrix->terms(static_cast<Purpose>(p)).basis;
        for (const Json& notice : (*rules)["notices"])
            made_.notices.push_back(notice_of(notice));
        return {};
    }

    void move(std::uint64_t seq, const TrailEvent& event) {
        states_[event.person.value].set(event.purpose, permits(event.to));
        made_.moves.push_back(
            {seq, event.person, event.purpose, event.to, event.method, event.notice, day_of(event)});
    }

    void read(std::uint64_t seq, const TrailEvent& event) {
        if (event.decision == Decision::refused) ++made_.refused;
        if (event.decision == Decision::gap) ++made_.gaps;
        if (event.decision != Decision::allowed) return;
        ++made_.allowed;
        if (!made_.needs_consent(event.purpose)) return;
        const auto state = states_.find(event.person.value);
        if (state != states_.end() && state->second.has(event.purpose)) return;
        made_.unfounded.push_back({seq, event.person, event.purpose, day_of(event)});
    }

    ConsentPicture made_;
    std::unordered_map<std::uint32_t, ConsentState> states_; ///< now, by person
};

/// What one person had said by the end of a day.
struct Stance {
    ConsentState state;
    int notice = -1; ///< the one answered first
};

bool answers(const ConsentMove& move) {
    return move.method == ConsentMethod::notice &&
           (permits(move.to) || move.to == ConsentStatus::refused || move.to == ConsentStatus::deferred);
}

/// The farthest level that adds something they permit. What comes before it need not be permitted: each
/// purpose is chosen on its own.
SharingLevel level_of(ConsentState state) {
    for (int level = sharing_level_count - 1; level > 0; --level) {
        const std::uint16_t added =
            permitted_at(static_cast<SharingLevel>(level)).granted &
            static_cast<std::uint16_t>(~permitted_at(static_cast<SharingLevel>(level - 1)).granted);
        if ((added & state.granted) == added) return static_cast<SharingLevel>(level);
    }
    return SharingLevel::none;
}

bool in_group(const ConsentGroup& group, const Stance& person) {
    switch (group.kind) {
    case ConsentGroup::Kind::everybody:
        return true;
    case ConsentGroup::Kind::notice:
        return person.notice == group.which;
    case ConsentGroup::Kind::unanswered:
        return person.notice < 0;
    case ConsentGroup::Kind::level:
        return level_of(person.state) == static_cast<SharingLevel>(group.which);
    }
    return false;
}

std::vector<ConsentGroup> all_groups(const ConsentPicture& picture) {
    using Kind = ConsentGroup::Kind;
    std::vector<ConsentGroup> groups{{Kind::everybody}};
    for (std::size_t n = 0; n < picture.notices.size(); ++n)
        groups.push_back({Kind::notice, static_cast<int>(n)});
    groups.push_back({Kind::unanswered});
    for (int level = 0; level < sharing_level_count; ++level)
        groups.push_back({Kind::level, level});
    return groups;
}

ConsentCell cell_of(const ConsentPicture& picture, Purpose purpose, const ConsentGroup& group,
                    const std::unordered_map<std::uint32_t, Stance>& people, int day) {
    ConsentCell cell;
    cell.needs_consent = picture.needs_consent(purpose);
    for (const auto& [number, person] : people)
        cell.permit += in_group(group, person) && person.state.has(purpose) ? 1 : 0;
    cell.share = cell.lower = cell.upper = std::numeric_limits<double>::quiet_NaN();
    if (cell.needs_consent && !group.too_few()) {
        const Estimate share = wilson_interval(cell.permit, group.people);
        cell.share = share.value;
        cell.lower = share.lower;
        cell.upper = share.upper;
    }
    for (const UnfoundedRead& read : picture.unfounded)
        if (read.day <= day && read.purpose == purpose)
            if (const auto person = people.find(read.person.value); person != people.end())
                cell.unfounded += in_group(group, person->second) ? 1 : 0;
    return cell;
}

} // namespace

Result<ConsentPicture> read_consent_picture(const TrailStore& trail,
                                            const std::function<void(double)>& progress,
                                            const std::stop_token& stop) {
    const auto size = trail.size();
    if (!size) return pass_on(size);
    if (*size == 0) return fail(ErrorCode::not_found, "this workspace has no trail");
    Reading reading;
    const Status read = trail.each_event([&](std::uint64_t seq, const TrailEvent& event) -> Status {
        if (seq % events_between_looks == 0) {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped while the trail was read");
            if (progress) progress(static_cast<double>(seq) / static_cast<double>(*size));
        }
        return reading.take(seq, event);
    });
    if (!read) return pass_on(read);
    if (reading.runs() == 0) return fail(ErrorCode::unreadable, "no run begins in this trail");
    return reading.finish();
}

ConsentStanding standing_at(const ConsentPicture& picture, int day) {
    ConsentStanding standing;
    standing.day = day;
    std::unordered_map<std::uint32_t, Stance> people;
    for (const UserId person : picture.watched)
        people[person.value];
    for (const ConsentMove& move : picture.moves) {
        if (move.day > day) continue;
        Stance& person = people[move.person.value];
        person.state.set(move.purpose, permits(move.to));
        if (person.notice < 0 && answers(move)) person.notice = move.notice;
        const auto purpose = static_cast<std::size_t>(move.purpose);
        standing.refusals[purpose] += move.to == ConsentStatus::refused ? 1 : 0;
        standing.withdrawals[purpose] += move.to == ConsentStatus::withdrawn ? 1 : 0;
    }
    for (ConsentGroup group : all_groups(picture)) {
        group.people = static_cast<int>(std::count_if(
            people.begin(), people.end(), [&](const auto& one) { return in_group(group, one.second); }));
        if (group.people > 0 || group.kind == ConsentGroup::Kind::everybody) standing.groups.push_back(group);
    }
    for (int p = 0; p < purpose_count; ++p)
        for (const ConsentGroup& group : standing.groups)
            standing.cells[static_cast<std::size_t>(p)].push_back(
                cell_of(picture, static_cast<Purpose>(p), group, people, day));
    return standing;
}

std::vector<double> shares_by_day(const ConsentPicture& picture, Purpose purpose) {
    if (!picture.needs_consent(purpose) || picture.watched.empty()) return {};
    // How many more or fewer permit it from each day on.
    std::vector<int> change(static_cast<std::size_t>(picture.last_day) + 1);
    std::unordered_map<std::uint32_t, bool> now;
    for (const ConsentMove& move : picture.moves) {
        if (move.purpose != purpose) continue;
        bool& permitted = now[move.person.value];
        change[static_cast<std::size_t>(std::max(move.day, 0))] +=
            static_cast<int>(permits(move.to)) - static_cast<int>(permitted);
        permitted = permits(move.to);
    }
    std::vector<double> shares;
    int permit = 0;
    for (const int more : change) {
        permit += more;
        shares.push_back(static_cast<double>(permit) / static_cast<double>(picture.watched.size()));
    }
    return shares;
}

} // namespace attune
