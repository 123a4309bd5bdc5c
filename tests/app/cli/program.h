// The command line program as its users have it: started in a folder of its own, with a home of its own, and
// judged by its exit code, its two outputs and the files it leaves.
#pragma once

#include "core/base/json.h"

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <string>

namespace attune::test {

struct Outcome {
    int code = -1; ///< -1 if it did not end by itself
    QString out;
    QString err;
    QByteArray told() const {
        return ("exit " + QString::number(code) + "\n" + err + out.left(2000)).toUtf8();
    }
};

class Program {
public:
    Program();

    /// A path in the folder.
    QString path(const QString& name) const { return folder_.filePath(name); }
    std::string file(const QString& name) const { return path(name).toStdString(); }
    /// All files of the folder and below with their bytes, name by name; the program's home is left out.
    QMap<QString, QByteArray> files() const;
    QStringList names() const { return files().keys(); }
    void write(const QString& name, const QByteArray& bytes) const;
    QByteArray read(const QString& name) const;

    /// What is set for the next starts.
    void set(const QString& variable, const QString& value) { environment_.insert(variable, value); }
    /// No file may grow beyond this: a full disk, for root too.
    void limit_files_to(long long bytes) { file_limit_ = bytes; }

    Outcome run(const QStringList& arguments) const;
    /// Started and left running.
    std::unique_ptr<QProcess> start(const QStringList& arguments) const;

private:
    QTemporaryDir folder_;
    QProcessEnvironment environment_;
    long long file_limit_ = -1;
};

/// The options of a small study.
QStringList small();
/// `arguments` with the options of a small study behind them.
QStringList on_small(QStringList arguments);

/// What --json printed: one document and nothing else, with exit code `code` and nothing on the other output.
/// A null document and a message on the test's output otherwise.
Json document(const Outcome& outcome, int code = 0);

/// Keys of an object, in their order.
QStringList keys(const Json& object);

/// Whether the error is one line that starts with the program's name and has each of the words.
bool says(const Outcome& outcome, const QStringList& words);

} // namespace attune::test
