#include "ui/theme/words.h"

#include "core/base/text.h"

#include <algorithm>

namespace attune::ui {

QString words(std::string_view key) {
    return from_core(Text::english().get(key));
}

QString words(std::string_view key, std::initializer_list<std::pair<std::string_view, QString>> values) {
    // One pass over the pattern, so that a value with braces in it stays as it is.
    const QString pattern = words(key);
    QString out;
    for (qsizetype i = 0; i < pattern.size();) {
        const qsizetype close = pattern[i] == u'{' ? pattern.indexOf(u'}', i) : -1;
        if (close < 0) {
            out += pattern[i++];
            continue;
        }
        const QString name = pattern.mid(i + 1, close - i - 1);
        const auto* value = std::find_if(values.begin(), values.end(),
                                         [&](const auto& entry) { return from_core(entry.first) == name; });
        out += value == values.end() ? pattern.mid(i, close - i + 1) : value->second;
        i = close + 1;
    }
    return out;
}

QString from_core(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string to_core(const QString& text) {
    return text.toStdString();
}

QString error_words(const Error& error) {
    return from_core(to_line(error));
}

} // namespace attune::ui
