#include "ui/assumptions/assumption_model.h"

#include "simulations/report/assumption_words.h"
#include "simulations/report/lever_words.h"
#include "ui/theme/words.h"

#include <algorithm>
#include <array>

namespace attune::ui {
namespace {

constexpr std::array short_grades = {"assumptions.grade.a", "assumptions.grade.b", "assumptions.grade.c",
                                     "assumptions.grade.d"};

QString value_words(const ParameterSpec& spec, double value) {
    return from_core(assumption_value_words(spec, value, Text::english()));
}

bool matches(const QString& folded, const QStringList& searched) {
    return std::all_of(searched.begin(), searched.end(),
                       [&](const QString& word) { return folded.contains(word.toCaseFolded()); });
}

} // namespace

AssumptionModel::AssumptionModel(QObject* parent)
    : QAbstractListModel(parent) {
    const Text& text = Text::english();
    for (const AssumptionTable::Entry& entry : world_parameters().entries()) {
        const ParameterSpec& spec = entry.spec;
        Fixed fixed{&entry,
                    from_core(spec.key),
                    words(spec.text_key()),
                    words(spec.text_key() + ".why"),
                    from_core(spec.source),
                    from_core(assumption_range_words(spec, text)),
                    words("group." + spec.group),
                    words(short_grades[static_cast<std::size_t>(spec.grade)]),
                    {}};
        fixed.searched = QStringList{fixed.name,   fixed.key,   fixed.why,
                                     fixed.source, fixed.group, from_core(lever_unit_words(spec, text))}
                             .join(u'\n')
                             .toCaseFolded();
        all_.push_back(std::move(fixed));
    }
}

AssumptionModel::Row AssumptionModel::row_of(const Fixed& fixed, const Scenario& scenario,
                                             const Assumptions& own) const {
    const AssumptionTable& table = world_parameters();
    const ParameterSpec& spec = fixed.entry->spec;
    const double value = table.get(scenario.assumptions, *fixed.entry, spec.key);
    const double by_scenario = table.get(own, *fixed.entry, spec.key);
    Row row{&fixed, {}, value_words(spec, value), {}, false, is_used(scenario, spec.key)};
    if (!row.used) {
        row.note = words("assumptions.note.not_used");
        return row;
    }
    row.changed = value != spec.standard || value != by_scenario;
    if (!row.changed) return row;
    const char* key = value == by_scenario           ? "assumptions.note.scenario"
                      : by_scenario == spec.standard ? "assumptions.note.here"
                                                     : "assumptions.note.both";
    row.note = words(
        key, {{"scenario", value_words(spec, by_scenario)}, {"standard", value_words(spec, spec.standard)}});
    return row;
}

void AssumptionModel::take(const Lab& lab, const AssumptionFilter& filter) {
    std::vector<Row> rows;
    shown_ = changed_ = 0;
    if (lab.is_open()) {
        const QString* group = nullptr;
        for (const Fixed& fixed : all_) {
            Row row = row_of(fixed, lab.setup().scenario->scenario, lab.own_assumptions());
            if (row.changed) ++changed_;
            const bool wanted = (!filter.unmeasured || (fixed.entry->spec.grade == Grade::d && row.used)) &&
                                (!filter.changed || row.changed) && matches(fixed.searched, filter.searched);
            if (!wanted) continue;
            if (!group || *group != fixed.group) rows.push_back({nullptr, fixed.group, {}, {}});
            group = &fixed.group;
            rows.push_back(std::move(row));
            ++shown_;
        }
    }
    if (rows == rows_) return;
    const auto same = [](const Row& a, const Row& b) { return a.fixed == b.fixed && a.group == b.group; };
    if (std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(), same)) {
        rows_ = std::move(rows);
        Q_EMIT dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

QModelIndex AssumptionModel::find(const QString& key) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(),
                                    [&](const Row& row) { return row.fixed && row.fixed->key == key; });
    return found == rows_.end() ? QModelIndex() : index(static_cast<int>(found - rows_.begin()));
}

QModelIndex AssumptionModel::first() const {
    return rows_.empty() ? QModelIndex() : index(1); // a group's name is never alone
}

int AssumptionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

Qt::ItemFlags AssumptionModel::flags(const QModelIndex& index) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const bool group = !rows_[static_cast<std::size_t>(index.row())].fixed;
    return group ? Qt::ItemNeverHasChildren
                 : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

QVariant AssumptionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    if (!row.fixed)
        return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? QVariant(row.group) : QVariant();
    const Fixed& fixed = *row.fixed;
    const Grade grade = fixed.entry->spec.grade;
    switch (role) {
    case Qt::DisplayRole:
        return fixed.name;
    case Qt::AccessibleTextRole:
        return words(row.note.isEmpty() ? "assumptions.row" : "assumptions.row.noted",
                     {{"name", fixed.name},
                      {"value", row.value},
                      {"note", row.note},
                      {"range", fixed.range},
                      {"grade", from_core(grade_words(grade, Text::english()))},
                      {"why", fixed.why},
                      {"source", fixed.source}});
    case Qt::ToolTipRole:
        return words("assumptions.row.tip", {{"why", fixed.why}, {"source", fixed.source}});
    case key_role:
        return fixed.key;
    case value_role:
        return row.value;
    case range_role:
        return fixed.range;
    case grade_role:
        return static_cast<int>(grade);
    case grade_words_role:
        return fixed.grade;
    case note_role:
        return row.note;
    case changed_role:
        return row.changed;
    case used_role:
        return row.used;
    default:
        return {};
    }
}

} // namespace attune::ui
