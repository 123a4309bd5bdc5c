// A chart leaves the window: as a picture (SVG of the reports, always in the light theme; PNG at double size
// and PDF are painted from it), as the rows of the long CSV, as cells for a spreadsheet.
#pragma once

#include "core/base/result.h"
#include "simulations/report/lab_picture.h"

#include <QByteArray>
#include <QImage>
#include <QString>

#include <optional>

namespace attune::ui {

/// The picture at `scale` pixels per SVG pixel, on white.
QImage chart_image(const LabChart& chart, double scale = 2);

/// Tab-separated cells with their heads, as spreadsheets take them from the clipboard.
QString table_cells(const DataTable& table);

/// The rows behind a chart: its own, or those of the records; nothing without either.
std::optional<QByteArray> csv_of(const LabChart& chart, const ReportInput* input);

/// By suffix: png, svg, pdf, csv. Written whole or not at all; an existing file is replaced only when the new
/// one is complete. Errors: bad_input for other suffixes, not_found for a CSV without records, io.
Status export_chart(const LabChart& chart, const ReportInput* input, const QString& path);

} // namespace attune::ui
