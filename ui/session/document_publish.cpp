// Putting a policy into force: on the document's thread, since it writes into the trail of the open file.
#include "simulations/study/trail_key.h"
#include "ui/session/document_worker.h"

#include <QFile>
#include <QMetaObject>

#include <utility>

namespace attune::ui {
namespace {

Result<Published> publish_in(const DocumentFile& file, const PublishRequest& request) {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    return publish_policy(QFile::encodeName(file.path()).toStdString(), std::move(*key), request);
}

} // namespace

void Document::publish(const PublishRequest& asked) {
    if (!is_open()) return report(error_of(ErrorCode::refused, "document.nothing_open", {}));
    PublishRequest request = asked;
    request.now = now_();
    write({.save = [this, request](DocumentFile& file) -> Status {
               const auto made = std::make_shared<const Result<Published>>(
                   guarded([&] { return publish_in(file, request); }));
               QMetaObject::invokeMethod(
                   this,
                   [this, made] {
                       if (*made)
                           Q_EMIT policy_published((*made)->publication);
                       else
                           Q_EMIT publishing_refused(made->error());
                   },
                   Qt::QueuedConnection);
               return {}; // a refusal is no fault of the file's
           },
           .again = false});
}

} // namespace attune::ui
