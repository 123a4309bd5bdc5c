#include "ui/session/staff.h"

#include <QSettings>

namespace attune::ui {
namespace {

const auto role_key = QStringLiteral("staff/role");
const auto author_key = QStringLiteral("window/author");

} // namespace

Staff::Staff(QSettings* settings, QObject* parent)
    : QObject(parent)
    , settings_(settings) {
    if (!settings_) return;
    role_ =
        staff_role_named(settings_->value(role_key).toString().toStdString()).value_or(StaffRole::product);
    author_ = settings_->value(author_key).toString();
}

void Staff::set_role(StaffRole role) {
    if (role == role_) return;
    role_ = role;
    if (settings_) {
        const std::string_view word = attune::name(role);
        settings_->setValue(role_key, QString::fromUtf8(word.data(), static_cast<int>(word.size())));
    }
    Q_EMIT changed();
}

void Staff::set_author(const QString& author) {
    if (author == author_) return;
    author_ = author;
    if (settings_) settings_->setValue(author_key, author);
    Q_EMIT changed();
}

} // namespace attune::ui
