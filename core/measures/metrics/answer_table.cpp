#include "core/measures/metrics/answer_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace attune {

AnswerTable& AnswerTable::operator+=(const AnswerTable& other) {
    for (std::size_t i = 0; i < sayings; ++i) {
        rows[i].liked += other.rows[i].liked;
        rows[i].disliked += other.rows[i].disliked;
    }
    return *this;
}

AnswerTable& AnswerTable::operator-=(const AnswerTable& other) {
    for (std::size_t i = 0; i < sayings; ++i) {
        rows[i].liked -= other.rows[i].liked;
        rows[i].disliked -= other.rows[i].disliked;
    }
    return *this;
}

bool AnswerTable::empty() const {
    return std::all_of(rows.begin(), rows.end(),
                       [](const Row& row) { return row.liked == 0 && row.disliked == 0; });
}

double information(const AnswerTable& table) {
    AnswerTable::Row all;
    int said = 0;
    for (const AnswerTable::Row& row : table.rows) {
        all.liked += row.liked;
        all.disliked += row.disliked;
        said += row.liked + row.disliked > 0 ? 1 : 0;
    }
    const double n = all.liked + all.disliked;
    if (n == 0) return std::numeric_limits<double>::quiet_NaN();
    const auto term = [n](double both, double row, double column) {
        return both > 0 ? both / n * std::log2(both * n / (row * column)) : 0.0;
    };
    double bits = 0;
    for (const AnswerTable::Row& row : table.rows) {
        const double of_row = row.liked + row.disliked;
        bits += term(row.liked, of_row, all.liked) + term(row.disliked, of_row, all.disliked);
    }
    if (all.liked > 0 && all.disliked > 0) bits -= (said - 1) / (2 * n * std::numbers::ln2);
    return std::clamp(bits, 0.0, 1.0);
}

} // namespace attune
