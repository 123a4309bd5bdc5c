// The rows of one person, followed the slow way: one by one, from the first event on, each time anew.
#pragma once

#include "core/audit/trail_rules.h"
#include "core/audit/trail_verdict.h"

#include <set>
#include <span>
#include <vector>

namespace attune::test {

class OracleRows {
public:
    struct Broken {
        audit::trail::Invariant invariant;
        audit::trail::Reason reason;
        std::uint64_t seq;
    };
    explicit OracleRows(const audit::trail::RunRules& rules)
        : rules_(rules) {}

    /// Follows these events of one person; what the last of them breaks.
    std::vector<Broken> replay(const std::vector<const audit::trail::Event*>& history);
    /// What is kept too long when the run ends with that event.
    std::vector<Broken> still_there(const audit::trail::Event& last);

private:
    struct Row {
        audit::trail::Signal signal;
        int day;
        std::set<unsigned> purposes;
        bool waits;
    };
    void captured(const audit::trail::Event& event);
    void swept(const audit::trail::Event& event);
    void forgotten(const audit::trail::Event& event);
    void read(const audit::trail::Event& event);
    void overdue(const audit::trail::Event& event);
    void broken(audit::trail::Invariant invariant, audit::trail::Reason reason,
                const audit::trail::Event& event);

    const audit::trail::RunRules& rules_;
    std::vector<Row> rows_;
    std::vector<Broken> broken_; ///< by the event under way
};

} // namespace attune::test
