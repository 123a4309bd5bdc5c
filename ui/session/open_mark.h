// A small file in the program's data folder for each file that is open: it says which, and the program holds
// a lock on it. A mark that nobody locks is what a program left that did not end by itself.
#pragma once

#include <QString>

#include <optional>

namespace attune::ui {

class OpenMark {
public:
    /// Sets a mark for an absolute path. Where the data folder cannot be written there is none: the file is
    /// open all the same, only a crash will not be noticed.
    explicit OpenMark(const QString& path);
    /// Removes it.
    ~OpenMark();
    OpenMark(const OpenMark&) = delete;
    OpenMark& operator=(const OpenMark&) = delete;

    /// Different for every mark; names what else belongs to this opening.
    const QString& id() const { return id_; }

    /// Removes the marks that ended programs left for this file; whether there was one. Marks of files that
    /// are gone go too.
    static bool clear_left(const QString& path);
    /// The file that was open last in a program that did not end by itself, if it is still there.
    static std::optional<QString> left_open();
    /// Whether some program, this one too, has the file open.
    static bool is_open(const QString& path);
    /// Whether the mark of that id is set by a program that runs.
    static bool is_live(const QString& id);

private:
    QString id_;
    QString file_;    ///< empty: there is no mark
    int locked_ = -1; ///< file descriptor; its lock ends with the process, however that ends
};

} // namespace attune::ui
