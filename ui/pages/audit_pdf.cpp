#include "ui/pages/audit_pdf.h"

#include "core/base/atomic_file.h"
#include "ui/theme/words.h"

#include <QBuffer>
#include <QFile>
#include <QFont>
#include <QPageLayout>
#include <QPdfWriter>
#include <QTextDocument>

namespace attune::ui {
namespace {

constexpr int points_an_inch = 72;
constexpr int print_points = 8;

/// Small print in dark ink: tables of eight columns must fit on a page. What the page says for screens is
/// left out; Qt knows little of it. Lengths are in px, the only unit it takes for margins.
constexpr const char* paper_style =
    "body { color: #1a1a1a; }"
    "h1 { font-size: 15pt; } h2 { font-size: 11pt; margin-top: 16px; margin-bottom: 4px; }"
    "p { margin-top: 2px; margin-bottom: 4px; }"
    "table { border-collapse: collapse; border-color: #9a9a9a; border-style: solid; }"
    "th { text-align: left; font-weight: 600; }"
    "td, th { padding-left: 4px; padding-right: 4px; padding-top: 2px; padding-bottom: 2px;"
    " vertical-align: top; }";

/// Without what stands between <style> and its end.
std::string without_style(std::string page) {
    const auto from = page.find("<style>"), to = page.find("</style>");
    if (from != std::string::npos && to != std::string::npos) page.erase(from, to + 8 - from);
    return page;
}

} // namespace

std::unique_ptr<QTextDocument> audit_paper(const std::string& page) {
    auto document = std::make_unique<QTextDocument>();
    QFont print(QStringLiteral("Inter"), print_points);
    // Other shapes of the same sign, as fonts have them between digits, are not found again in a PDF.
    print.setStyleStrategy(QFont::PreferNoShaping);
    document->setDefaultFont(print);
    document->setDefaultStyleSheet(QString::fromLatin1(paper_style));
    QString html = from_core(without_style(page));
    html.replace(QStringLiteral("<table "),
                 QStringLiteral("<table border=\"1\" cellspacing=\"0\" width=\"100%\" "));
    document->setHtml(html);
    return document;
}

Status write_audit_pdf(const std::string& page, const QString& file) {
    const auto document = audit_paper(page);
    QByteArray bytes;
    {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer(&buffer);
        writer.setResolution(points_an_inch * 4);
        // The document keeps margins of its own.
        writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait, QMarginsF()));
        writer.setTitle(document->metaInformation(QTextDocument::DocumentTitle));
        document->print(&writer);
    }
    return write_file(QFile::encodeName(file).toStdString(),
                      std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace attune::ui
