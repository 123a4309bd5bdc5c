// What people say against what they think, counted.
#pragma once

#include <array>
#include <cstddef>

namespace attune {

/// The things that can be said of something: thumb down, thumb up, one to five stars.
constexpr std::size_t sayings = 7;

/// Answers about something, by what was said and whether the person really likes it.
struct AnswerTable {
    struct Row {
        double liked = 0;
        double disliked = 0;
        bool operator==(const Row&) const = default;
    };
    std::array<Row, sayings> rows{};

    AnswerTable& operator+=(const AnswerTable& other);
    AnswerTable& operator-=(const AnswerTable& other);
    bool empty() const;
    bool operator==(const AnswerTable&) const = default;
};

/// Mutual information between what is said and liking, bits per answer in [0, 1] (Shannon 1948), less what
/// chance alone would show: (rows - 1) / (2 n ln 2) for two columns (Miller and Madow 1954). NaN without
/// answers.
double information(const AnswerTable& table);

} // namespace attune
