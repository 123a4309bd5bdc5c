// What answers change: stars, reasons, mutes, and what a tour brings.
#include "core/base/random.h"
#include "core/catalogue/dearness.h"
#include "core/recommender/recommender.h"
#include "tests/core/recommender/platform.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 3;

/// Items of category c cost more the later they stand in it.
Catalogue priced_catalogue() {
    Catalogue catalogue = small_catalogue(8, 15);
    for (std::size_t i = 0; i < catalogue.items.size(); ++i)
        catalogue.items[i].price = 1.0F + static_cast<float>(i % 15);
    return catalogue;
}

Reaction says(FeedbackKind kind, float value, int times = 1) {
    return [=](const Slate&, int number) {
        std::vector<Said> said;
        if (number == 0)
            for (int rank = 0; rank < times; ++rank)
                said.push_back({rank, kind, value});
        return said;
    };
}

/// Takes what is of a category, and uses it to the end.
Reaction fond_of(std::uint32_t category) {
    return [category](const Slate& slate, int) {
        std::vector<Said> said;
        for (int rank = 0; rank < slate.count; ++rank) {
            const bool likes = slate.category[static_cast<std::size_t>(rank)] == category;
            said.push_back({rank, FeedbackKind::picked, 0});
            said.push_back({rank, FeedbackKind::consumed, likes ? 1.0F : 0.02F});
        }
        return said;
    };
}

/// Mean score of each category over a long visit at an hour.
std::map<std::uint32_t, double> scores(const std::vector<Slate>& slates) {
    std::map<std::uint32_t, std::pair<double, int>> sums;
    for (const Slate& slate : slates)
        for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
            sums[slate.category[r]].first += slate.score[r];
            ++sums[slate.category[r]].second;
        }
    std::map<std::uint32_t, double> means;
    for (const auto& [category, sum] : sums)
        means[category] = sum.first / sum.second;
    return means;
}

Policy quiet() {
    Policy policy;
    policy.prompts = false;
    policy.candidates = 128; // everything there is
    return policy;
}

} // namespace

class Answers_test : public QObject {
    Q_OBJECT
private slots:
    // FB-20: "wrong time" lowers the category at that part of the day, and at no other.
    void a_wrong_time_is_about_the_time() {
        Platform platform(quiet(), 70, 1, priced_catalogue());
        platform.recommender().set_consent(UserId(ann), consent_to(true, false));
        Platform control(quiet(), 70, 1, priced_catalogue());
        control.recommender().set_consent(UserId(ann), consent_to(true, false));
        const std::uint32_t category =
            platform.visit(ann, 0, 1, says(FeedbackKind::reason, value_of_reason(Reason::wrong_time)))[0]
                .category[0];
        control.visit(ann, 0, 1, nothing);
        const auto morning = scores(platform.visit(ann, 1, 12, nothing));
        const auto usual = scores(control.visit(ann, 1, 12, nothing));
        platform.hour = 20;
        const auto evening = scores(platform.visit(ann, 2, 12, nothing));
        const double fall = morning.at(category) - usual.at(category);
        QVERIFY2(fall < -0.5 * (1 << 24), qPrintable(QString::number(fall / (1 << 24))));
        QVERIFY(std::abs(evening.at(category) - usual.at(category)) < 0.05 * (1 << 24));
        for (const auto& [other, score] : morning)
            if (other != category) QVERIFY(std::abs(score - usual.at(other)) < 0.05 * (1 << 24));
    }

