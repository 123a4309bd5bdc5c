// Whose word counts: twelve cases, and every order there is.
#include "core/consent/precedence.h"
#include "tests/support/test.h"

#include <algorithm>

using namespace attune;

class Precedence_test : public QObject {
    Q_OBJECT
private slots:
    // FB-88: the shipped order: informed choice, global signal, any other choice, off.
    void the_shipped_order_rules_as_written_data() {
        QTest::addColumn<bool>("chosen");
        QTest::addColumn<bool>("yes");
        QTest::addColumn<bool>("informed");
        QTest::addColumn<bool>("signalled");
        QTest::addColumn<bool>("permitted");
        QTest::addColumn<bool>("conflict");
        QTest::newRow("nothing said") << false << false << false << false << false << false;
        QTest::newRow("signal alone") << false << false << false << true << false << false;
        QTest::newRow("no") << true << false << false << false << false << false;
        QTest::newRow("no, signal") << true << false << false << true << false << false;
        QTest::newRow("no, informed, signal") << true << false << true << true << false << false;
        QTest::newRow("no, informed, signal gone") << true << false << true << false << false << false;
        QTest::newRow("yes") << true << true << false << false << true << false;
        QTest::newRow("yes, signal") << true << true << false << true << false << true;
        QTest::newRow("yes, informed, signal") << true << true << true << true << true << true;
        QTest::newRow("yes, informed, signal gone") << true << true << true << false << true << false;
        QTest::newRow("silence is no yes") << false << true << false << false << false << false;
        QTest::newRow("silence is no informed yes") << false << true << true << false << false << false;
    }
    void the_shipped_order_rules_as_written() {
        QFETCH(bool, chosen);
        QFETCH(bool, yes);
        QFETCH(bool, informed);
        QFETCH(bool, signalled);
        QFETCH(bool, permitted);
        QFETCH(bool, conflict);
        using S = ConsentSource;
        const Precedence order = {S::informed_choice, S::global_signal, S::plain_choice, S::standard};
        const ConsentRuling ruling = rule({chosen, yes, informed, signalled}, order);
        QCOMPARE(ruling.permitted, permitted);
        QCOMPARE(ruling.conflict, conflict);
    }

    // Every one of the 24 orders, written down as pairs in any direction, is read back as itself; adding the
    // pair from last to first makes a circle that is named.
    void every_order_is_read_and_every_circle_refused() {
        std::array<int, 4> order = {0, 1, 2, 3};
        do {
            Json pairs = Json::object();
            for (std::size_t i = 3; i-- > 0;)
                pairs[std::string(name(static_cast<ConsentSource>(order[i])))] = {
                    name(static_cast<ConsentSource>(order[i + 1]))};
            const auto read = parse_precedence(pairs, "p.json", pairs.dump());
            VERIFY_OK(read);
            for (std::size_t i = 0; i < 4; ++i)
                QCOMPARE(static_cast<int>((*read)[i]), order[i]);
            pairs[std::string(name(static_cast<ConsentSource>(order[3])))] = {
                name(static_cast<ConsentSource>(order[0]))};
            const auto circle = parse_precedence(pairs, "p.json", pairs.dump());
            QVERIFY(!circle);
            for (const int source : order)
                QVERIFY(circle.error().what.find(name(static_cast<ConsentSource>(source))) !=
                        std::string::npos);
        } while (std::next_permutation(order.begin(), order.end()));
    }

    void an_order_that_leaves_a_pair_open_is_refused() {
        const Json pairs = {{"informed_choice", {"global_signal", "plain_choice"}},
                            {"global_signal", {"standard"}},
                            {"plain_choice", {"standard"}}};
        const auto refused = parse_precedence(pairs, "p.json", pairs.dump());
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("global_signal or plain_choice") != std::string::npos);
    }
};
ATTUNE_TEST(Precedence_test);
#include "precedence_test.moc"
