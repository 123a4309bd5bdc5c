#include "ui/levers/lever_about.h"

#include "simulations/report/assumption_words.h"
#include "simulations/report/lever_words.h"
#include "ui/theme/words.h"

namespace attune::ui {

QString value_words(const Lab::Lever& lever, double value) {
    return from_core(lever_value_words(lever.entry->spec, value, Text::english()));
}

QString lever_about(const Lab& lab, const Lab::Lever& lever, const QColor& quiet) {
    const ParameterSpec& spec = lever.entry->spec;
    const Text& text = Text::english();
    QString rows;
    const QString colour = quiet.isValid() ? QStringLiteral(";color:%1").arg(quiet.name()) : QString();
    const auto row = [&](const char* name, const QString& value) {
        rows += QStringLiteral("<tr><td style='padding-right:8px%1'>%2</td><td>%3</td></tr>")
                    .arg(colour, words(name).toHtmlEscaped(), value.toHtmlEscaped());
    };
    const QString unit = from_core(lever_unit_words(spec, text));
    row("levers.about.range", from_core(lever_range_words(spec, text)));
    row("levers.about.unit", unit.isEmpty() ? words("levers.about.no_unit") : unit);
    row("levers.about.standard", value_words(lever, lab.standard_value(lever)));
    row("levers.about.baseline", value_words(lever, lab.baseline_value(lever)));
    row("levers.about.acts",
        words(spec.acts == Acts::now ? "levers.about.acts.now" : "levers.about.acts.next_start"));
    row("levers.about.scope", words("levers.scope." + spec.group));
    row("levers.about.source", from_core(spec.source));
    row("levers.about.grade", from_core(grade_words(spec.grade, text)));
    row("levers.about.key", from_core(lever.key));
    return QStringLiteral("<qt><b>%1</b><p style='margin:2px 0 4px 0'>%2</p><table cellspacing='0'>%3</table>"
                          "<p style='margin:4px 0 0 0'>%4</p></qt>")
        .arg(Lab::name(lever).toHtmlEscaped(), words(spec.text_key() + ".why").toHtmlEscaped(), rows,
             words("levers.about.reset").toHtmlEscaped());
}

} // namespace attune::ui
