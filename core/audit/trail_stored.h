// What a workspace can be held against and a file of lines cannot, all under I10: keys are there for exactly
// the people whose values are sealed and who were not erased; runs end, and nothing of them follows; slates
// of a person are numbered without gaps, and nobody's time goes back.
#pragma once

#include "core/audit/reader.h"
#include "core/audit/trail_verdict.h"

#include <map>
#include <unordered_map>

namespace attune::audit::trail {

class StoredJudge {
public:
    /// The next event. Whether it breaks something.
    bool take(const Event& event);
    /// After the last event: looks at the keys of the workspace. Errors: those of the reader.
    Result<InvariantVerdict> finish(const Reader& reader);

private:
    /// Numbers of the newest events, 0: none.
    struct Values {
        std::uint64_t sealed = 0, erased = 0;
    };
    struct Walk {
        std::uint32_t next_slate = 0;
        std::int64_t newest_ms = 0;
    };
    void note(Reason reason, const Event& event, std::int64_t found = 0, std::int64_t allowed = 0);
    void about_person(const Event& event);

    InvariantVerdict verdict_;
    std::uint64_t run_ = 0; ///< number of its beginning; 0: none has begun
    bool ended_ = false;
    std::map<std::uint64_t, std::map<std::uint32_t, Values>> values_; ///< by run and person
    std::unordered_map<std::uint32_t, Walk> walks_;                   ///< of the run under way
};

} // namespace attune::audit::trail
