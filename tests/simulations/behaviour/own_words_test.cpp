// What people write, and what the device makes of it.
#include "core/base/random.h"
#include "core/base/resources.h"
#include "core/recommender/feedback/weight.h"
#include "simulations/behaviour/own_words.h"
#include "tests/support/test.h"

#include <cmath>
#include <set>

using namespace attune;

namespace {

std::string shipped_text() {
    return std::string(find_resource("world/own_words.en.json").value());
}

/// Of all texts: read right, read wrong, not read.
struct Reading {
    double right = 0, wrong = 0, unclear = 0;
};

Reading reading_of(const OwnWords& own) {
    Reading reading;
    for (int r = 0; r < reason_count; ++r)
        for (const OwnText& text : own.of(static_cast<Reason>(r))) {
            const double share = 1.0 / (reason_count * static_cast<double>(own.of(text.cause).size()));
            (!text.read                 ? reading.unclear
             : *text.read == text.cause ? reading.right
                                        : reading.wrong) += share;
        }
    return reading;
}

} // namespace

class Own_words_test : public QObject {
    Q_OBJECT
private slots:
    // FB-20: most is read right, some is not understood, little is misread; negation is what keeps it so.
    void most_is_read_right_and_negation_helps() {
        const Reading shipped = reading_of(shipped_own_words());
        const std::string told = std::to_string(shipped.right) + " " + std::to_string(shipped.wrong) + " " +
                                 std::to_string(shipped.unclear);
        QVERIFY2(shipped.right > 0.7 && shipped.wrong < 0.15 && shipped.unclear > 0.02, told.c_str());
        // The trust that the pipeline puts in a reading is what it deserves.
        const float trusted =
            kind_reliability(FeedbackKind::own_words) / kind_reliability(FeedbackKind::reason);
        QVERIFY2(std::abs(static_cast<double>(trusted) - shipped.right) < 0.08, told.c_str());

        std::string list(find_resource("lexicon/en.json").value());
        list.replace(list.find("\"reach\": 3"), 10, "\"reach\": 0");
        const auto deaf = Lexicon::parse(list, "x.json");
        VERIFY_OK(deaf);
        const auto misread = OwnWords::parse(shipped_text(), "x.json", *deaf);
        VERIFY_OK(misread);
        QVERIFY(reading_of(*misread).right < shipped.right - 0.03);
    }

    // DE-11: what a complaint about a list is about is mostly read right; what is read wrong or not at all is
    // what the weight of a complaint allows for.
    void most_complaints_are_read_right() {
        double right = 0, wrong = 0;
        for (int p = 0; p < pattern_count; ++p)
            for (const Complaint& text : shipped_complaints().of(static_cast<Pattern>(p))) {
                const double share =
                    1.0 / (pattern_count * static_cast<double>(shipped_complaints().of(text.cause).size()));
                right += text.read == text.cause ? share : 0;
                wrong += text.read && *text.read != text.cause ? share : 0;
            }
        const std::string told = std::to_string(right) + " " + std::to_string(wrong);
        QVERIFY2(right > 0.7 && right < 0.95 && wrong > 0.01 && wrong < 0.15, told.c_str());
        QVERIFY2(std::abs(right - 3.0 / 3.7) < 0.1, told.c_str());
        const ComplaintLexicon& device = shipped_complaint_lexicon();
        QVERIFY(device.read("You keep showing me golf") == Pattern::frustration);
        QVERIFY(device.read("I am looking for a present") == Pattern::misalignment);
        QVERIFY(device.read("Less of this topic") == Pattern::disinterest);
        QVERIFY(!device.read("Hello there"));
        // An item's reasons are no complaints about a list: the two files are told apart.
        QVERIFY(!ComplaintLexicon::parse(find_resource("lexicon/en.json").value(), "x.json"));
        QVERIFY(!Lexicon::parse(find_resource("lexicon/complaints.en.json").value(), "x.json"));
    }

    void every_text_of_a_cause_is_written_by_somebody() {
        std::set<std::string> written;
        for (std::uint32_t n = 0; n < 2000; ++n)
            written.insert(shipped_own_words()
                               .text(Reason::quality, words_at(stream_key(1, 0), Stream::learning, n)[0])
                               .words);
        QCOMPARE(written.size(), shipped_own_words().of(Reason::quality).size());
        QCOMPARE(shipped_own_words().of(Reason::too_expensive)[0].length, 2);
    }

    void broken_texts_are_refused_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("words");
        QTest::addRow("not ours") << R"("own-words")"
                                  << R"("lexicon")"
                                  << "not texts in own words";
        QTest::addRow("field") << R"("texts": {)"
                               << R"("notes": 1, "texts": {)"
                               << "'notes'";
        QTest::addRow("cause") << R"("seen_it": [)"
                               << R"("seen": [)"
                               << "no reason 'seen'";
        QTest::addRow("empty") << R"("Not my topic at all")"
                               << R"("")"
                               << "empty";
        QTest::addRow("number") << R"("Not my topic at all")"
                                << "4"
                                << "empty";
    }
    void broken_texts_are_refused() {
        QFETCH(QString, what);
        QFETCH(QString, by);
        QFETCH(QString, words);
        std::string broken = shipped_text();
        const std::size_t at = broken.find(what.toStdString());
        QVERIFY(at != std::string::npos);
        broken.replace(at, static_cast<std::size_t>(what.size()), by.toStdString());
        const auto refused = OwnWords::parse(broken, "texts.json", shipped_lexicon());
        QVERIFY(!refused);
        const QString line = QString::fromStdString(to_line(refused.error()));
        QVERIFY2(line.contains(words) && line.contains("texts.json"), qPrintable(line));
        // A cause that nobody has words for.
        const auto silent = OwnWords::parse(R"({"attune":"own-words","version":1,"texts":{"topic":["no"]}})",
                                            "texts.json", shipped_lexicon());
        QVERIFY(!silent);
    }
};

ATTUNE_TEST(Own_words_test);
#include "own_words_test.moc"
