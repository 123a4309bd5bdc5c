#include "ui/window/fit_form.h"

#include "core/measures/metrics/metric.h"
#include "simulations/fit/fit_words.h"
#include "simulations/fit/pins.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>

#include <cmath>

namespace attune::ui {
namespace {

constexpr int number_width = 96;
constexpr int longest_number = 20;

/// A number as people write it: with a point or a comma, perhaps with a sign of percent behind it.
std::optional<double> number_in(QString text) {
    text = text.trimmed();
    if (text.endsWith(u'%')) text = text.chopped(1).trimmed();
    if (text.count(u',') == 1 && !text.contains(u'.')) text.replace(u',', u'.');
    bool ok = false;
    const double value = QLocale::c().toDouble(text, &ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString unit_words(const std::string& unit, bool percent) {
    return percent ? words("fit.form.percent") : words("unit." + unit);
}

QLineEdit* number_field(QWidget* parent, const QString& name, const QString& accessible, const QString& tip) {
    auto* field = new QLineEdit(parent);
    field->setObjectName(name);
    field->setAccessibleName(accessible);
    field->setToolTip(tip);
    field->setMaxLength(longest_number);
    field->setAlignment(Qt::AlignRight);
    field->setFixedWidth(static_cast<int>(number_width * text_zoom()));
    return field;
}

} // namespace

FitForm::FitForm(QWidget* parent)
    : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(sizes().field_gap * 2);
    grid->setVerticalSpacing(sizes().field_gap);
    int line = 0;
    const auto head = [&](int column, const char* key) {
        auto* label = new QLabel(words(key), this);
        set_type(*label, Type::caption);
        set_ink(*label, Ink::secondary);
        grid->addWidget(label, line, column);
    };
    head(0, "fit.form.known");
    head(1, "fit.form.value");
    head(3, "fit.form.counted");
    for (const std::string& metric : target_metrics()) {
        ++line;
        const MetricSpec& spec = *find_metric(metric);
        Row row{.metric = metric, .percent = spec.unit == "share" || spec.unit == "scale"};
        const QString name = words("metric." + metric);
        const QString id = QStringLiteral("fit.form.") + from_core(metric);
        row.value = number_field(this, id, words("fit.form.value_of", {{"name", name}}),
                                 words("metric." + metric + ".why"));
        row.counted =
            number_field(this, id + QStringLiteral(".counted"),
                         words("fit.form.counted_of", {{"name", name}}), words("fit.form.counted.tip"));
        row.counted->setPlaceholderText(words("fit.form.unknown"));
        auto* label = new QLabel(name, this);
        label->setBuddy(row.value);
        label->setToolTip(row.value->toolTip());
        grid->addWidget(label, line, 0);
        grid->addWidget(row.value, line, 1);
        row.unit = new QLabel(this);
        grid->addWidget(row.unit, line, 2);
        grid->addWidget(row.counted, line, 3);
        for (QLineEdit* field : {row.value, row.counted})
            connect(field, &QLineEdit::returnPressed, this, &FitForm::wanted);
        rows_.push_back(row);
    }
    grid->setColumnStretch(0, 1);
}

void FitForm::set_days(int days) {
    for (const Row& row : rows_) {
        const int needed = days_needed(row.metric);
        const bool can = needed <= days;
        row.value->setEnabled(can);
        row.counted->setEnabled(can);
        row.unit->setText(can ? unit_words(find_metric(row.metric)->unit, row.percent)
                              : words("fit.form.too_short", {{"days", QString::number(needed)}}));
        row.value->setPlaceholderText(
            can ? words(row.percent ? "fit.form.example.percent" : "fit.form.example.number") : QString());
    }
}

Result<Target> FitForm::target_of(const Row& row) const {
    const auto wrong = [&](const char* key) {
        return fail(ErrorCode::bad_input, to_core(words(key, {{"name", words("metric." + row.metric)}})), {},
                    to_core(words("fit.form.number.remedy")));
    };
    Target target{.metric = row.metric, .n = {}, .lower = {}, .upper = {}};
    const auto value = number_in(row.value->text());
    if (!value) return wrong("fit.form.no_number");
    target.value = row.percent ? *value / 100 : *value;
    if (!row.counted->text().trimmed().isEmpty()) {
        target.n = number_in(row.counted->text());
        if (!target.n) return wrong("fit.form.no_count");
    }
    if (auto sound = check_targets({target}); !sound) return wrong("fit.form.cannot_be");
    return target;
}

Result<std::vector<Target>> FitForm::targets() {
    std::vector<Target> all;
    for (const Row& row : rows_) {
        if (!row.value->isEnabled() || row.value->text().trimmed().isEmpty()) continue;
        auto target = target_of(row);
        if (!target) {
            row.value->setFocus(Qt::OtherFocusReason);
            row.value->selectAll();
            return pass_on(target);
        }
        all.push_back(std::move(*target));
    }
    if (!all.empty()) return all;
    rows_.front().value->setFocus(Qt::OtherFocusReason);
    return fail(ErrorCode::bad_input, to_core(words("fit.form.nothing")), {},
                to_core(words("fit.form.nothing.remedy")));
}

} // namespace attune::ui
