// The picture of consents and the ledger, against counts made independently: of planted events by hand, and
// of a run from its own lines.
#include "core/base/random.h"
#include "simulations/report/number_text.h"
#include "simulations/study/consent_ledger.h"
#include "simulations/study/consent_words.h"
#include "simulations/study/trail_begin.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* now = "2024-05-06T07:08:09Z";
constexpr std::int64_t day_ms = 86'400'000;
constexpr auto adjust = Purpose::adjust_my_recommendations;

TrailEvent consent(std::uint32_t person, Purpose purpose, ConsentStatus to, int day,
                   std::uint8_t notice = 0) {
    TrailEvent event;
    event.kind = TrailKind::consent;
    event.person = UserId{person};
    event.purpose = purpose;
    event.to = to;
    event.entity = ConsentEntity::person;
    event.method = to == ConsentStatus::withdrawn ? ConsentMethod::settings : ConsentMethod::notice;
    event.notice = notice;
    event.time_ms = day * day_ms + 1;
    return event;
}

TrailEvent read_of(std::uint32_t person, Purpose purpose, int day, std::uint64_t relies_on = 0) {
    TrailEvent event;
    event.kind = TrailKind::read;
    event.person = UserId{person};
    event.purpose = purpose;
    event.module = Module::ranking;
    event.rows = 3;
    event.time_ms = day * day_ms + 2;
    event.relies_on = relies_on;
    return event;
}

TrailEvent begin(int people) {
    TrailBeginning beginning;
    beginning.run = "r-1";
    beginning.scenario = "calm-baseline";
    beginning.policy = "default";
    beginning.people = people;
    std::vector<UserId> watched;
    for (int person = 0; person < people; ++person)
        watched.push_back(UserId{static_cast<std::uint32_t>(person)});
    beginning.watched = watched;
    TrailEvent event;
    event.kind = TrailKind::begin;
    event.text = trail_begin_text(beginning, Policy{});
    return event;
}

/// A workspace with these events.
struct Planted {
    QTemporaryDir folder;
    std::optional<Workspace> workspace;

    explicit Planted(const std::vector<std::vector<TrailEvent>>& commits) {
        OpenOptions options;
        options.created = now;
        auto opened =
            Workspace::open(folder.filePath("planted.attune").toStdString(), OpenMode::create, options);
        if (!opened) return;
        workspace.emplace(std::move(*opened));
        auto writer = workspace->write_trail(SigningKey::ephemeral());
        for (const auto& events : commits)
            if (!writer || !writer->append(events) || !writer->commit(HeadReason::run, now)) {
                workspace.reset();
                return;
            }
    }
    ConsentPicture picture() const {
        return read_consent_picture(workspace->trail()).value_or(ConsentPicture{});
    }
};

/// 12 people: 0 to 8 say yes to the first notice on day 1, of whom 0 takes it back on day 3; 9 says no; 10
/// and 11 are never asked. On day 4 somebody reads about 0, on day 2 about 1 with a basis.
const std::vector<TrailEvent>& story() {
    static const std::vector<TrailEvent> events = [] {
        std::vector<TrailEvent> all{begin(12)};
        for (std::uint32_t person = 0; person < 9; ++person)
            all.push_back(consent(person, adjust, ConsentStatus::given, 1));
        all.push_back(consent(9, adjust, ConsentStatus::refused, 1));
        all.push_back(read_of(1, adjust, 2, 3));
        all.push_back(consent(0, adjust, ConsentStatus::withdrawn, 3));
        all.push_back(read_of(0, adjust, 4, 2));
        all.push_back(read_of(11, Purpose::deliver_service, 4));
        return all;
    }();
    return events;
}

const ConsentCell& cell(const ConsentStanding& standing, Purpose purpose, std::size_t group = 0) {
    return standing.cells[static_cast<std::size_t>(purpose)][group];
}

std::size_t group_at(const ConsentStanding& standing, ConsentGroup::Kind kind, int which = 0) {
    for (std::size_t g = 0; g < standing.groups.size(); ++g)
        if (standing.groups[g].kind == kind && standing.groups[g].which == which) return g;
    return standing.groups.size();
}

