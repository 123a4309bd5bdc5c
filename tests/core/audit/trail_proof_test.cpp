// Tree and proofs, by their definition; and what an audit of a file says beyond its chain.
#include "tests/core/audit/trail_log.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;

class Trail_proof_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::string path_ = folder_.filePath("trail").toStdString();
    const Signer signer_{1};

private slots:
    // The vectors of RFC 6962 have no sequence numbers in their leaves; the shape is checked by its
    // definition.
    void the_tree_is_that_of_the_definition() {
        std::vector<Event> log = {begin_event("{}")};
        for (std::uint32_t n = 0; n < 100; ++n)
            log.push_back(Person(n % 3).at(n).visit());
        number(log);
        const std::vector<Blob> payloads = payloads_of(log);
        Hasher hasher;
        Tree tree;
        QCOMPARE(hex(tree.root(hasher)),
                 std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        for (std::size_t n = 1; n <= payloads.size(); ++n) {
            tree.add(hasher, hasher.leaf(n, payloads[n - 1]), n % 5 == 0);
            const Blob root = root_of(payloads, 0, n);
            const Hash found = tree.root(hasher);
            QVERIFY(std::equal(found.begin(), found.end(), root.begin(), root.end()));
            for (const Proof& proof : tree.proofs(hasher)) {
                const Hash leaf = hasher.leaf(proof.seq, payloads[proof.seq - 1]);
                QVERIFY(leads_to(hasher, leaf, proof, n, found));
                Proof other = proof;
                other.seq += 1;
                QVERIFY(!leads_to(hasher, leaf, other, n, found));
                QVERIFY(
                    !leads_to(hasher, hasher.leaf(proof.seq + 1, payloads[proof.seq - 1]), proof, n, found));
                for (Hash& hash : other.path)
                    hash[7] ^= 1U;
                other.seq = proof.seq;
                QVERIFY(other.path.empty() || !leads_to(hasher, leaf, other, n, found));
            }
        }
    }

    void an_audit_of_a_file_gives_proofs() {
        std::vector<Event> log = {begin_event()};
        for (int i = 0; i < 700; ++i)
            log.push_back(Person(1).slate(i % 100 == 42 ? Purpose::adjust_my_recommendations
                                                        : Purpose::deliver_service));
        number(log);
        const std::vector<Blob> payloads = payloads_of(log);
        write_file(path_, segments_of(payloads), test::heads_of(payloads, {300, 701}, signer_));
        const auto made = audit_workspace(path_, {.key = signer_.public_key});
        VERIFY_OK(made);
        QVERIFY(made->chain.passed());
        QCOMPARE(made->verdict.of(Invariant::whole_trail).outcome(), Outcome::passed);
        QVERIFY(made->verdict.of(Invariant::whole_trail).checked > 701);
        const InvariantVerdict& broken = made->verdict.of(Invariant::consent_at_use);
        QCOMPARE(broken.failures, 7);
        Hasher hasher;
        for (const Finding& one : broken.findings)
            QVERIFY(leads_to(hasher, hasher.leaf(one.seq, payloads[one.seq - 1]), {one.seq, one.path}, 701,
                             made->chain.root));
        // A chain that does not fit is a broken I10, and the rest is still judged.
        std::vector<MadeSegment> edited = segments_of(payloads);
        edited[1].payloads[40] ^= 1U;
        write_file(path_, edited, test::heads_of(payloads, {300, 701}, signer_));
        const auto other = audit_workspace(path_, {});
        VERIFY_OK(other);
        QCOMPARE(other->verdict.of(Invariant::whole_trail).outcome(), Outcome::failed);
        QCOMPARE(other->verdict.of(Invariant::consent_at_use).failures, 7);
    }

    // Whoever spoils the rules of a run gets no audit of it, and is named.
    void rules_that_cannot_be_read_break_the_trail() {
        const Event adapted = Person(1).slate(Purpose::adjust_my_recommendations);
        std::vector<Event> log = {begin_event(), adapted,     end_event(),   begin_event(R"({"matrix":7})"),
                                  adapted,       end_event(), begin_event(), adapted};
        number(log);
        const std::vector<Blob> payloads = payloads_of(log);
        write_file(path_, segments_of(payloads), test::heads_of(payloads, {8}, signer_));
        const auto made = audit_workspace(path_, {});
        VERIFY_OK(made);
        QVERIFY(made->chain.passed());
        const InvariantVerdict& whole = made->verdict.of(Invariant::whole_trail);
        QCOMPARE(whole.failures, 1);
        QVERIFY(whole.findings[0].reason == Reason::unreadable && whole.findings[0].seq == 4);
        QCOMPARE(made->verdict.of(Invariant::consent_at_use).failures, 2);
    }

    void a_file_without_a_trail_is_told() {
        write_file(path_, {}, {});
        const auto made = audit_workspace(path_, {});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::not_found);
    }
};

ATTUNE_TEST(Trail_proof_test);

#include "trail_proof_test.moc"
