// Weighting answers by how likely they were, against sums written out answer by answer.
#include "core/measures/metrics/answer_cells.h"
#include "core/measures/statistics/nonresponse.h"
#include "tests/support/test.h"

#include <cmath>
#include <random>
#include <set>

using namespace attune;

namespace {

struct Asked {
    AskedWhen when;
    bool answered = false;
    bool up = false;
};

/// People who answer more the less often they were asked lately, and are happier then too.
std::vector<Asked> ask(int prompts, bool silence_depends_on_mood) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> uniform;
    std::vector<Asked> all;
    for (int k = 0; k < prompts; ++k) {
        Asked one;
        one.when.device = static_cast<std::uint8_t>(random() % 4);
        one.when.night = random() % 8 == 0;
        one.when.asked_lately = static_cast<float>(uniform(random) * 2);
        const bool often = one.when.asked_lately >= 1.2F;
        one.up = uniform(random) < (often ? 0.5 : 0.9);
        const double willing = silence_depends_on_mood ? (often ? 0.1 : 0.4) : 0.25;
        one.answered = uniform(random) < willing;
        all.push_back(one);
    }
    return all;
}

AnswerCells cells_of(const std::vector<Asked>& all) {
    AnswerCells cells;
    for (const Asked& one : all) {
        AnswerCells::Cell& cell = cells.cells[answer_cell(one.when)];
        cell.prompts += 1;
        cell.answers += one.answered ? 1 : 0;
        cell.ups += one.answered && one.up ? 1 : 0;
    }
    return cells;
}

double naive(const std::vector<Asked>& all) {
    double up = 0, n = 0;
    for (const Asked& one : all) {
        up += one.answered && one.up ? 1 : 0;
        n += one.answered ? 1 : 0;
    }
    return up / n;
}

double truth(const std::vector<Asked>& all) {
    double up = 0;
    for (const Asked& one : all)
        up += one.up ? 1 : 0;
    return up / static_cast<double>(all.size());
}

} // namespace

class Answer_cells_test : public QObject {
    Q_OBJECT
private slots:
    void every_moment_has_a_cell_of_its_own() {
        std::set<std::size_t> seen;
        for (std::uint8_t device = 0; device < answer_devices; ++device)
            for (const float lately : {0.0F, 0.5F, 2.0F})
                for (const bool night : {false, true})
                    for (const bool before : {false, true})
                        QVERIFY(seen.insert(answer_cell({device, night, lately, before})).second);
        QCOMPARE(seen.size(), answer_cell_count);
        QVERIFY(*seen.rbegin() < answer_cell_count);
    }

    // FB-51: reweighting reduces the gap between those who answer and those who were asked.
    void weighting_brings_back_what_silence_hides() {
        const auto all = ask(40000, true);
        const double gap = naive(all) - truth(all);
        const double left = weighted_satisfaction(cells_of(all)) - truth(all);
        QVERIFY2(gap > 0.08, qPrintable(QString::number(gap)));
        QVERIFY2(std::abs(left) < 0.015, qPrintable(QString::number(left)));
    }

    // The control: where silence does not depend on the mood, there is nothing to bring back.
    void without_such_silence_weighting_changes_little() {
        const auto all = ask(40000, false);
        QVERIFY(std::abs(naive(all) - truth(all)) < 0.02);
        QVERIFY(std::abs(weighted_satisfaction(cells_of(all)) - naive(all)) < 0.01);
    }

    void weights_are_those_of_the_formula_answer_by_answer() {
        const auto all = ask(3000, true);
        const AnswerCells cells = cells_of(all);
        double weights = 0, squares = 0, ups = 0, n = 0;
        for (const Asked& one : all) {
            if (!one.answered) continue;
            double asked = 0, answered = 0;
            for (const Asked& other : all)
                if (answer_cell(other.when) == answer_cell(one.when)) {
                    asked += 1;
                    answered += other.answered ? 1 : 0;
                }
            const double w = 1 / std::max(answered / asked, 0.02);
            weights += w;
            squares += w * w;
            ups += one.up ? w : 0;
            n += 1;
        }
        QVERIFY(std::abs(weighted_satisfaction(cells) - ups / weights) < 1e-12);
        QVERIFY(std::abs(effective_share(cells) - weights * weights / squares / n) < 1e-12);
        QVERIFY(effective_share(cells) < 0.95);
    }

    void no_answer_counts_for_more_than_fifty() {
        AnswerCells cells;
        cells.cells[0] = {10000, 1, 1};
        cells.cells[1] = {10, 10, 0};
        QVERIFY(std::abs(weighted_satisfaction(cells) - 50.0 / 60.0) < 1e-12);
    }

    void without_answers_there_is_nothing_to_say() {
        AnswerCells cells;
        cells.cells[3] = {20, 0, 0};
        QVERIFY(std::isnan(weighted_satisfaction(cells)));
        QVERIFY(std::isnan(effective_share(cells)));
        QVERIFY(!cells.empty() && AnswerCells{}.empty());
        const AnswerBlock block{.answers = cells};
        for (const MetricValue& value : summarise_answers("all", std::span(&block, 1)))
            QVERIFY(std::isnan(value.value));
    }

    void equal_sides_differ_by_exactly_nothing() {
        std::vector<AnswerBlock> blocks;
        for (int b = 0; b < 8; ++b) {
            blocks.push_back({cells_of(ask(400 + b, true)), 90.0 + b, 60.0 + b, 55.0 + 0.5 * b});
            blocks.back().told.rows[0] = {4.0, 30.0 + b};
            blocks.back().told.rows[1] = {50.0 + b, 6.0};
        }
        for (const MetricValue& value : answers_difference("all", blocks, blocks)) {
            QCOMPARE(value.value, 0.0);
            QCOMPARE(value.lower, 0.0);
            QCOMPARE(value.upper, 0.0);
        }
        const auto values = summarise_answers("all", blocks);
        QCOMPARE(values[2].key, std::string("nonresponse_bias"));
        double answered = 0, n = 0, everyone = 0;
        for (const AnswerBlock& block : blocks) {
            answered += block.satisfaction;
            n += block.count;
            everyone += block.everyone;
        }
        QVERIFY(std::abs(values[2].value - (answered - everyone) / n) < 1e-12);
        QVERIFY(values[2].lower < values[2].value && values[2].value < values[2].upper);
        QCOMPARE(values[2].n, n);
    }
};
ATTUNE_TEST(Answer_cells_test);

#include "answer_cells_test.moc"
