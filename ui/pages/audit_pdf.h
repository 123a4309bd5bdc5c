// The audit report on paper: the same page as in HTML, laid out for A4, so that its text is the same.
#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>
#include <string>

class QTextDocument;

namespace attune::ui {

/// The page as a document; `page` is what audit_page() made.
std::unique_ptr<QTextDocument> audit_paper(const std::string& page);

/// Errors: io.
Status write_audit_pdf(const std::string& page, const QString& file);

} // namespace attune::ui