LoadedScenario lively() {
    LoadedScenario loaded = small_scenario(130, 10, 60, 3);
    loaded.scenario.assumptions.consent_adjust = 0.7;
    loaded.scenario.assumptions.withdrawal_rate = 0.05;
    loaded.scenario.assumptions.visit_rate = 2;
    return loaded;
}

/// A run with its trail in a file, made once.
struct Recorded {
    QTemporaryDir folder;
    std::optional<Workspace> workspace;
    std::vector<std::pair<std::uint64_t, TrailEvent>> events;
    ConsentPicture picture;

    Recorded() {
        const std::string path = folder.filePath("run.attune").toStdString();
        auto trailed = TrailedRun::open(path, SigningKey::ephemeral(), {});
        if (!trailed) return;
        auto run = trailed->simulate(lively(), Policy{}, {}, 60);
        if (!run || !trailed->keep(*run, now)) return;
        auto opened = Workspace::open(path, OpenMode::read_only);
        if (!opened) return;
        workspace.emplace(std::move(*opened));
        const Status read =
            workspace->trail().each_event([&](std::uint64_t seq, const TrailEvent& event) -> Status {
                events.emplace_back(seq, event);
                return {};
            });
        auto made = read_consent_picture(workspace->trail());
        if (read && made) picture = std::move(*made);
    }
};
const Recorded& recorded() {
    static const Recorded made;
    return made;
}

} // namespace

class Consent_picture_test : public QObject {
    Q_OBJECT
private slots:
    void a_share_is_of_the_people_watched_and_follows_the_day_data() {
        QTest::addColumn<int>("day");
        QTest::addColumn<int>("permit");
        QTest::addColumn<int>("unfounded");
        QTest::newRow("before anybody was asked") << 0 << 0 << 0;
        QTest::newRow("asked") << 1 << 9 << 0;
        QTest::newRow("a read that rests on a consent") << 2 << 9 << 0;
        QTest::newRow("one has taken it back") << 3 << 8 << 0;
        QTest::newRow("and is read of all the same") << 4 << 8 << 1;
    }
    void a_share_is_of_the_people_watched_and_follows_the_day() {
        QFETCH(int, day);
        QFETCH(int, permit);
        QFETCH(int, unfounded);
        const Planted planted({story()});
        QVERIFY(planted.workspace);
        const ConsentStanding standing = standing_at(planted.picture(), day);
        const ConsentCell& all = cell(standing, adjust);
        QCOMPARE(all.permit, permit);
        QCOMPARE(all.share, permit / 12.0);
        QVERIFY(all.lower <= all.share && all.share <= all.upper && all.upper > all.lower);
        QCOMPARE(all.unfounded, std::int64_t{unfounded});
        QVERIFY(!cell(standing, Purpose::deliver_service).needs_consent);
        QCOMPARE(cell(standing, Purpose::deliver_service).unfounded, std::int64_t{0});
        QCOMPARE(shares_by_day(planted.picture(), adjust)[static_cast<std::size_t>(day)], permit / 12.0);
    }

    void groups_are_what_people_answered_and_share_and_small_ones_show_nothing() {
        const Planted planted({story()});
        QVERIFY(planted.workspace);
        const ConsentPicture picture = planted.picture();
        const ConsentStanding standing = standing_at(picture, 4);
        const std::size_t asked = group_at(standing, ConsentGroup::Kind::notice, 0);
        QVERIFY(asked < standing.groups.size());
        QCOMPARE(standing.groups[asked].people, 10);
        QCOMPARE(cell(standing, adjust, asked).share, 8 / 10.0);
        const std::size_t silent = group_at(standing, ConsentGroup::Kind::unanswered);
        QCOMPARE(standing.groups[silent].people, 2);
        QVERIFY(std::isnan(cell(standing, adjust, silent).share));
        // Eight permit their own adjustment and nothing else: the level does not need those before it.
        const std::size_t far =
            group_at(standing, ConsentGroup::Kind::level, static_cast<int>(SharingLevel::history));
        QCOMPARE(standing.groups[far].people, 8);
        const std::size_t near =
            group_at(standing, ConsentGroup::Kind::level, static_cast<int>(SharingLevel::none));
        QCOMPARE(standing.groups[near].people, 4);
        QCOMPARE(cell(standing, adjust, near).permit, 0);
        // Neither the table nor the file gives a small group away.
        const std::string csv = standing_csv(standing, picture);
        QVERIFY(csv.find("adjust_my_recommendations,notice=none,,,,,,0\n") != std::string::npos);
        QVERIFY(csv.find("adjust_my_recommendations,notice=first-visit-equal,10,8,0.8,") !=
                std::string::npos);
        QCOMPARE(cell_figure(cell(standing, adjust, silent), standing.groups[silent], Text::english()),
                 Text::english().get("picture.cell.too_few"));
    }