    // FB-20, FB-26: "too expensive" makes dear items fall and cheap ones rise, by the size in the table.
    void a_high_price_is_about_the_price() {
        Platform platform(quiet(), 70, 1, priced_catalogue());
        Platform control(quiet(), 70, 1, priced_catalogue());
        for (Platform* p : {&platform, &control})
            p->recommender().set_consent(UserId(ann), consent_to(true, false));
        platform.visit(ann, 0, 1, says(FeedbackKind::reason, value_of_reason(Reason::too_expensive)));
        control.visit(ann, 0, 1, nothing);
        std::map<std::uint32_t, std::int32_t> with, without;
        for (auto& [p, to] : {std::pair{&platform, &with}, {&control, &without}})
            for (const Slate& slate : p->visit(ann, 1, 12, nothing))
                for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r)
                    (*to)[slate.item[r]] = slate.score[r];
        const std::vector<float> dear = dearness(platform.catalogue());
        int compared = 0;
        const float weight = answer_size(Policy{}, Response::reason_too_expensive);
        for (const auto& [item, score] : with) {
            const auto other = without.find(item);
            if (other == without.end()) continue;
            const double change = (score - other->second) / double(1 << 24);
            const double recovered = 0.97; // a day of recovery, at 21 days of half-life
            QVERIFY2(std::abs(change - static_cast<double>(weight * dear[item]) * recovered) < 0.02,
                     qPrintable(QString("%1 for %2").arg(change).arg(dear[item])));
            ++compared;
        }
        QVERIFY(compared > 40);
    }

    // FB-26: golden: five stars raise the score of an item, one star lowers it, three hardly move it.
    void stars_move_the_score_of_their_item() {
        std::map<int, double> moved;
        for (const int stars : {0, 1, 3, 5}) {
            Platform platform(quiet());
            platform.recommender().set_consent(UserId(ann), consent_to(true, true));
            std::uint32_t item = 0;
            for (int day = 0; day < 6; ++day) {
                platform.visit(ann, day, 1, [&](const Slate& slate, int) {
                    std::vector<Said> said = {{0, FeedbackKind::picked, 0},
                                              {0, FeedbackKind::consumed, 0.6F}};
                    if (day == 5 && stars > 0)
                        said.push_back({0, FeedbackKind::stars, value_of_stars(stars)});
                    if (day == 5) item = slate.item[0];
                    return said;
                });
                platform.end_day(day);
            }
            for (const Slate& slate : platform.visit(ann, 6, 12, nothing))
                for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r)
                    if (slate.item[r] == item) moved[stars] = slate.score[r] / double(1 << 24);
        }
        QCOMPARE(moved.size(), std::size_t{4});
        QVERIFY2(moved[5] > moved[3] && moved[3] > moved[1] && moved[5] > moved[0] && moved[1] < moved[0],
                 qPrintable(QString("%1 %2 %3 %4").arg(moved[0]).arg(moved[1]).arg(moved[3]).arg(moved[5])));
    }

    // A mute hides the provider for the rest of the visit, for everyone; a tap only its item.
    void a_mute_hides_the_provider_for_the_visit() {
        Platform platform(quiet(), 70, 1, small_catalogue(8, 15, 5));
        const Catalogue& catalogue = platform.catalogue();
        const std::vector<Slate> slates = platform.visit(ann, 0, 6, says(FeedbackKind::muted, 0));
        const ProviderId muted = catalogue.items[slates[0].item[0]].provider;
        const auto of_provider = [&](const Slate& slate) {
            int count = 0;
            for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r)
                count += catalogue.items[slate.item[r]].provider == muted ? 1 : 0;
            return count;
        };
        for (std::size_t n = 1; n < slates.size(); ++n)
            QCOMPARE(of_provider(slates[n]), 0);
        int next_visit = 0;
        for (const Slate& slate : platform.visit(ann, 1, 4, nothing))
            next_visit += of_provider(slate);
        QVERIFY(next_visit > 0);
    }

    // DE-53: without the consent to adjust, reasons change nothing.
    void reasons_without_consent_change_nothing() {
        Platform platform(quiet(), 70, 1, priced_catalogue());
        Platform control(quiet(), 70, 1, priced_catalogue());
        for (int day = 0; day < 3; ++day)
            for (const Reason reason : {Reason::topic, Reason::too_expensive, Reason::wrong_time})
                QVERIFY(same(platform.visit(ann, day * 3 + static_cast<int>(reason), 5,
                                            says(FeedbackKind::reason, value_of_reason(reason))),
                             control.visit(ann, day * 3 + static_cast<int>(reason), 5, nothing)));
    }

    // FB-20: a reason read from own words does what the same reason from the list does, with the consent to
    // it.
    void own_words_do_what_the_list_does() {
        // The others change what the item is worth, by how far a reading is trusted.
        for (const Reason reason : {Reason::topic, Reason::too_expensive, Reason::wrong_time}) {
            std::vector<std::vector<Slate>> shown;
            for (const FeedbackKind kind : {FeedbackKind::reason, FeedbackKind::own_words}) {
                Platform platform(quiet(), 70, 1, priced_catalogue());
                platform.recommender().set_consent(UserId(ann), consent_to(true, false));
                platform.visit(ann, 0, 3, says(kind, value_of_reason(reason)));
                shown.push_back(platform.visit(ann, 1, 5, nothing));
            }
            QVERIFY(same(shown[0], shown[1]));
            Platform refused(quiet(), 70, 1, priced_catalogue());
            Platform silent(quiet(), 70, 1, priced_catalogue());
            // For this session alone nothing is read from own words.
            ConsentState session;
            session.set(Purpose::adjust_this_session, true);
            for (Platform* p : {&refused, &silent})
                p->recommender().set_consent(UserId(ann), session);
            QVERIFY(same(refused.visit(ann, 0, 5, says(FeedbackKind::own_words, value_of_reason(reason))),
                         silent.visit(ann, 0, 5, nothing)));
        }
    }

    // FB-18: what is said on the tour counts from the next slate of the same visit on.
    void a_tour_is_learned_from_at_once() {
        Platform platform(quiet());
        platform.recommender().set_consent(UserId(ann), consent_to(true, false));
        // Somebody else has taught the model what belongs together.
        for (int day = 0; day < 6; ++day) {
            for (std::uint32_t user = 10; user < 60; ++user) {
                if (day == 0) platform.recommender().set_consent(UserId(user), consent_to(true, true));
                platform.visit(user, day, 3, fond_of(user % 8));
            }
            platform.end_day(day);
        }
        bool settle = true;
        std::vector<std::vector<Slate>> shown;
        for (const std::uint32_t user : {ann, ann + 1}) {
            platform.recommender().set_consent(UserId(user), consent_to(true, false));
            platform.between = [&](Worker& worker, OpenVisit& open, int number) {
                if (settle && number == 0) platform.recommender().settle_visit(worker, open);
            };
            shown.push_back(platform.visit(user, 6, 6, [](const Slate& slate, int number) {
                std::vector<Said> said;
                if (number == 0)
                    for (int rank = 0; rank < slate.count; ++rank)
                        said.push_back({rank,
                                        slate.category[static_cast<std::size_t>(rank)] == 2
                                            ? FeedbackKind::thumb_up
                                            : FeedbackKind::thumb_down,
                                        0});
                return said;
            }));
            settle = false;
        }
        // With the tour settled, the visit goes on by what was said: the topic liked stands higher above the
        // rest.
        const auto lead = [](std::vector<Slate> slates) {
            slates.erase(slates.begin());
            const auto means = scores(slates);
            double others = 0;
            for (const auto& [category, mean] : means)
                others += category == 2 ? 0 : mean / static_cast<double>(means.size() - 1);
            return (means.at(2) - others) / double(1 << 24);
        };
        QVERIFY2(lead(shown[0]) > lead(shown[1]) + 0.1,
                 qPrintable(QString("%1 against %2").arg(lead(shown[0])).arg(lead(shown[1]))));
    }
};
ATTUNE_TEST(Answers_test);
#include "answers_test.moc"
