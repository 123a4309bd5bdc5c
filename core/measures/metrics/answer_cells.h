// Who answers, by what a service can see of those it asks: device, hour, how often asked lately, whether they
// ever answered. Answers of those who answer seldom stand for many, so weighting each answer by one over the
// share of its cell that answers brings back part of what silence hides (inverse propensity weighting,
// Horvitz and Thompson, JASA 1952; self-normalised). What no cell tells apart stays hidden: behaviour
// model 5.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace attune {

/// What is known about somebody at the moment of asking.
struct AskedWhen {
    std::uint8_t device = 0; ///< 0 phone, 1 desktop, 2 tablet, 3 not known
    bool night = false;      ///< between 23 and 7 o'clock
    float asked_lately = 0;  ///< prompts before this one, each fading with a half-life of 7 days
    bool answered_before = false;
};

constexpr std::size_t answer_devices = 4;
constexpr std::size_t answer_paces = 3; ///< seldom, sometimes, often asked lately
constexpr std::size_t answer_cell_count = answer_devices * 2 * answer_paces * 2;
std::size_t answer_cell(const AskedWhen& when);

/// Prompts of some people by cell, and how many were answered and how.
struct AnswerCells {
    struct Cell {
        double prompts = 0;
        double answers = 0;
        double ups = 0; ///< answers that point up
        bool operator==(const Cell&) const = default;
    };
    std::array<Cell, answer_cell_count> cells{};

    AnswerCells& operator+=(const AnswerCells& other);
    AnswerCells& operator-=(const AnswerCells& other);
    bool empty() const;
    bool operator==(const AnswerCells&) const = default;
};

/// No answer counts for more than one over this (behaviour model 5).
constexpr double least_propensity = 0.02;

/// Share of answers that point up, each answer weighted by one over its cell's share of prompts answered; NaN
/// without answers.
double weighted_satisfaction(const AnswerCells& answers);
/// Effective sample size (sum w)^2 / sum w^2 (Kish 1965) over the number of answers, in (0, 1]: so much an
/// answer is worth next to one of equal weights. NaN without answers.
double effective_share(const AnswerCells& answers);

} // namespace attune
