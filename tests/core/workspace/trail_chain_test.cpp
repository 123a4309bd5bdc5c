// Chain, tree and proofs against the published vectors of certificate transparency and against the
// definitions, reckoned by the test itself.
#include "core/base/random.h"
#include "core/workspace/trail_chain.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

TrailHash as_hash(const ByteList& from) {
    TrailHash hash{};
    std::copy(from.begin(), from.end(), hash.begin());
    return hash;
}

ByteList from_digits(const char* hex) {
    const QByteArray bytes = QByteArray::fromHex(hex);
    return {bytes.begin(), bytes.end()};
}

/// The inputs of the vectors that every implementation of RFC 6962 knows (testdata of
/// certificate-transparency).
std::vector<ByteList> vector_leaves() {
    std::vector<ByteList> leaves;
    for (const char* input : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                              "606162636465666768696a6b6c6d6e6f"}) {
        ByteList message = {0};
        const ByteList data = from_digits(input);
        message.insert(message.end(), data.begin(), data.end());
        leaves.push_back(sha256(message));
    }
    return leaves;
}
constexpr const char* vector_roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<ByteList> numbered_leaves(std::uint64_t count) {
    std::vector<ByteList> leaves;
    for (std::uint64_t n = 1; n <= count; ++n)
        leaves.push_back(schema_leaf(n, {static_cast<std::uint8_t>(n), static_cast<std::uint8_t>(n >> 8)}));
    return leaves;
}

std::vector<ByteList> first_of(const std::vector<ByteList>& all, std::uint64_t count) {
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)};
}

std::vector<ByteList> proof_from(const std::vector<LeafRange>& parts, const std::vector<ByteList>& leaves,
                                 std::uint64_t size) {
    const TrailHasher hasher;
    PartRoots roots(parts);
    for (std::uint64_t i = 0; i < size; ++i)
        roots.add(as_hash(leaves[i]), hasher);
    return lists(roots.roots(hasher));
}

} // namespace

class Trail_chain_test : public QObject {
    Q_OBJECT

private slots:
    void roots_are_the_published_ones_data() {
        QTest::addColumn<int>("size");
        for (int size = 0; size <= 8; ++size)
            QTest::addRow("%d leaves", size) << size;
    }
    void roots_are_the_published_ones() {
        QFETCH(int, size);
        const TrailHasher hasher;
        MerkleTree tree;
        for (int i = 0; i < size; ++i)
            tree.add(as_hash(vector_leaves()[static_cast<std::size_t>(i)]), hasher);
        QCOMPARE(hex_of(bytes(tree.root(hasher))), std::string(vector_roots[size]));
        QCOMPARE(hex_of(tree_hash(first_of(vector_leaves(), static_cast<std::uint64_t>(size)))),
                 std::string(vector_roots[size]));
    }

