// Writes one SVG picture: elements in order, coordinates rounded to a tenth, text escaped. No scripts, no
// outside files, presentation attributes only, so that a picture looks the same inside a page and alone.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune {

enum class Anchor { start, middle, end };

/// Looks of a text: size in px (never under style::smallest_text), colour, weight.
struct Lettering {
    double size = 12;
    std::string_view colour = "#566371";
    Anchor anchor = Anchor::start;
    bool bold = false;
    bool halo = false; ///< a white edge, for words that stand on lines
};

/// Upper bound of the width of a line of text in px, for every font of the product's font list.
double text_width(std::string_view text, double size, bool bold = false);

/// The longest beginning of `text` that fits into `width`, with an ellipsis where it is cut.
std::string fitting(std::string_view text, double width, double size, bool bold = false);

/// `text` broken at spaces into lines of at most `width`; the last one ends in an ellipsis if not all fits.
std::vector<std::string> wrapped(std::string_view text, double width, double size, std::size_t most_lines);

/// "12.5", "-3", "0": at most one decimal.
std::string coordinate(double value);

class SvgWriter {
public:
    /// `id` makes the ids of title and description; they must be unique in a page. Both are read aloud.
    /// With a margin the picture gets a white ground that much larger on all sides.
    /// With a margin the picture gets a white ground that much larger on all sides.
    SvgWriter(std::string_view id, double width, double height, std::string_view title,
              std::string_view description, double margin = 0);

    void text(double x, double y, std::string_view words, const Lettering& look);
    void line(double x1, double y1, double x2, double y2, std::string_view colour, double width,
              std::string_view dash = {});
    void rect(double x, double y, double width, double height, std::string_view fill, double radius = 0);
    /// The outline of a box, its line inside the box.
    void frame(double x, double y, double width, double height, std::string_view colour, double line);
    void circle(double x, double y, double radius, std::string_view fill, std::string_view stroke = {});
    void diamond(double x, double y, double radius, std::string_view fill, std::string_view stroke);
    void polyline(const std::vector<std::pair<double, double>>& points, std::string_view colour, double width,
                  std::string_view dash = {});
    void area(const std::vector<std::pair<double, double>>& outline, std::string_view fill,
              std::string_view opacity);
    /// A box filled with 45 degree hatching: "we do not know".
    void hatched(double x, double y, double width, double height);
    /// Markup as it is; the caller answers for it.
    void raw(std::string_view markup) { body_ += markup; }

    /// The picture; call once.
    std::string finish();

private:
    std::string id_;
    std::string head_;
    std::string body_;
    bool hatch_used_ = false;
};

} // namespace attune
