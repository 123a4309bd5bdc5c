#include "simulations/study/basis_words.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/number_text.h"

namespace attune {

std::string basis_words(std::span<const Sign> basis, const Text& text) {
    std::string words;
    for (const Sign& sign : basis) {
        const std::string one = text.get("adjusted.sign." + std::string(name(sign.evidence)),
                                         {{"nats", fixed_number(static_cast<double>(sign.nats), 2)}});
        words += (words.empty() ? "" : "; ") + one;
    }
    return words.empty() ? text.get("answering.latest.none") : words;
}

std::string basis_cell(std::span<const Sign> basis) {
    std::string cell;
    for (const Sign& sign : basis)
        cell += (cell.empty() ? "" : " ") + std::string(name(sign.evidence)) + " " +
                csv_cell(static_cast<double>(sign.nats));
    return cell;
}

} // namespace attune
