// A change of the consent matrix in words and figures: the same in the window, on the command line and in
// what is kept with a version.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/study/matrix_impact.h"

#include <string>
#include <vector>

namespace attune {

/// "the matrix that ships", "version 3".
std::string matrix_name(int version, const Text& text);

/// "2 of 3 changes loosen, 1 tightens.", or that nothing differs.
std::string changes_summary(const std::vector<MatrixChange>& changes, const Text& text);

/// What a change means for people who have agreed before it: purposes asked anew, how many people of a trail
/// that is, which notices get new words. `covered` is null where there is no trail.
std::vector<std::string> anew_sentences(const MatrixInForce& before, const MatrixInForce& after,
                                        const NotCovered* covered, const Text& text);

/// One line of the impact: what, under both matrices, the difference.
struct ImpactRow {
    std::string key; ///< "allowed", "refused", "kept", "swept", "adapted", "satisfaction"
    std::string what, before, after, change;
};
std::vector<ImpactRow> impact_rows(const MatrixImpact& impact, const Text& text);
/// Reads by module and purpose that come out otherwise, the largest first, at most so many and one line for
/// the rest.
std::vector<std::string> reads_sentences(const MatrixImpact& impact, std::size_t most, const Text& text);
/// What is shown of satisfaction.
std::string impact_sentence(const MatrixImpact& impact, const Text& text);
/// Who they are.
std::string impact_about(const MatrixImpact& impact, const Text& text);

/// What is kept with a version: {"attune": "matrix-impact", "version": 1, figures, "sentences"}.
Json impact_document(const MatrixImpact& impact, const Text& text);
/// The sentences of such a document; none where it cannot be read.
std::vector<std::string> kept_sentences(const std::string& document);

} // namespace attune