    void published_proofs_come_out() {
        const std::vector<ByteList> inclusion = proof_from(inclusion_parts(0, 8), vector_leaves(), 8);
        QCOMPARE(inclusion.size(), std::size_t{3});
        QCOMPARE(hex_of(inclusion[0]),
                 std::string("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"));
        QCOMPARE(hex_of(inclusion[1]),
                 std::string("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"));
        QCOMPARE(hex_of(inclusion[2]),
                 std::string("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
        // From 1 to 8 leaves the same three, from 6 to 8 these.
        QVERIFY(proof_from(consistency_parts(1, 8), vector_leaves(), 8) == inclusion);
        const std::vector<ByteList> consistency = proof_from(consistency_parts(6, 8), vector_leaves(), 8);
        QCOMPARE(consistency.size(), std::size_t{3});
        QCOMPARE(hex_of(consistency[0]),
                 std::string("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"));
        QCOMPARE(hex_of(consistency[1]),
                 std::string("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"));
        QCOMPARE(hex_of(consistency[2]),
                 std::string("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    }

    void tree_that_grows_is_the_tree_by_its_definition() {
        const std::vector<ByteList> leaves = numbered_leaves(300);
        const TrailHasher hasher;
        MerkleTree tree;
        for (std::uint64_t size = 0; size <= leaves.size(); ++size) {
            QCOMPARE(tree.size(), size);
            QCOMPARE(hex_of(bytes(tree.root(hasher))), hex_of(tree_hash(first_of(leaves, size))));
            if (size < leaves.size()) tree.add(as_hash(leaves[size]), hasher);
        }
    }

    void every_leaf_of_every_tree_is_proved_and_no_other() {
        const std::vector<ByteList> leaves = numbered_leaves(70);
        for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
            const ByteList root = tree_hash(first_of(leaves, size));
            for (std::uint64_t index = 0; index < size; ++index) {
                const auto proof = proof_from(inclusion_parts(index, size), leaves, size);
                QVERIFY(proves_inclusion(index, size, leaves[index], proof, root));
                QVERIFY(!proves_inclusion(index, size, leaves[(index + 1) % 70], proof, root));
                if (size > 1)
                    QVERIFY(!proves_inclusion((index + 1) % size, size, leaves[index], proof, root));
            }
        }
    }

    void every_tree_is_proved_to_begin_with_every_smaller_one() {
        const std::vector<ByteList> leaves = numbered_leaves(70);
        std::vector<ByteList> roots;
        for (std::uint64_t size = 0; size <= leaves.size(); ++size)
            roots.push_back(tree_hash(first_of(leaves, size)));
        for (std::uint64_t second = 0; second <= leaves.size(); ++second)
            for (std::uint64_t first = 0; first <= second; ++first) {
                const auto proof = proof_from(consistency_parts(first, second), leaves, second);
                QVERIFY(proves_consistency(first, second, roots[first], roots[second], proof));
                if (first > 0 && first < second)
                    QVERIFY(!proves_consistency(first, second, roots[first - 1], roots[second], proof));
            }
    }

    void chain_is_the_one_of_the_schema() {
        TrailChain chain;
        ByteList value(32);
        std::vector<ByteList> leaves;
        QCOMPARE(hex_of(bytes(chain.value())), hex_of(value));
        for (std::uint64_t n = 1; n <= 40; ++n) {
            // Longer and shorter payloads by turns, so that nothing of one is left in the next.
            const ByteList payload((n * 37) % 150, static_cast<std::uint8_t>(n));
            chain.add(payload);
            value = schema_chain(n, value, payload);
            leaves.push_back(schema_leaf(n, payload));
            QCOMPARE(hex_of(bytes(chain.value())), hex_of(value));
            QCOMPARE(hex_of(bytes(chain.root())), hex_of(tree_hash(leaves)));
            QCOMPARE(hex_of(bytes(leaf_of(n, payload, TrailHasher()))), hex_of(leaves.back()));
        }
    }

    void copy_of_a_chain_goes_its_own_way() {
        TrailChain one;
        one.add(ByteList(64, 1));
        TrailChain other = one;
        other.add(ByteList(64, 2));
        const TrailHash ahead = other.value();
        QVERIFY(one.value() != ahead);
        one.add(ByteList(64, 2));
        QVERIFY(one.value() == ahead && one.root() == other.root());
        other = TrailChain();
        QCOMPARE(other.size(), std::uint64_t{0});
        other.add(ByteList(64, 1));
        QCOMPARE(hex_of(bytes(other.value())), hex_of(schema_chain(1, ByteList(32), ByteList(64, 1))));
    }

    void hex_is_read_as_it_is_written() {
        const ByteList all = {0, 1, 0x7F, 0x80, 0xFF};
        QCOMPARE(to_hex(all), std::string("00017f80ff"));
        QVERIFY(from_hex("00017f80ff") == all);
        for (const char* wrong : {"0", "0g", "00 1", "FF"})
            QVERIFY(!from_hex(wrong));
    }
};

ATTUNE_TEST(Trail_chain_test);

#include "trail_chain_test.moc"
