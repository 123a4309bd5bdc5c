#include "simulations/credibility/lever_company.h"

#include "core/recommender/prompting/prompt.h"

#include <algorithm>
#include <map>

namespace attune {

void give_company(const std::string& key, Assumptions& world, Policy& policy) {
    if (key == "fairness.debt_limit") policy.price_step = 0; // the guard alone
    if (key.starts_with("fairness.cap.")) {                  // one that binds, and no floor against it
        policy.exposure_floor.clear();
        policy.exposure_cap = {{"small", 0.1}};
    }
    if (key == "fairness.merit_share") { // which of two groups is shown must be open
        policy.exposure_floor.clear();
        policy.temperature = 0;
        policy.exploration = 0;
        policy.category_cap = 10;
        policy.category_quota = 0;
    }
    if (key == "ranking.diversity_weight") policy.diversity = static_cast<int>(Diversity::dpp);
    if (key == "fairness.price_step") policy.debt_limit = 100; // the price alone
    if (key == "model.spot_brigades") {                        // it takes enough of them
        world.brigade_share = 0.1;
        world.brigade_day = 9; // once it is known what is usual
        world.consent_improve = 0.9;
    }
    if (key == "prompt.weekly_cap" || key == "prompt.session_cap") policy.gap_hours = 0;
    if (key == "prompt.session_cap") policy.weekly_cap = 50;
    if (key == "prompt.gap_hours") policy.weekly_cap = 50;
    if (key == "world.response.trust") world.trust_start = 0.3; // it counts from 0.6
    if (key == "world.choice.novelty") { // some categories must be missing for two weeks
        policy.ranker = static_cast<int>(Ranker::popularity);
        policy.category_cap = 10;
        policy.category_quota = 0;
    }
    if (key == "world.response.opt_in_again") { // only who trusts opts in again
        world.trust_start = 0.95;
        world.trust_gain = 0;
        world.opt_out_rate = 0.02;
        world.opt_in_rate = 0.05;
        policy.gap_hours = 0;
        policy.weekly_cap = 50;
        policy.session_cap = 3;
    }
    if (key == "world.consent.second_click") policy.notice = 1;
    if (key == "world.consent.granular") policy.notice = 2;
    if (key == "world.consent.plain") policy.notice = 3;
    if (key == "world.consent.benefit") policy.show_benefit = true;
    if (key == "world.consent.renewal") policy.consent_days = 7;
    if (key == "consent.valid_days") policy.consent_days = 10;
    if (key == "world.response.on_tour") policy.tour_items = 8;
    if (key == "world.response.stars") policy.channel = static_cast<int>(Channel::stars);
    if (key.starts_with("answers.stars_")) policy.channel = static_cast<int>(Channel::stars);
    if (key.starts_with("answers.")) policy.gap_hours = 6;
    if (key == "answers.reason_seen_it") { // given by mistake alone: it takes many reasons
        world.reason_given = 1;
        world.response_base = 0;
    }
    if (key == "world.response.survey" || key == "prompt.survey_questions" || key == "prompt.survey_audience")
        policy.channel = static_cast<int>(Channel::survey);
    if (key == "world.response.coerced") policy.prompt_place = static_cast<int>(PromptPlace::forced);
    if (key == "world.response.window") policy.prompt_place = static_cast<int>(PromptPlace::window);
    if (key == "deescalation.offers_a_week" || key == "world.response.to_offer" ||
        key == "world.response.offer_right" || key == "world.response.less_detail" ||
        key == "deescalation.show_effect" || key == "deescalation.cool_down" ||
        key == "deescalation.exit_at" || key == "deescalation.fallback_at" ||
        key == "deescalation.time_share" || key == "deescalation.familiar" || key == "deescalation.mix_week")
        world.tap_rate = 0.2; // enough signs
    if (key == "deescalation.offers_a_week") {
        policy.offers_a_week = 1;
        policy.weekly_cap = 50;
        policy.cool_down = 1;
    }
    if (key == "deescalation.exit_at") { // episodes take weeks to end
        policy.watch_at = 0.6;           // they end below it
    }
    if (key == "deescalation.fallback_at") { // it takes signs for and against
        policy.offers_a_week = 7;
        policy.cool_down = 1;
        world.tap_rate = 0.05; // liked things of the topic still come, and are taken
        policy.gap_hours = 0;
        policy.weekly_cap = 50;
        policy.session_cap = 3;
        world.response_base = 1;
        world.response_to_offer = 3;
        world.offer_right = 0.5; // and chosen against
        policy.step = 0.3;       // the topic still comes
        policy.alike = 0;
        policy.fallback_at = 0.7;
        world.mistap_rate = 0.006; // a no to what is liked
    }
    if (key == "deescalation.ask_direction" || key == "deescalation.direction_at" ||
        key.starts_with("world.quests.")) { // enough visits after something, and searches
        world.quest_share = 0.4;
        world.search_rate = 0.4;
    }
    if (key == "deescalation.read_complaints") world.complaint_rate = 0.02;
    if (key == "deescalation.item_days") policy.item_days = 4;
    if (key == "world.response.reason_trust") {
        policy.gap_hours = 6;
        world.trust_start = 0.3; // it counts from 0.6
    }
    if (key == "deescalation.pause_days") {
        world.mute_rate = 0.05;
        policy.pause_days = 8;
    }
    if (key == "world.response.own_words") policy.own_words = true;
    if (key == "world.efficacy.shown") policy.show_effect = true;
    if (key == "world.response.one_form_off") world.opt_out_rate = 0.02;
    if (key == "deescalation.lowest_weight") world.tap_rate = 0.2; // enough taps to get there
    // Bounds that are felt.
    if (key == "deescalation.turnover" || key == "deescalation.mix_change" || key == "deescalation.mix_week")
        policy.step = 1.6;
    if (key == "deescalation.turnover") policy.turnover = 0.1;
    if (key == "deescalation.mix_change") policy.mix_change = 0.1;
    if (key == "deescalation.mix_week") policy.mix_week = 0.15;
    if (key == "deescalation.familiar") policy.familiar = 2;
}

int days_to_show(const std::string& key, int usual) {
    static const std::map<std::string, int> days = {{"answers.reason_seen_it", 40},
                                                    {"deescalation.exit_at", 40},
                                                    {"deescalation.fallback_at", 80},
                                                    {"deescalation.pause_days", 25},
                                                    {"world.choice.novelty", 30}};
    const auto found = days.find(key);
    return found == days.end() ? usual : std::max(usual, found->second);
}

} // namespace attune