    void refusals_and_withdrawals_are_counted_up_to_the_day() {
        const Planted planted({story()});
        QVERIFY(planted.workspace);
        const auto at = static_cast<std::size_t>(adjust);
        QCOMPARE(standing_at(planted.picture(), 2).refusals[at], std::int64_t{1});
        QCOMPARE(standing_at(planted.picture(), 2).withdrawals[at], std::int64_t{0});
        QCOMPARE(standing_at(planted.picture(), 3).withdrawals[at], std::int64_t{1});
    }

    void the_newest_run_is_shown_and_nothing_of_the_one_before() {
        const Planted planted({story(), {begin(20), consent(3, adjust, ConsentStatus::given, 0)}});
        QVERIFY(planted.workspace);
        const ConsentPicture picture = planted.picture();
        QCOMPARE(picture.runs, 2);
        QCOMPARE(picture.watched.size(), std::size_t{20});
        QVERIFY(picture.unfounded.empty());
        QCOMPARE(cell(standing_at(picture, 9), adjust).permit, 1);
        const LedgerFilter all{.until_day = 99};
        QCOMPARE(index_ledger(planted.workspace->trail(), picture, all)->rows, std::uint64_t{1});
    }

    void what_happens_as_the_last_day_ends_belongs_to_it() {
        std::vector<TrailEvent> events = story();
        TrailEvent expired = consent(1, adjust, ConsentStatus::expired, 5);
        expired.method = ConsentMethod::lapse;
        expired.time_ms = 5 * day_ms;
        TrailEvent end;
        end.kind = TrailKind::end;
        end.time_ms = 5 * day_ms;
        events.insert(events.end(), {expired, end});
        const Planted planted({events});
        QVERIFY(planted.workspace);
        const ConsentPicture picture = planted.picture();
        QCOMPARE(picture.last_day, 4);
        QCOMPARE(cell(standing_at(picture, 4), adjust).permit, 7);
        QCOMPARE(shares_by_day(picture, adjust).back(), 7 / 12.0);
        const auto rows = [&](int until) {
            return index_ledger(planted.workspace->trail(), picture, {.until_day = until})->rows;
        };
        QCOMPARE(rows(4), static_cast<std::uint64_t>(events.size() - 1));
        QVERIFY(rows(3) < rows(4));
    }

    void a_file_without_a_trail_says_so() {
        const Planted planted(std::vector<std::vector<TrailEvent>>{});
        QVERIFY(planted.workspace);
        const auto picture = read_consent_picture(planted.workspace->trail());
        QVERIFY(!picture && picture.error().code == ErrorCode::not_found);
    }

