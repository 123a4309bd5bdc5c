// What an answer tells, against the definition worked out from every single answer.
#include "core/base/random.h"
#include "core/measures/metrics/answer_table.h"
#include "tests/support/test.h"

#include <cmath>
#include <map>
#include <utility>
#include <vector>

using namespace attune;

namespace {

using Said = std::pair<int, bool>; ///< row, and whether it is liked

AnswerTable table_of(const std::vector<Said>& answers) {
    AnswerTable table;
    for (const auto& [row, liked] : answers) {
        AnswerTable::Row& to = table.rows[static_cast<std::size_t>(row)];
        (liked ? to.liked : to.disliked) += 1;
    }
    return table;
}

double entropy(const std::vector<double>& counts, double n) {
    double bits = 0;
    for (const double count : counts)
        if (count > 0) bits -= count / n * std::log2(count / n);
    return bits;
}

/// H(said) + H(liked) - H(both), from the answers one by one.
double oracle(const std::vector<Said>& answers) {
    std::map<int, double> said, liked;
    std::map<Said, double> both;
    for (const Said& one : answers) {
        said[one.first] += 1;
        liked[one.second ? 1 : 0] += 1;
        both[one] += 1;
    }
    const auto counts = [](const auto& map) {
        std::vector<double> all;
        for (const auto& entry : map)
            all.push_back(entry.second);
        return all;
    };
    const auto n = static_cast<double>(answers.size());
    return entropy(counts(said), n) + entropy(counts(liked), n) - entropy(counts(both), n);
}

} // namespace

class Answer_table_test : public QObject {
    Q_OBJECT
private slots:
    // FB-17
    void an_answer_tells_what_the_definition_says() {
        const StreamKey key = stream_key(5, 1);
        for (std::uint32_t trial = 0; trial < 20; ++trial) {
            std::vector<Said> answers;
            for (std::uint32_t i = 0; i < 400; ++i) {
                const Words drawn = words_at(key, Stream::tour, trial, i);
                const bool liked = uniform(drawn[0]) < 0.6F;
                const bool clear = uniform(drawn[1]) < 0.04F * static_cast<float>(trial);
                answers.push_back({clear ? (liked ? 1 : 0) : static_cast<int>(drawn[2] % 7), liked});
            }
            std::map<int, int> rows;
            for (const Said& one : answers)
                ++rows[one.first];
            const double chance = (static_cast<double>(rows.size()) - 1) / (2 * 400 * std::log(2.0));
            const double expected = std::max(0.0, oracle(answers) - chance);
            const double told = information(table_of(answers));
            QVERIFY2(std::abs(told - expected) < 1e-9,
                     qPrintable(QString("%1 against %2").arg(told).arg(expected)));
        }
    }

    void answers_that_settle_it_tell_a_bit_and_empty_ones_nothing() {
        AnswerTable clear;
        clear.rows[0].disliked = clear.rows[1].liked = 5000;
        QVERIFY(std::abs(information(clear) - 1) < 1e-3);
        AnswerTable empty;
        empty.rows[0] = empty.rows[1] = {300, 700};
        QCOMPARE(information(empty), 0.0);
        AnswerTable only_yes;
        only_yes.rows[1].liked = 40; // everybody likes everything: nothing is left to tell
        QCOMPARE(information(only_yes), 0.0);
        QVERIFY(std::isnan(information(AnswerTable{})));
    }

    void tables_add_up_and_take_away() {
        AnswerTable a, b;
        a.rows[2] = {3, 4};
        b.rows[2] = {1, 1};
        b.rows[6] = {5, 0};
        AnswerTable sum = a;
        sum += b;
        QVERIFY(sum.rows[2] == (AnswerTable::Row{4, 5}) && sum.rows[6] == (AnswerTable::Row{5, 0}));
        sum -= b;
        QVERIFY(sum == a);
        sum -= a;
        QVERIFY(sum.empty() && !a.empty());
    }
};
ATTUNE_TEST(Answer_table_test);
#include "answer_table_test.moc"
