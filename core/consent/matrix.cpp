#include "core/consent/matrix.h"

#include "core/base/json.h"
#include "core/base/named.h"
#include "core/base/resources.h"

#include <algorithm>
#include <cassert>
#include <initializer_list>

namespace attune {
namespace {

constexpr std::array<std::string_view, lawful_basis_count> basis_names = {"contract", "consent",
                                                                          "legitimate_interest"};
constexpr std::array<std::string_view, signal_form_count> form_names = {"pseudonymous", "on_device",
                                                                        "aggregate"};
constexpr std::array<std::string_view, precision_count> precision_names = {
    "as_given", "four_day_parts", "device_class", "yes_or_no", "count"};
constexpr int longest_days = 3660;

/// Reads one matrix file, and says where in it something is wrong.
class MatrixReader {
public:
    MatrixReader(std::string_view text, const std::string& file)
        : text_(text)
        , file_(file) {}

    Result<ConsentMatrix> read(const Json& document);

private:
    Status only(const Json& object, std::string_view what, std::initializer_list<std::string_view> keys);
    tl::unexpected<Error> wrong(const std::string& what, std::string_view near,
                                std::string remedy = {}) const {
        return fail(ErrorCode::bad_input, what, at_key(file_, text_, near), std::move(remedy));
    }
    Result<int> whole(const Json& object, const char* key, int least, int most, std::string_view of);
    template <typename Enumeration, std::size_t n>
    Result<Enumeration> word(const Json& object, const char* key,
                             const std::array<std::string_view, n>& names, std::string_view of);
    Result<PurposeTerms> read_purpose(Purpose purpose, const Json& value);
    Result<MatrixCell> read_cell(Purpose purpose, Signal signal, const Json& value);
    Status check_cell(Purpose purpose, const MatrixCell& cell) const;
    Status read_quiet_days(const Json& value, ConsentMatrix& matrix);

