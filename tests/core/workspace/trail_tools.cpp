#include "tests/core/workspace/trail_tools.h"

#include "tests/support/test.h"

#include <QFile>
#include <QRegularExpression>

#include <sodium.h>

#include <bit>

namespace attune::test {
namespace {

ByteList joined(std::initializer_list<ByteList> parts) {
    ByteList all;
    for (const ByteList& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

ByteList number(std::uint64_t n) {
    ByteList eight;
    for (int i = 0; i < 8; ++i)
        eight.push_back(static_cast<std::uint8_t>(n >> (8 * i)));
    return eight;
}

ByteList node(const ByteList& left, const ByteList& right) {
    return sha256(joined({{1}, left, right}));
}

} // namespace

ByteList sha256(const ByteList& message) {
    ByteList hash(crypto_hash_sha256_BYTES);
    crypto_hash_sha256(hash.data(), message.data(), message.size());
    return hash;
}

ByteList schema_leaf(std::uint64_t n, const ByteList& payload) {
    return sha256(joined({{0}, number(n), payload}));
}

ByteList schema_chain(std::uint64_t n, const ByteList& before, const ByteList& payload) {
    return sha256(joined({{0}, number(n), before, payload}));
}

ByteList tree_hash(const std::vector<ByteList>& leaves) {
    if (leaves.empty()) return sha256({});
    if (leaves.size() == 1) return leaves[0];
    std::size_t cut = 1;
    while (cut * 2 < leaves.size())
        cut *= 2;
    const auto at = leaves.begin() + static_cast<std::ptrdiff_t>(cut);
    return node(tree_hash({leaves.begin(), at}), tree_hash({at, leaves.end()}));
}

bool proves_inclusion(std::uint64_t index, std::uint64_t size, const ByteList& leaf,
                      const std::vector<ByteList>& proof, const ByteList& root) {
    if (index >= size) return false;
    std::uint64_t fn = index, sn = size - 1;
    ByteList r = leaf;
    for (const ByteList& p : proof) {
        if (sn == 0) return false;
        if ((fn & 1U) != 0 || fn == sn) {
            r = node(p, r);
            while ((fn & 1U) == 0 && fn != 0) {
                fn >>= 1U;
                sn >>= 1U;
            }
        } else {
            r = node(r, p);
        }
        fn >>= 1U;
        sn >>= 1U;
    }
    return sn == 0 && r == root;
}

bool proves_consistency(std::uint64_t first, std::uint64_t second, const ByteList& first_root,
                        const ByteList& second_root, const std::vector<ByteList>& proof) {
    if (first == 0 || first == second) return proof.empty() && (first == 0 || first_root == second_root);
    std::vector<ByteList> path = proof;
    if (std::has_single_bit(first)) path.insert(path.begin(), first_root);
    if (path.empty()) return false;
    std::uint64_t fn = first - 1, sn = second - 1;
    while ((fn & 1U) != 0) {
        fn >>= 1U;
        sn >>= 1U;
    }
    ByteList fr = path[0], sr = path[0];
    for (std::size_t i = 1; i < path.size(); ++i) {
        if (sn == 0) return false;
        if ((fn & 1U) != 0 || fn == sn) {
            fr = node(path[i], fr);
            sr = node(path[i], sr);
            while ((fn & 1U) == 0 && fn != 0) {
                fn >>= 1U;
                sn >>= 1U;
            }
        } else {
            sr = node(sr, path[i]);
        }
        fn >>= 1U;
        sn >>= 1U;
    }
    return fr == first_root && sr == second_root && sn == 0;
}

ByteList bytes(Bytes from) {
    return {from.begin(), from.end()};
}

std::vector<ByteList> lists(const std::vector<TrailHash>& hashes) {
    std::vector<ByteList> all;
    for (const TrailHash& hash : hashes)
        all.push_back(bytes(hash));
    return all;
}

std::string hex_of(const ByteList& from) {
    return QByteArray(reinterpret_cast<const char*>(from.data()), static_cast<qsizetype>(from.size()))
        .toHex()
        .toStdString();
}

SchemaFields read_schema() {
    QFile file(QString::fromStdString(source_path("resources/trail/schema.md")));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no schema");
    SchemaFields schema;
    // "| 12 | 2 | purposes, one bit each |" and "| visit | person, visit, time | |"
    static const QRegularExpression place("^\\| (\\d+) \\| (\\d+) \\| ([a-z_ ]+)");
    static const QRegularExpression kind("^\\| ([a-z_]+(?:, [a-z_]+)*) \\| ([a-z_ ,]+) \\|");
    static const QRegularExpression separator(",\\s*");
    for (const QByteArray& raw : file.readAll().split('\n')) {
        const QString line = QString::fromUtf8(raw);
        if (const auto found = place.match(line); found.hasMatch()) {
            schema.places[found.captured(3).trimmed().replace(' ', '_').toStdString()] = {
                found.captured(1).toULongLong(), found.captured(2).toULongLong()};
        } else if (const auto of = kind.match(line);
                   of.hasMatch() && of.captured(1) != "kind" && of.captured(1) != "offset") {
            std::vector<std::string> fields;
            for (const QString& field : of.captured(2).split(separator))
                fields.push_back(field.trimmed().replace(' ', '_').toStdString());
            for (const QString& one : of.captured(1).split(separator))
                schema.kinds.emplace_back(one.toStdString(), fields);
        }
    }
    return schema;
}

StoredTrail stored_trail(const Workspace& workspace) {
    StoredTrail trail;
    trail.chain.assign(32, 0);
    const Status read = workspace.trail().each_payload([&](std::uint64_t n, Bytes payload) -> Status {
        trail.payloads.push_back(bytes(payload));
        trail.leaves.push_back(schema_leaf(n, trail.payloads.back()));
        trail.chain = schema_chain(n, trail.chain, trail.payloads.back());
        return {};
    });
    if (!read) qFatal("%s", to_line(read.error()).c_str());
    const auto heads = workspace.trail().heads();
    if (!heads) qFatal("%s", to_line(heads.error()).c_str());
    trail.heads = *heads;
    return trail;
}

} // namespace attune::test
