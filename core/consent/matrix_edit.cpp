#include "core/consent/matrix_edit.h"

#include <algorithm>

namespace attune {
namespace {

std::vector<MatrixCell>& cells_of(ConsentMatrix& matrix, Purpose purpose) {
    return matrix.purposes[static_cast<std::size_t>(purpose)].cells;
}

auto cell_in(std::vector<MatrixCell>& cells, Signal signal) {
    return std::find_if(cells.begin(), cells.end(),
                        [signal](const MatrixCell& cell) { return cell.signal == signal; });
}

Json cell_json(const MatrixCell& cell) {
    Json modules = Json::array();
    for (const Module module : cell.modules)
        modules.push_back(name(module));
    Json json = {{"form", name(cell.form)}};
    if (cell.precision != Precision::as_given) json["precision"] = name(cell.precision);
    json["days"] = cell.days;
    json["modules"] = std::move(modules);
    if (!cell.why.empty()) json["why"] = cell.why;
    return json;
}

} // namespace

ConsentMatrix with_cell(ConsentMatrix matrix, Purpose purpose, const MatrixCell& cell) {
    std::vector<MatrixCell>& cells = cells_of(matrix, purpose);
    MatrixCell added = cell;
    std::sort(added.modules.begin(), added.modules.end());
    added.modules.erase(std::unique(added.modules.begin(), added.modules.end()), added.modules.end());
    if (const auto there = cell_in(cells, cell.signal); there != cells.end()) {
        *there = std::move(added);
        return matrix;
    }
    // Signals stand in their order, so that a matrix does not depend on the way to it.
    const auto after = std::find_if(cells.begin(), cells.end(),
                                    [&](const MatrixCell& other) { return other.signal > cell.signal; });
    cells.insert(after, std::move(added));
    return matrix;
}

ConsentMatrix without_cell(ConsentMatrix matrix, Purpose purpose, Signal signal) {
    std::erase_if(cells_of(matrix, purpose),
                  [signal](const MatrixCell& cell) { return cell.signal == signal; });
    return matrix;
}

ConsentMatrix with_module(ConsentMatrix matrix, Purpose purpose, Signal signal, Module module, bool allowed) {
    const MatrixCell* there = matrix.cell(purpose, signal);
    if (!there && !allowed) return matrix;
    MatrixCell cell = there ? *there : new_cell(matrix, purpose, signal);
    if (!there) cell.modules.clear();
    std::erase(cell.modules, module);
    if (allowed) cell.modules.push_back(module);
    if (cell.modules.empty()) return without_cell(std::move(matrix), purpose, signal);
    return with_cell(std::move(matrix), purpose, cell);
}

ConsentMatrix with_validity(ConsentMatrix matrix, Purpose purpose, int days) {
    matrix.purposes[static_cast<std::size_t>(purpose)].validity_days = days;
    return matrix;
}

ConsentMatrix with_quiet_days(ConsentMatrix matrix, ConsentStatus status, int days) {
    matrix.quiet_days[static_cast<std::size_t>(status)] = days;
    return matrix;
}

MatrixCell new_cell(const ConsentMatrix& matrix, Purpose purpose, Signal signal) {
    MatrixCell cell{.signal = signal};
    const std::vector<MatrixCell>& others = matrix.terms(purpose).cells;
    if (!others.empty()) {
        const MatrixCell& careful =
            *std::min_element(others.begin(), others.end(), [](const MatrixCell& a, const MatrixCell& b) {
                return std::pair(a.days, a.modules.size()) < std::pair(b.days, b.modules.size());
            });
        cell.days = careful.days;
        cell.modules = careful.modules;
        const bool totals = std::all_of(others.begin(), others.end(), [](const MatrixCell& other) {
            return other.form == SignalForm::aggregate;
        });
        if (totals) cell.form = SignalForm::aggregate;
    }
    const bool own_words = signal == Signal::free_text || signal == Signal::voice;
    if (own_words && purpose != Purpose::keep_my_comments) cell.form = SignalForm::on_device;
    if (signal == Signal::demographic_group) {
        cell.form = SignalForm::aggregate;
        cell.modules = {Module::measurement};
    }
    if (cell.form == SignalForm::aggregate)
        cell.precision = Precision::count;
    else if (signal == Signal::device)
        cell.precision = Precision::device_class;
    else if (signal == Signal::day_part)
        cell.precision = Precision::four_day_parts;
    else if (signal == Signal::conversion || signal == Signal::search)
        cell.precision = Precision::yes_or_no;
    else if (signal == Signal::session)
        cell.precision = Precision::count;
    if (cell.modules.empty()) cell.modules = {Module::measurement};
    return cell;
}

std::string matrix_to_json(const ConsentMatrix& matrix) {
    Json quiet = Json::object();
    for (int s = 0; s < consent_status_count; ++s)
        if (matrix.quiet_days[static_cast<std::size_t>(s)] > 0)
            quiet[std::string(name(static_cast<ConsentStatus>(s)))] =
                matrix.quiet_days[static_cast<std::size_t>(s)];
    Json precedence = Json::object();
    for (std::size_t place = 0; place + 1 < matrix.precedence.size(); ++place)
        precedence[std::string(name(matrix.precedence[place]))] =
            Json::array({name(matrix.precedence[place + 1])});
    Json purposes = Json::object();
    for (const PurposeTerms& terms : matrix.purposes) {
        Json signals_used = Json::object();
        for (const MatrixCell& cell : terms.cells)
            signals_used[std::string(name(cell.signal))] = cell_json(cell);
        Json purpose = {
            {"version", terms.version}, {"basis", name(terms.basis)}, {"validity_days", terms.validity_days}};
        if (terms.heeds_global_signal) purpose["heeds_global_signal"] = true;
        purpose["signals"] = std::move(signals_used);
        purposes[std::string(name(terms.purpose))] = std::move(purpose);
    }
    const Json document = {{"attune", "consent-matrix"},      {"version", matrix.version},
                           {"controller", matrix.controller}, {"storage", matrix.storage},
                           {"quiet_days", std::move(quiet)},  {"precedence", std::move(precedence)},
                           {"purposes", std::move(purposes)}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<ConsentMatrix> checked_matrix(const ConsentMatrix& matrix, const std::string& where) {
    return parse_matrix(matrix_to_json(matrix), where);
}

} // namespace attune