    std::string_view text_;
    std::string file_;
};

Status MatrixReader::only(const Json& object, std::string_view what,
                          std::initializer_list<std::string_view> keys) {
    if (!object.is_object()) return wrong("'" + std::string(what) + "' is not an object", what);
    for (const auto& [key, value] : object.items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end())
            return wrong("'" + excerpt(key) + "' is not known in '" + std::string(what) + "'", key);
    return {};
}

Result<int> MatrixReader::whole(const Json& object, const char* key, int least, int most,
                                std::string_view of) {
    const Json value = object.value(key, Json());
    if (!value.is_number_integer() || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
        return wrong("'" + std::string(key) + "' of '" + std::string(of) + "' is not a whole number from " +
                         std::to_string(least) + " to " + std::to_string(most),
                     of);
    return static_cast<int>(value.get<std::int64_t>());
}

template <typename Enumeration, std::size_t n>
Result<Enumeration> MatrixReader::word(const Json& object, const char* key,
                                       const std::array<std::string_view, n>& names, std::string_view of) {
    const Json value = object.value(key, Json());
    if (value.is_string())
        if (const auto found = find_named<Enumeration>(names, value.get<std::string>())) return *found;
    std::string choices;
    for (const std::string_view one : names)
        choices += (choices.empty() ? "" : ", ") + std::string(one);
    return wrong("'" + std::string(key) + "' of '" + std::string(of) + "' is missing or not known", of,
                 "It is one of " + choices);
}

Status MatrixReader::check_cell(Purpose purpose, const MatrixCell& cell) const {
    const std::string use =
        "'" + std::string(name(cell.signal)) + "' for '" + std::string(name(purpose)) + "'";
    if (cell.signal == Signal::demographic_group &&
        (cell.form != SignalForm::aggregate ||
         std::find(cell.modules.begin(), cell.modules.end(), Module::ranking) != cell.modules.end()))
        return wrong(use + " is not restricted to totals", name(purpose),
                     "A demographic group never enters the ranker");
    const bool own_words = cell.signal == Signal::free_text || cell.signal == Signal::voice;
    if (own_words && cell.form != SignalForm::on_device && purpose != Purpose::keep_my_comments)
        return wrong(use + " leaves the device", name(purpose),
                     "Own words are read on the device, and kept under keep_my_comments only");
    return {};
}

Result<MatrixCell> MatrixReader::read_cell(Purpose purpose, Signal signal, const Json& value) {
    const std::string_view key = name(signal);
    if (auto known = only(value, key, {"form", "precision", "days", "modules", "why"}); !known)
        return pass_on(known);
    MatrixCell cell{.signal = signal};
    auto form = word<SignalForm>(value, "form", form_names, key);
    if (!form) return pass_on(form);
    cell.form = *form;
    if (value.contains("precision")) {
        auto precision = word<Precision>(value, "precision", precision_names, key);
        if (!precision) return pass_on(precision);
        cell.precision = *precision;
    }
    auto days = whole(value, "days", 0, longest_days, key);
    if (!days) return pass_on(days);
    cell.days = *days;
    const Json modules = value.value("modules", Json());
    if (!modules.is_array() || modules.empty())
        return wrong("'" + std::string(key) + "' of '" + std::string(name(purpose)) + "' names no module",
                     key, "Say who uses it; without a user it is not collected");
    for (const Json& one : modules) {
        const auto module = one.is_string() ? module_named(one.get<std::string>()) : std::nullopt;
        if (!module)
            return wrong("there is no module '" +
                             excerpt(one.is_string() ? one.get<std::string>() : one.dump()) +
                             "', named for '" + std::string(key) + "'",
                         key);
        cell.modules.push_back(*module);
    }
    if (value.contains("why") && !value["why"].is_string()) return wrong("'why' is not text", key);
    cell.why = value.value("why", "");
    if (auto sound = check_cell(purpose, cell); !sound) return pass_on(sound);
    return cell;
}

Result<PurposeTerms> MatrixReader::read_purpose(Purpose purpose, const Json& value) {
    const std::string_view key = name(purpose);
    if (auto known =
            only(value, key, {"version", "basis", "validity_days", "heeds_global_signal", "signals"});
        !known)
        return pass_on(known);
    PurposeTerms terms{.purpose = purpose};
    auto version = whole(value, "version", 1, 1000000, key);
    if (!version) return pass_on(version);
    terms.version = *version;
    auto basis = word<LawfulBasis>(value, "basis", basis_names, key);
    if (!basis) return pass_on(basis);
    terms.basis = *basis;
    if ((terms.basis == LawfulBasis::contract) != (purpose == Purpose::deliver_service))
        return wrong("the basis of '" + std::string(key) + "' cannot be '" + std::string(name(terms.basis)) +
                         "'",
                     key, "Only delivering the service rests on the contract");
    auto validity = whole(value, "validity_days", 0, longest_days, key);
    if (!validity) return pass_on(validity);
    if (terms.basis == LawfulBasis::consent && *validity == 0)
        return wrong("a consent to '" + std::string(key) + "' would hold for ever", key,
                     "Give validity_days, 365 for a year");
    terms.validity_days = *validity;
    const Json heeds = value.value("heeds_global_signal", Json(false));
    if (!heeds.is_boolean()) return wrong("'heeds_global_signal' is neither true nor false", key);
    terms.heeds_global_signal = heeds.get<bool>();
    const Json signals = value.value("signals", Json());
    if (!signals.is_object() || signals.empty())
        return wrong("'" + std::string(key) + "' uses no signals", key);
    for (const auto& [word, cell] : signals.items()) {
        const auto signal = signal_named(word);
        if (!signal) return wrong("there is no signal '" + excerpt(word) + "'", word);
        auto read = read_cell(purpose, *signal, cell);
        if (!read) return pass_on(read);
        terms.cells.push_back(std::move(*read));
    }
    return terms;
}

Status MatrixReader::read_quiet_days(const Json& value, ConsentMatrix& matrix) {
    if (!value.is_object()) return wrong("'quiet_days' is missing or not an object", "quiet_days");
    for (const auto& [word, days] : value.items()) {
        const auto status = consent_status_named(word);
        if (!status || permits(*status))
            return wrong("nobody is asked again in state '" + excerpt(word) + "'", word);
        auto read = whole(value, word.c_str(), 0, longest_days, word);
        if (!read) return pass_on(read);
        matrix.quiet_days[static_cast<std::size_t>(*status)] = *read;
    }
    return {};
}

Result<ConsentMatrix> MatrixReader::read(const Json& document) {
    if (!document.is_object() || document.value("attune", Json()) != "consent-matrix")
        return fail(ErrorCode::bad_input, "this is not a consent matrix", file_,
                    R"(It must say "attune": "consent-matrix")");
    if (auto known =
            only(document, "attune",
                 {"attune", "version", "controller", "storage", "quiet_days", "precedence", "purposes"});
        !known)
        return pass_on(known);
    ConsentMatrix matrix;
    auto version = whole(document, "version", 1, 1000000, "version");
    if (!version) return pass_on(version);
    matrix.version = *version;
    for (const auto& [key, to] :
         {std::pair{"controller", &matrix.controller}, {"storage", &matrix.storage}}) {
        const Json value = document.value(key, Json());
        if (!value.is_string() || value.get<std::string>().empty())
            return wrong("'" + std::string(key) + "' is missing", key, "Records of consent must name it");
        *to = value.get<std::string>();
    }
    if (auto quiet = read_quiet_days(document.value("quiet_days", Json()), matrix); !quiet)
        return pass_on(quiet);
    auto precedence = parse_precedence(document.value("precedence", Json()), file_, text_);
    if (!precedence) return pass_on(precedence);
    matrix.precedence = *precedence;
    const Json purposes = document.value("purposes", Json());
    if (!purposes.is_object()) return wrong("'purposes' is missing or not an object", "purposes");
    for (const auto& [word, value] : purposes.items())
        if (!purpose_named(word)) return wrong("there is no purpose '" + excerpt(word) + "'", word);
    for (int p = 0; p < purpose_count; ++p) {
        const auto purpose = static_cast<Purpose>(p);
        const std::string key(name(purpose));
        if (!purposes.contains(key)) return wrong("the purpose '" + key + "' is missing", "purposes");
        auto terms = read_purpose(purpose, purposes[key]);
        if (!terms) return pass_on(terms);
        matrix.purposes.push_back(std::move(*terms));
    }
    return matrix;
}

} // namespace

std::string_view name(LawfulBasis basis) {
    return name_in(basis_names, basis);
}

std::string_view name(SignalForm form) {
    return name_in(form_names, form);
}

std::string_view name(Precision precision) {
    return name_in(precision_names, precision);
}

const MatrixCell* ConsentMatrix::cell(Purpose purpose, Signal signal) const {
    const std::vector<MatrixCell>& cells = terms(purpose).cells;
    const auto found = std::find_if(cells.begin(), cells.end(),
                                    [&](const MatrixCell& cell) { return cell.signal == signal; });
    return found == cells.end() ? nullptr : &*found;
}

Result<ConsentMatrix> parse_matrix(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    return MatrixReader(text, file).read(*document);
}

const ConsentMatrix& shipped_matrix() {
    static const ConsentMatrix matrix = [] {
        constexpr std::string_view path = "consent/matrix.json";
        const auto text = find_resource(path);
        assert(text && "the matrix must ship");
        auto parsed = parse_matrix(text.value_or(""), std::string(path));
        assert(parsed && "the shipped matrix must parse");
        return parsed ? std::move(*parsed) : ConsentMatrix{};
    }();
    return matrix;
}

MatrixRules::MatrixRules(const ConsentMatrix& matrix) {
    for (const PurposeTerms& terms : matrix.purposes) {
        const auto p = static_cast<std::size_t>(terms.purpose);
        for (const MatrixCell& cell : terms.cells) {
            const auto s = static_cast<std::size_t>(cell.signal);
            purposes_[s] = static_cast<std::uint16_t>(purposes_[s] | 1U << p);
            days_[p][s] = static_cast<std::uint16_t>(cell.days);
            for (const Module module : cell.modules) {
                const auto m = static_cast<std::size_t>(module);
                modules_[p][s] = static_cast<std::uint16_t>(modules_[p][s] | 1U << m);
                usable_[m][p] |= 1U << s;
            }
        }
    }
}

const MatrixRules& shipped_rules() {
    static const MatrixRules rules(shipped_matrix());
    return rules;
}

} // namespace attune
