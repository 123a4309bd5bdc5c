// Taking consent back in the middle of a visit: what rested on it is gone from the next slate on, and what
// needs none stays.
#include "core/base/random.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <algorithm>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 7;

ConsentEvent taken_back(Purpose purpose, double hours) {
    return {.purpose = purpose,
            .to = ConsentStatus::withdrawn,
            .entity = ConsentEntity::person,
            .method = ConsentMethod::settings,
            .hours = hours};
}

/// Candidates that may be shown, of those that `of` takes.
template <typename Of>
int fresh(const OpenVisit& visit, const Of& of) {
    int count = 0;
    for (std::size_t j = 0; j < static_cast<std::size_t>(visit.candidates.count); ++j)
        count += visit.candidates.state[j] == Candidates::fresh && of(visit.candidates.item[j]) ? 1 : 0;
    return count;
}

/// Says no to every item of the visit's first slate.
std::vector<Said> no_to_all(const Slate& slate, int number) {
    std::vector<Said> said;
    for (int rank = 0; number == 0 && rank < slate.count; ++rank)
        said.push_back({rank, FeedbackKind::not_interested, 0});
    return said;
}

} // namespace

class Withdrawal_test : public QObject {
    Q_OBJECT
private slots:
    // FB-89, DE-52: what an earlier "no" keeps away was asked for under the consent; without it the item is
    // nobody's who was ever here.
    void what_earlier_visits_kept_away_comes_again() {
        Platform platform(Policy{}, 70, 1, small_catalogue(8, 10)); // every item is a candidate
        platform.recommender().set_consent(UserId(ann), consent_to(true, false));
        const Slate rejected = platform.visit(ann, 0, 2, no_to_all).front();
        const auto was_rejected = [&](std::uint32_t item) {
            return std::find(rejected.item.begin(), rejected.item.end(), item) != rejected.item.end();
        };
        int before = -1, after = -1;
        platform.between = [&](Worker& worker, OpenVisit& open, int number) {
            if (number != 0) return;
            before = fresh(open, was_rejected);
            platform.recommender().change_consent(worker, open,
                                                  taken_back(Purpose::adjust_my_recommendations, 24 + 9));
            after = fresh(open, was_rejected);
        };
        platform.visit(ann, 1, 2, nothing);
        QCOMPARE(before, 0);
        QCOMPARE(after, slate_length);
    }

    // ... but not what this visit itself has heard or shown, however often consents change in it.
    void changing_twice_brings_nothing_back() {
        Platform platform(Policy{}, 70, 1, small_catalogue(8, 10));
        platform.recommender().set_consent(UserId(ann), consent_to(true, true));
        std::vector<int> again;
        std::vector<std::uint32_t> shown;
        platform.between = [&](Worker& worker, OpenVisit& open, int number) {
            if (number != 0) return;
            shown.assign(open.slate.item.begin(), open.slate.item.end());
            for (const Purpose purpose : {Purpose::improve_models, Purpose::adjust_my_recommendations}) {
                QCOMPARE(platform.recommender().change_consent(worker, open, taken_back(purpose, 9)),
                         ConsentVerdict::accepted);
                again.push_back(fresh(open, [&](std::uint32_t item) {
                    return std::find(shown.begin(), shown.end(), item) != shown.end();
                }));
            }
        };
        platform.visit(ann, 0, 2, no_to_all);
        QCOMPARE(again, (std::vector{0, 0}));
    }

    // What this visit has heard stays said, consent or not: also of items that the slates before
    // did not consider.
    void what_this_visit_heard_stays_said() {
        Policy policy;
        policy.pause_days = 7;
        Platform platform(policy, 70, 1, small_catalogue(8, 60, 12));
        platform.recommender().set_consent(UserId(ann), consent_to(true, false));
        for (int day = 0; day < 3; ++day) {
            platform.visit(ann, day, 6, first);
            platform.end_day(day);
        }
        std::uint32_t muted = 0, no = 0;
        const auto of_muted = [&](std::uint32_t item) {
            return platform.catalogue().items[item].provider.value == muted;
        };
        std::set<std::uint32_t> considered;
        int others = 0, of_provider = -1, of_item = -1;
        platform.between = [&](Worker& worker, OpenVisit& open, int number) {
            if (number != 0) return;
            for (int j = 0; j < open.candidates.count; ++j)
                considered.insert(open.candidates.item[static_cast<std::size_t>(j)]);
            platform.recommender().change_consent(worker, open,
                                                  taken_back(Purpose::adjust_my_recommendations, 3 * 24 + 9));
            for (int j = 0; j < open.candidates.count; ++j) {
                const std::uint32_t item = open.candidates.item[static_cast<std::size_t>(j)];
                others += of_muted(item) && !considered.contains(item) ? 1 : 0;
            }
            of_provider = fresh(open, of_muted);
            of_item = fresh(open, [&](std::uint32_t item) { return item == no; });
        };
        platform.visit(ann, 3, 2, [&](const Slate& slate, int number) -> std::vector<Said> {
            if (number != 0) return {};
            muted = platform.catalogue().items[slate.item[0]].provider.value;
            no = slate.item[1];
            return {{0, FeedbackKind::muted, 0}, {1, FeedbackKind::not_interested, 0}};
        });
        QVERIFY2(others > 0, "the new candidates bring no item of the provider: nothing is shown here");
        QCOMPARE(of_provider, 0);
        QCOMPARE(of_item, 0);
        // The next visit begins without it, whatever is agreed to meanwhile.
        platform.between = [&](Worker& worker, OpenVisit& open, int) {
            ConsentEvent given = taken_back(Purpose::adjust_my_recommendations, 4 * 24 + 9);
            given.to = ConsentStatus::given;
            QCOMPARE(platform.recommender().change_consent(worker, open, given), ConsentVerdict::accepted);
            of_provider = fresh(open, of_muted);
        };
        platform.visit(ann, 4, 1, nothing);
        QVERIFY(of_provider > 0);
    }
};

ATTUNE_TEST(Withdrawal_test);
#include "withdrawal_test.moc"
