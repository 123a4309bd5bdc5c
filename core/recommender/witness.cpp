#include "core/recommender/witness.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

std::int64_t to_ms(double hours) {
    return static_cast<std::int64_t>(std::llround(hours * 3'600'000.0));
}

} // namespace

Witness::Witness(int users, int watched, int block_size)
    : place_(static_cast<std::size_t>(users), nobody_here)
    , lists_(static_cast<std::size_t>((users + block_size - 1) / block_size) + 1)
    , block_size_(block_size) {
    const auto wanted = static_cast<std::size_t>(std::clamp(watched, 1, std::max(1, users)));
    people_.resize(std::min(wanted, place_.size()));
    for (std::size_t i = 0; i < people_.size(); ++i) {
        const auto user = static_cast<std::uint32_t>(i * place_.size() / people_.size());
        people_[i].user = UserId(user);
        place_[user] = static_cast<std::uint32_t>(i);
    }
}

std::vector<UserId> Witness::people() const {
    std::vector<UserId> all;
    for (const Watched& person : people_)
        all.push_back(person.user);
    return all;
}

void Witness::begin_visit(UserId user, std::uint32_t visit, double hours) {
    Watched& person = of(user);
    person.visit = visit;
    person.written.reset();
    at(user, hours);
    write(user, {.kind = TrailKind::visit});
}

void Witness::at(UserId user, double hours) {
    of(user).time_ms = std::max(of(user).time_ms, to_ms(hours));
}

void Witness::at(double hours) {
    time_ms_ = std::max(time_ms_, to_ms(hours));
}

void Witness::write(UserId user, TrailEvent event) {
    const Watched& person = of(user);
    event.person = user;
    event.visit = person.visit;
    event.time_ms = std::max(person.time_ms, time_ms_);
    lists_[user.value / static_cast<std::uint32_t>(block_size_)].push_back(std::move(event));
}

bool Witness::read(UserId user, Module module, Purpose purpose, Signal signal, Decision decision,
                   const RowsRead& rows) {
    Watched& person = of(user);
    const std::size_t key =
        ((static_cast<std::size_t>(module) * purpose_count + static_cast<std::size_t>(purpose)) *
             signal_count +
         static_cast<std::size_t>(signal)) *
            answers +
        static_cast<std::size_t>(decision);
    if (module != Module::training && person.written[key]) return false;
    person.written.set(key);
    write(user, {.kind = TrailKind::read,
                 .module = module,
                 .purpose = purpose,
                 .signal = signal,
                 .decision = decision,
                 .rows = rows.rows,
                 .oldest_day = rows.oldest_day,
                 .newest_day = rows.newest_day});
    return true;
}

void Witness::read_anew(UserId user) {
    of(user).written.reset();
}

void Witness::write_general(TrailEvent event) {
    event.person = nobody;
    event.time_ms = time_ms_;
    lists_.back().push_back(std::move(event));
}

} // namespace attune