    void of_a_run_it_says_what_its_lines_say() {
        const Recorded& run = recorded();
        QVERIFY(run.workspace && run.picture.watched.size() == 60);
        // Counted anew from the lines: who permits what by the end.
        std::map<std::pair<std::uint32_t, Purpose>, bool> permit;
        std::map<Purpose, std::int64_t> refusals, withdrawals;
        std::int64_t allowed = 0;
        for (const auto& [seq, event] : run.events) {
            if (event.kind == TrailKind::consent) {
                permit[{event.person.value, event.purpose}] =
                    event.to == ConsentStatus::given || event.to == ConsentStatus::renewed;
                refusals[event.purpose] += event.to == ConsentStatus::refused ? 1 : 0;
                withdrawals[event.purpose] += event.to == ConsentStatus::withdrawn ? 1 : 0;
            }
            allowed += event.kind == TrailKind::read && event.decision == Decision::allowed ? 1 : 0;
        }
        const ConsentStanding standing = standing_at(run.picture, run.picture.last_day);
        std::int64_t some = 0;
        for (int p = 0; p < purpose_count; ++p) {
            const auto purpose = static_cast<Purpose>(p);
            if (!run.picture.needs_consent(purpose)) continue;
            const auto people = std::count_if(permit.begin(), permit.end(), [&](const auto& one) {
                return one.first.second == purpose && one.second;
            });
            QCOMPARE(std::int64_t{cell(standing, purpose).permit}, std::int64_t{people});
            QCOMPARE(standing.refusals[static_cast<std::size_t>(p)], refusals[purpose]);
            QCOMPARE(standing.withdrawals[static_cast<std::size_t>(p)], withdrawals[purpose]);
            some += people;
        }
        QVERIFY(some > 30);
        QCOMPARE(run.picture.allowed, allowed);
        QCOMPARE(run.picture.last_day, 9); // of ten days
        QVERIFY(run.picture.unfounded.empty());
        // Everybody is in one group of each kind.
        std::map<ConsentGroup::Kind, int> people;
        for (const ConsentGroup& group : standing.groups)
            people[group.kind] += group.people;
        QCOMPARE(people[ConsentGroup::Kind::everybody], 60);
        QCOMPARE(people[ConsentGroup::Kind::notice] + people[ConsentGroup::Kind::unanswered], 60);
        QCOMPARE(people[ConsentGroup::Kind::level], 60);
    }

    void pages_hold_every_row_that_passes_once_and_in_order_data() {
        QTest::addColumn<int>("part");
        QTest::addColumn<int>("purpose");
        QTest::addColumn<int>("person");
        QTest::addColumn<int>("until");
        QTest::newRow("everything") << -1 << -1 << -1 << 99;
        QTest::newRow("consents") << static_cast<int>(LedgerPart::consents) << -1 << -1 << 99;
        QTest::newRow("reads for one purpose")
            << static_cast<int>(LedgerPart::reads) << static_cast<int>(adjust) << -1 << 99;
        QTest::newRow("one person") << -1 << -1 << 0 << 99;
        QTest::newRow("the first days") << -1 << -1 << -1 << 2;
        QTest::newRow("nothing") << static_cast<int>(LedgerPart::consents) << -1 << 1'000'000 << 99;
    }
    void pages_hold_every_row_that_passes_once_and_in_order() {
        QFETCH(int, part);
        QFETCH(int, purpose);
        QFETCH(int, person);
        QFETCH(int, until);
        const Recorded& run = recorded();
        QVERIFY(run.workspace);
        LedgerFilter filter{.until_day = until};
        if (part >= 0) filter.part = static_cast<LedgerPart>(part);
        if (purpose >= 0) filter.purpose = static_cast<Purpose>(purpose);
        // People are spread over all of them, so the first one watched is asked for.
        if (person == 0) filter.person = run.picture.watched.front();
        if (person > 0) filter.person = UserId{static_cast<std::uint32_t>(person)};
        std::vector<std::uint64_t> expected;
        for (const auto& [seq, event] : run.events) {
            if (event.kind == TrailKind::begin || event.time_ms / day_ms > until) continue;
            if (filter.part && part_of(event.kind) != *filter.part) continue;
            if (filter.person && event.person.value != filter.person->value) continue;
            if (filter.purpose && event.kind != TrailKind::read && event.kind != TrailKind::derived) continue;
            if (filter.purpose && event.purpose != *filter.purpose) continue;
            expected.push_back(seq);
        }
        const auto index = index_ledger(run.workspace->trail(), run.picture, filter);
        QVERIFY(index);
        QCOMPARE(index->rows, static_cast<std::uint64_t>(expected.size()));
        std::vector<std::uint64_t> found;
        for (std::size_t page = 0; page < index->pages.size(); ++page) {
            const auto rows =
                ledger_page(run.workspace->trail(), run.picture, filter, *index, page, Text::english());
            QVERIFY(rows && !rows->empty() && rows->size() <= ledger_page_rows);
            for (const LedgerRow& row : *rows) {
                found.push_back(row.seq);
                QVERIFY(!row.what.empty() && !row.result.empty());
            }
        }
        QVERIFY(found == expected);
        if (!expected.empty()) {
            const std::size_t middle = expected.size() / 2;
            const auto place =
                ledger_place(run.workspace->trail(), run.picture, filter, *index, expected[middle]);
            QVERIFY(place && *place && **place == middle);
        }
    }

