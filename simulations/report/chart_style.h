// Colours, widths and sizes of reports and exported charts: the light theme of the product's design tokens,
// in one table. The page's style sheet gets the same values as custom properties, so a colour stands only
// here.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace attune::style {

inline constexpr std::string_view page = "#F5F7F9";
inline constexpr std::string_view card = "#FFFFFF";
inline constexpr std::string_view sunken = "#EDF1F4";
inline constexpr std::string_view text = "#18212B";
inline constexpr std::string_view text_secondary = "#3F4C5A";
inline constexpr std::string_view text_muted = "#566371";
inline constexpr std::string_view border_subtle = "#DCE2E8";
inline constexpr std::string_view border = "#C3CCD5";
inline constexpr std::string_view accent = "#1D5FB4";
inline constexpr std::string_view accent_soft = "#DCE8F7";
inline constexpr std::string_view success = "#1F7A4D";
inline constexpr std::string_view success_text = "#17623D";
inline constexpr std::string_view success_soft = "#DDF1E5";
inline constexpr std::string_view caution = "#AD6F00";
inline constexpr std::string_view caution_text = "#7A4B00";
inline constexpr std::string_view caution_soft = "#FCEBC8";
inline constexpr std::string_view danger = "#B3261E";
inline constexpr std::string_view danger_text = "#9B211A";
inline constexpr std::string_view danger_soft = "#FBE1DD";
inline constexpr std::string_view nodata = "#5E6B78";
inline constexpr std::string_view baseline = "#66727F";
inline constexpr std::string_view candidate = "#1D5FB4";
inline constexpr std::string_view truth = "#18212B";
inline constexpr std::string_view answers = "#8A5200";
inline constexpr std::string_view limit = "#B3261E";
inline constexpr std::string_view threshold = "#AD6F00";
inline constexpr std::string_view grid = "#E3E8ED";
inline constexpr std::string_view axis = "#77848F";
inline constexpr std::string_view axis_text = "#566371";
inline constexpr std::string_view hatch_ink = "#7B8894";
inline constexpr std::string_view hatch_ground = "#F1F4F6";

/// Of grids, from the palest to the strongest, and the ink that can be read on each.
inline constexpr std::array<std::string_view, 7> ramp = {"#EEF4FB", "#D3E3F5", "#AFCBEC", "#84ADDF",
                                                         "#568BCD", "#2F68B1", "#17467F"};
inline constexpr std::array<std::string_view, 7> ramp_ink = {"#18212B", "#18212B", "#18212B", "#18212B",
                                                             "#0B1118", "#FFFFFF", "#FFFFFF"};

inline constexpr double baseline_width = 1.5;
inline constexpr double candidate_width = 2.25;
inline constexpr double other_width = 2;
inline constexpr double limit_width = 1.25;
inline constexpr std::string_view baseline_dash = "5 3";
inline constexpr std::string_view answers_dash = "8 3";
inline constexpr std::string_view threshold_dash = "2 2";
inline constexpr std::string_view band_opacity = "0.18";

inline constexpr std::string_view fonts = "Inter, 'Noto Sans', 'DejaVu Sans', sans-serif";
inline constexpr double axis_size = 12;
inline constexpr double label_size = 12;
inline constexpr double smallest_text = 11;

/// Custom properties of the page: --name: value.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 23> properties = {
    {{"page", page},
     {"card", card},
     {"sunken", sunken},
     {"text", text},
     {"text-secondary", text_secondary},
     {"text-muted", text_muted},
     {"border-subtle", border_subtle},
     {"border", border},
     {"accent", accent},
     {"accent-soft", accent_soft},
     {"success", success},
     {"success-text", success_text},
     {"success-soft", success_soft},
     {"caution", caution},
     {"caution-text", caution_text},
     {"caution-soft", caution_soft},
     {"danger", danger},
     {"danger-text", danger_text},
     {"danger-soft", danger_soft},
     {"nodata", nodata},
     {"truth", truth},
     {"answers", answers},
     {"baseline", baseline}}};

} // namespace attune::style
