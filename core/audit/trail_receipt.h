// Receipts: what a person has in hand that an event about them is in the trail. Checked without the
// workspace, from the receipt alone and a key that was kept elsewhere.
#pragma once

#include "core/audit/trail_heads.h"
#include "core/audit/trail_reading.h"

namespace attune::audit::trail {

struct ReceiptReport {
    Event event{}; ///< as its bytes say
    Head head{};
    bool record_fits = false;       ///< what can be read of it is what the bytes say
    bool in_tree = false;           ///< the proof leads from the bytes to the root of the head
    bool signature = false;         ///< the head was signed with the key beside it
    std::optional<bool> key_fits{}; ///< ... which is the one given; nothing if none was
    std::optional<bool>
        head_fits{};           ///< the head is the one given; nothing if none, or one of another size, was
    bool not_compared = false; ///< a head was given, of another size: nothing was held against it
    bool passed() const {
        return record_fits && in_tree && signature && key_fits.value_or(true) && head_fits.value_or(true);
    }
};

/// A file with one receipt, or a person's document with all of theirs. Errors: those of reading a file;
/// bad_input for what is no receipt, and for a document without any.
Result<std::vector<ReceiptReport>> check_receipts(const std::string& path, const Anchor& anchor);

} // namespace attune::audit::trail