    void a_read_without_a_basis_is_found_again_in_the_ledger() {
        const Planted planted({story()});
        QVERIFY(planted.workspace);
        const ConsentPicture picture = planted.picture();
        const LedgerFilter filter{.until_day = 9, .purpose = adjust, .only_unfounded = true};
        const auto index = index_ledger(planted.workspace->trail(), picture, filter);
        QVERIFY(index && index->rows == 1);
        const auto rows =
            ledger_page(planted.workspace->trail(), picture, filter, *index, 0, Text::english());
        QVERIFY(rows && rows->size() == 1);
        QVERIFY(rows->front().sign == LedgerSign::no_basis);
        QCOMPARE(rows->front().person->value, 0U);
        QCOMPARE(rows->front().relies_on, std::uint64_t{2});
        QVERIFY(rows->front().when.find("day 5") != std::string::npos);
        std::string csv;
        QVERIFY(ledger_csv(planted.workspace->trail(), picture, filter, Text::english(),
                           [&](std::string_view more) { csv += more; }));
        QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), std::ptrdiff_t{2});
        // It has rows about people, and says so where a program looks first.
        QVERIFY(csv.find(",personal_data\n") != std::string::npos);
    }

    void what_the_workspace_says_of_itself_is_told_by_what_it_is_data() {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QByteArray>("when");
        QTest::newRow("an audit") << QByteArray(R"({"what":"audit","made":"2026-05-06T07:08:09Z"})")
                                  << QByteArray("an audit was made") << QByteArray("2026-05-06");
        QTest::newRow("a calendar") << QByteArray(R"({"what":"calendar","made":"2026-05-07T07:08:09Z"})")
                                    << QByteArray("the calendar of audits was set")
                                    << QByteArray("2026-05-07");
        QTest::newRow("a policy")
            << QByteArray(R"({"what":"published","policy":"mine","made":"2026-05-08T07:08:09Z"})")
            << QByteArray("the policy mine was put into force") << QByteArray("2026-05-08");
        QTest::newRow("of another kind")
            << QByteArray(R"({"what":7,"made":[]})") << QByteArray("an audit was made") << QByteArray("");
    }
    void what_the_workspace_says_of_itself_is_told_by_what_it_is() {
        QFETCH(QByteArray, said);
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, when);
        TrailEvent event;
        event.kind = TrailKind::audited;
        event.text = said.toStdString();
        std::vector<TrailEvent> events = story();
        events.push_back(event);
        const Planted planted({events});
        QVERIFY(planted.workspace);
        const ConsentPicture picture = planted.picture();
        const LedgerFilter filter{.until_day = 9, .part = LedgerPart::other};
        const auto index = index_ledger(planted.workspace->trail(), picture, filter);
        QVERIFY(index && index->rows > 0);
        const auto rows =
            ledger_page(planted.workspace->trail(), picture, filter, *index, 0, Text::english());
        QVERIFY(rows);
        const auto row = std::find_if(rows->begin(), rows->end(), [&](const LedgerRow& one) {
            return one.seq == static_cast<std::uint64_t>(events.size());
        });
        QVERIFY(row != rows->end());
        QCOMPARE(row->what, what.toStdString());
        QCOMPARE(row->when, when.toStdString());
    }

    void every_kind_of_event_has_words() {
        for (int kind = 1; kind < trail_kind_count; ++kind)
            QVERIFY(part_of(static_cast<TrailKind>(kind)) <= LedgerPart::other);
        for (int status = 0; status < consent_status_count; ++status)
            QVERIFY(!Text::english()
                         .get("ledger.state." + std::string(name(static_cast<ConsentStatus>(status))))
                         .empty());
    }
};
ATTUNE_TEST(Consent_picture_test);
#include "consent_picture_test.moc"
