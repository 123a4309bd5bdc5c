#include "simulations/fit/log_reader.h"

#include "simulations/fit/event_row.h"
#include "simulations/population/text_lines.h"

#include <algorithm>

namespace attune {
namespace {

constexpr std::int64_t lines_between_looks = 1 << 14;

/// What to say of an event that contradicts those before it.
tl::unexpected<Error> contradicts(LogReducer::Trouble trouble, const LoggedEvent& event,
                                  const std::string& where) {
    const std::string who = "person " + std::to_string(event.user.value);
    if (trouble == LogReducer::Trouble::answer_without_prompt)
        return fail(ErrorCode::bad_input, "an answer of " + who + " has no prompt before it", where,
                    "A prompt has at most one answer, and comes before it in the file");
    return fail(ErrorCode::bad_input, "the time of " + who + " goes back", where, "Sort the log by 'hours'");
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

} // namespace

Result<ReadLog> read_event_log(const std::string& path, const std::function<void(double done)>& progress,
                               const std::stop_token& stop) {
    auto reader = LineReader::open(path);
    if (!reader) return pass_on(reader);
    LogReducer reducer;
    ReadLog log;
    TextLine line;
    std::string where;
    while (reader->next(line)) {
        ++log.lines;
        if (log.lines % lines_between_looks == 0) {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped while the log was read");
            if (progress) progress(reader->share_read());
        }
        where = path + ":" + std::to_string(line.number);
        if (line.too_long) return fail(ErrorCode::bad_input, "this line is too long for an event", where);
        if (is_blank(line.text)) continue;
        auto event = event_from_line(line.text, where);
        if (!event) return pass_on(event);
        if (const auto trouble = reducer.add(*event); trouble != LogReducer::Trouble::none)
            return contradicts(trouble, *event, where);
    }
    if (!reader->status()) return pass_on(reader->status());
    if (reducer.people() == 0)
        return fail(ErrorCode::bad_input, "no line of this file tells of a person", path,
                    "A log is written by 'attune-cli run --log FILE'");
    log.people = static_cast<std::int64_t>(reducer.people());
    log.prompts = reducer.prompts();
    log.late = reducer.late();
    log.days = reducer.days();
    log.figures = reducer.figures(log.days);
    return log;
}

} // namespace attune
