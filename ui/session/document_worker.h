// The thread of a document: it takes requests in the order they come, saves what is to be saved, keeps in
// memory what cannot be, and answers with calls queued to the window's thread. Only document.cpp uses it.
#pragma once

#include "core/base/text.h"
#include "ui/session/document.h"
#include "ui/session/document_file.h"
#include "ui/session/guarded.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <variant>

namespace attune::ui {

/// An error in the document's words: "<key>" and "<key>.remedy".
inline Error error_of(ErrorCode code, const std::string& key, std::string where) {
    const Text& words = Text::english();
    return {code, words.get(key), std::move(where), words.get(key + ".remedy")};
}

/// Whether trying again later could help.
inline bool may_pass(const Error& error) {
    return error.code == ErrorCode::io || error.code == ErrorCode::unreadable ||
           error.code == ErrorCode::failed;
}

/// Something to be saved.
struct Document::Write {
    std::function<Status(DocumentFile&)> save;
    bool is_setup = false;               ///< a newer one makes it needless
    bool again = true;                   ///< stays in memory if it fails, and is tried with the next one
    bool changes_contents = false;       ///< of the lists in contents()
    std::function<void(Worker&)> done{}; ///< on the worker, once it is in the file
    quint64 number = 0;                  ///< of asking, from 1
    quint64 opening = 0;                 ///< of the file it is meant for
};

struct Document::Shown {
    QString path;
    bool untitled = false;
    bool differs = false;
    bool revertible = false;
    bool unsaved = false; ///< something failed and waits in memory
    std::string last_kept;
    DocumentContents contents;
    SaveState state = SaveState::no_file;
    int recordings = 0; ///< of trails, under way or waiting
    std::stop_source stop_recording;
    quint64 opening = 0;  ///< counts the files that were opened, closed and brought back
    quint64 asked = 0;    ///< writes
    quint64 answered = 0; ///< the newest of them that has been tried
};

/// The thread of the file. It takes requests in order and answers with calls queued to the window's thread.
struct Document::Worker {
    using Task = std::function<void(Worker&, DocumentFile&)>;

    explicit Worker(Document& owner)
        : document(owner)
        , thread([this](const std::stop_token& stop) { run(stop); }) {}

    void ask(Task task) {
        const std::lock_guard lock(mutex);
        requests.emplace_back(std::move(task));
        wake.notify_one();
    }
    void ask(Write write) {
        const std::lock_guard lock(mutex);
        if (write.is_setup && !requests.empty())
            if (auto* last = std::get_if<Write>(&requests.back()); last && last->is_setup)
                requests.pop_back();
        requests.emplace_back(std::move(write));
        wake.notify_one();
    }

    // All below happens on the thread.

    void run(const std::stop_token& stop) {
        DocumentFile file;
        while (true) {
            std::variant<Task, Write> request;
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, stop, [this] { return !requests.empty(); });
                if (requests.empty()) break;
                request = std::move(requests.front());
                requests.pop_front();
            }
            try {
                if (auto* task = std::get_if<Task>(&request))
                    (*task)(*this, file);
                else
                    take(file, std::move(std::get<Write>(request)));
            } catch (...) {
                report(error_of_exception());
            }
        }
        save_all(file);
    }

    void take(DocumentFile& file, Write write) {
        const quint64 number = write.number;
        if (write.opening != opening || !file.is_open()) {
            // The setup of a file that is gone is of no use to anybody; all else should not vanish unsaid.
            if (!write.is_setup) report(error_of(ErrorCode::refused, "document.closed", {}));
        } else {
            if (write.is_setup) std::erase_if(unsaved, [](const Write& older) { return older.is_setup; });
            unsaved.push_back(std::move(write));
            save_all(file);
        }
        answer(file, number);
    }

    /// Tries everything that is not saved yet, in order; false if something is left.
    bool save_all(DocumentFile& file) {
        while (!unsaved.empty()) {
            const Write& write = unsaved.front();
            const Status saved = guarded([&] { return write.save(file); });
            if (!saved) {
                report(saved.error());
                if (write.again && may_pass(saved.error())) break;
            } else {
                if (write.changes_contents) tell_contents(file);
                if (write.done) write.done(*this);
            }
            unsaved.pop_front();
        }
        return unsaved.empty();
    }

    void tell_contents(const DocumentFile& file) {
        auto contents = file.contents();
        if (!contents) return report(contents.error());
        post([contents = std::move(*contents), kept = file.last_kept()](Document& to) {
            to.shown_->contents = contents;
            to.shown_->last_kept = kept;
            Q_EMIT to.contents_changed();
        });
    }

    void answer(const DocumentFile& file, quint64 number) {
        post([number, left = !unsaved.empty(), differs = file.differs_from_opened(),
              at = opening](Document& to) {
            to.shown_->answered = number;
            if (to.shown_->opening != at) return;
            to.shown_->unsaved = left;
            to.shown_->differs = differs;
            to.settle_save_state();
        });
    }

    template <typename Open>
    void open_with(DocumentFile& file, Open open) {
        if (!save_all(file)) return answer_again(file);
        Result<OpenedFile> opened = open(file);
        if (!opened) return report(opened.error());
        ++opening;
        tell_opened(*opened);
    }
    void tell_opened(const OpenedFile& opened) {
        post([opened, at = opening](Document& to) { to.show_opened(opened, at); });
    }
    void answer_again(const DocumentFile& file) {
        post([left = !unsaved.empty(), differs = file.differs_from_opened(), at = opening](Document& to) {
            if (to.shown_->opening != at) return;
            to.shown_->unsaved = left;
            to.shown_->differs = differs;
            to.settle_save_state();
        });
    }

    template <typename Close>
    void close_with(DocumentFile& file, Close close) {
        unsaved.clear();
        close(file);
        ++opening;
        post([at = opening](Document& to) { to.show_closed(at); });
    }

    void report(const Error& error) {
        post([error](Document& to) { to.report(error); });
    }
    template <typename Tell>
    void post(Tell tell) {
        QMetaObject::invokeMethod(
            &document, [&to = document, tell = std::move(tell)] { tell(to); }, Qt::QueuedConnection);
    }

    Document& document;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<std::variant<Task, Write>> requests;
    std::deque<Write> unsaved; ///< of the thread
    quint64 opening = 0;       ///< of the thread
    std::jthread thread;       ///< last: it uses all above
};

} // namespace attune::ui
