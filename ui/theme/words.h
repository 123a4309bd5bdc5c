// Words for the window, from resources/text: the same files the command line and the reports speak from.
#pragma once

#include "core/base/result.h"

#include <QString>

#include <initializer_list>
#include <string>
#include <utility>

namespace attune::ui {

/// The text behind a key, with each {name} replaced.
QString words(std::string_view key);
QString words(std::string_view key, std::initializer_list<std::pair<std::string_view, QString>> values);

QString from_core(std::string_view utf8);
std::string to_core(const QString& text);

/// What, where and what to do, in one paragraph.
QString error_words(const Error& error);

} // namespace attune::ui
