// What the tests of the import share: files with given bytes, a key, and the generated fixture's answers.
#pragma once

#include "core/base/json.h"
#include "simulations/population/keyed_id.h"
#include "simulations/population/quarantine_reason.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

#include <string>
#include <string_view>
#include <vector>

namespace attune::test {

inline ImportKey import_key(std::uint8_t first = 1) {
    ImportKey key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::uint8_t>(first + 7 * i);
    return key;
}

/// A folder that goes away, and files in it.
class Folder {
public:
    std::string path(const std::string& name) const {
        return dir_.filePath(QString::fromStdString(name)).toStdString();
    }
    std::string write(const std::string& name, std::string_view bytes) const {
        QFile file(QString::fromStdString(path(name)));
        const bool written =
            file.open(QIODevice::WriteOnly) &&
            file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
        return written ? path(name) : std::string("the file could not be written");
    }

private:
    QTemporaryDir dir_;
};

/// "3 row.duplicate, 5 row.not_utf8"
inline QString listed(const std::vector<RowProblem>& problems) {
    QStringList all;
    for (const RowProblem& problem : problems) {
        const std::string_view word = to_word(problem.reason);
        all << QString::number(problem.line) + ' ' +
                   QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
    }
    return all.join(", ");
}

inline std::string fixture(const std::string& name) {
    return source_path("tests/fixtures/ratings-small/" + name);
}

/// The answers the generator wrote beside the fixture's files.
inline const Json& expected_answers() {
    static const Json answers = [] {
        auto read = read_json_file(fixture("expected.json"));
        return read ? std::move(*read) : Json::object();
    }();
    return answers;
}

/// The quarantine the generator promises for one of its files, as listed() writes it.
inline QString expected_quarantine(const Json& answers) {
    QStringList all;
    for (const Json& entry : answers.at("quarantined"))
        all << QString::number(entry[0].get<qint64>()) + ' ' +
                   QString::fromStdString(entry[1].get<std::string>());
    return all.join(", ");
}

} // namespace attune::test
