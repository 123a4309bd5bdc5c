#include "core/workspace/trail_export.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/workspace/trail_lines.h"

namespace attune {
namespace {

constexpr std::size_t most_written_at_once = 1U << 20U;

Json head_in_json(const SignedHead& head) {
    return {{"attune", "signed-head"},
            {"version", 1},
            {"head", head.json},
            {"key", to_hex(head.key)},
            {"signature", to_hex(head.signature)}};
}

} // namespace

Status write_trail_lines(const TrailStore& trail, const std::function<void(std::string_view)>& write) {
    std::string lines(trail_lines_title);
    lines += '\n';
    Status read = trail.each_event([&](std::uint64_t sequence, const TrailEvent& event) -> Status {
        append_line(sequence, event, lines);
        lines += '\n';
        if (lines.size() < most_written_at_once) return {};
        write(lines);
        lines.clear();
        return {};
    });
    if (!read) return read;
    write(lines);
    return {};
}

Status export_trail_lines(const TrailStore& trail, const std::string& path) {
    Result<AtomicFile> file = AtomicFile::open(path, Readers::owner);
    if (!file) return pass_on(file);
    Status written = write_trail_lines(trail, [&](std::string_view lines) { file->write(lines); });
    if (!written) return written;
    return file->commit();
}

std::string signed_head_to_json(const SignedHead& head) {
    return head_in_json(head).dump(2) + '\n';
}

Result<std::string> trail_receipt(const TrailStore& trail, std::uint64_t sequence) {
    const Result<TrailEvent> event = trail.find(sequence);
    if (!event) return pass_on(event);
    const Result<std::optional<SignedHead>> newest = trail.newest_head();
    if (!newest) return pass_on(newest);
    const Result<TrailHead> head = *newest ? head_from_json((*newest)->json) : head_from_json({});
    if (!head) return pass_on(head);
    const Result<std::vector<TrailHash>> proof = trail.inclusion_proof(sequence, head->size);
    if (!proof) return pass_on(proof);

    std::string record;
    append_line(sequence, *event, record);
    std::vector<std::uint8_t> payload;
    append_payload(*event, payload);
    const Result<Json> shown = parse_json(record, "trail");
    if (!shown) return pass_on(shown);
    Json path = Json::array();
    for (const TrailHash& hash : *proof)
        path.push_back(to_hex(hash));
    const Json receipt = {{"attune", "trail-receipt"},
                          {"version", 1},
                          {"record", *shown},
                          {"leaf_index", sequence - 1},
                          {"payload", to_hex(payload)},
                          {"proof", std::move(path)},
                          {"signed_head", head_in_json(**newest)}};
    return receipt.dump(2) + '\n';
}

} // namespace attune
