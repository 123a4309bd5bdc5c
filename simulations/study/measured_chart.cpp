#include "simulations/study/measured_chart.h"

#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"

namespace attune {

std::string measured_subtitle(const MeasuredFor& what, const std::string& key, const Text& text) {
    const std::string subtitle = text.get(key, {{"policy", readable_name(what.policy)},
                                                {"scenario", readable_name(what.scenario)},
                                                {"people", count_text(what.people)},
                                                {"days", count_text(what.days)}});
    return what.earlier ? text.get("asking.subtitle.old", {{"subtitle", subtitle}}) : subtitle;
}

void show_first_view(LabChart& card) {
    for (LabView& view : card.views) {
        const std::string sentence = view.sentence.value_or(card.sentence).all();
        std::visit(
            [&](auto& drawn) {
                drawn.head = {"chart-" + card.name, card.question, card.subtitle, sentence};
            },
            view.plot);
    }
    const LabView& first = card.views.front();
    card.plot = first.plot;
    card.table = first.table;
    if (first.sentence) card.sentence = *first.sentence;
}

} // namespace attune
