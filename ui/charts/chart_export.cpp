#include "ui/charts/chart_export.h"

#include "ui/theme/words.h"

#include <QApplication>
#include <QBuffer>
#include <QFileInfo>
#include <QFontDatabase>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSvgRenderer>

namespace attune::ui {
namespace {

constexpr double points_per_pixel = 0.75; ///< 96 pixels are 72 points

QByteArray svg_of(const LabChart& chart) {
    return QByteArray::fromStdString(chart_svg(chart));
}

/// The same picture for Qt's SVG reader, which knows neither lists of fonts nor `paint-order`: the first font
/// there is, and words with a halo twice, halo first.
QByteArray readable_by_qt(const QByteArray& svg) {
    static const QRegularExpression families(QStringLiteral("font-family=\"([^\"]*)\""));
    static const QRegularExpression halo(
        QStringLiteral("<text([^>]*?)( stroke=\"[^\"]*\"[^>]*? paint-order=\"stroke\")>([^<]*)</text>"));
    QString text = QString::fromUtf8(svg);
    if (const QRegularExpressionMatch list = families.match(text); list.hasMatch()) {
        QString chosen = QApplication::font().family();
        for (QString name : list.captured(1).split(u',')) {
            name = name.remove(u'\'').trimmed();
            if (!QFontDatabase::hasFamily(name)) continue;
            chosen = name;
            break;
        }
        text.replace(list.captured(0), QStringLiteral("font-family=\"%1\"").arg(chosen));
    }
    text.replace(halo, QStringLiteral("<text\\1\\2>\\3</text><text\\1>\\3</text>"));
    return text.toUtf8();
}

tl::unexpected<Error> told(ErrorCode code, const char* what, const QString& path, const char* remedy,
                           const QString& reason = {}) {
    return fail(code, to_core(words(what, {{"reason", reason}})), to_core(path), to_core(words(remedy)));
}

QByteArray png_of(const LabChart& chart) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    chart_image(chart).save(&buffer, "PNG");
    return bytes;
}

QByteArray pdf_of(const LabChart& chart) {
    QSvgRenderer renderer(readable_by_qt(svg_of(chart)));
    const QSizeF size = QSizeF(renderer.defaultSize()) * points_per_pixel;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(from_core(chart.question));
    writer.setPageSize(QPageSize(size, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    QPainter painter(&writer);
    renderer.render(&painter, QRectF(0, 0, writer.width(), writer.height()));
    painter.end();
    return bytes;
}

Status write(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return told(ErrorCode::io, "charts.error.write", path, "charts.error.write.remedy",
                    file.errorString());
    return {};
}

} // namespace

QImage chart_image(const LabChart& chart, double scale) {
    QSvgRenderer renderer(readable_by_qt(svg_of(chart)));
    QImage image((QSizeF(renderer.defaultSize()) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter);
    painter.end();
    return image;
}

QString table_cells(const DataTable& table) {
    const auto line = [](const std::vector<std::string>& cells) {
        QStringList all;
        for (const std::string& cell : cells)
            all.append(from_core(cell).simplified());
        return all.join(u'\t');
    };
    QStringList lines = {line(table.head)};
    for (const auto& row : table.rows)
        lines.append(line(row));
    return lines.join(u'\n') + u'\n';
}

std::optional<QByteArray> csv_of(const LabChart& chart, const ReportInput* input) {
    if (!chart.own_csv.empty()) return QByteArray::fromStdString(chart.own_csv);
    if (!input) return std::nullopt;
    return QByteArray::fromStdString(chart_csv(*input, chart));
}

Status export_chart(const LabChart& chart, const ReportInput* input, const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == u"png") return write(path, png_of(chart));
    if (suffix == u"svg") return write(path, svg_of(chart));
    if (suffix == u"pdf") return write(path, pdf_of(chart));
    if (suffix != u"csv")
        return told(ErrorCode::bad_input, "charts.error.suffix", path, "charts.error.suffix.remedy");
    const auto csv = csv_of(chart, input);
    if (!csv) return told(ErrorCode::not_found, "charts.error.no_data", path, "charts.error.no_data.remedy");
    return write(path, *csv);
}

} // namespace attune::ui
