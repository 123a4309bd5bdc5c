// What answers are taken to mean: the table as a file.
#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/policy/parameters.h"
#include "core/recommender/feedback/annotation.h"
#include "tests/support/test.h"

#include <set>

using namespace attune;

namespace {

Json shipped() {
    return Json::parse(find_resource("annotation/answers.json").value());
}

} // namespace

class Annotation_test : public QObject {
    Q_OBJECT
private slots:
    // FB-25: every response has one row, and the table comes back as it was written.
    void every_response_resolves_to_one_row_and_the_table_round_trips() {
        const Json file = shipped();
        QCOMPARE(file["rows"].size(), std::size_t{response_count});
        std::set<std::string> seen;
        for (const Json& row : file["rows"]) {
            const auto response = response_named(row["response"].get<std::string>());
            QVERIFY(response);
            QVERIFY(seen.insert(row["response"].get<std::string>()).second);
            const AnnotationRow& read = shipped_annotation().of(*response);
            QCOMPARE(std::string(name(read.effect)), row["effect"].get<std::string>());
            QCOMPARE(read.outcome, row["outcome"].get<std::string>());
            QCOMPARE(row.contains("size"), read.effect == AnswerEffect::satisfaction_estimate);
            QCOMPARE(read.size, row.value("size", 0.0F));
        }
        const auto again = parse_annotation(annotation_to_json(shipped_annotation()), "a.json");
        VERIFY_OK(again);
        QVERIFY(*again == shipped_annotation());
    }

    void what_cannot_be_meant_is_refused_data() {
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("unknown response") << 0 << R"({"response": "applause"})"
                                          << "no response 'applause'";
        QTest::newRow("twice") << 1 << R"({"response": "thumb_up"})"
                               << "has two rows";
        QTest::newRow("effect") << 0 << R"({"effect": "magic"})"
                                << "no known effect";
        QTest::newRow("no outcome") << 0 << R"({"outcome": ""})"
                                    << "no outcome";
        QTest::newRow("size of a lever") << 0 << R"({"size": 2})"
                                         << "the lever 'answers.thumb_up' of a policy";
        QTest::newRow("estimate") << 13 << R"({"size": 2})"
                                  << "from 0 to 1";
        QTest::newRow("survey moves a slate") << 13 << R"({"effect": "item_value", "size": null})"
                                              << "can change no slate";
        QTest::newRow("thumb as estimate") << 0 << R"({"effect": "satisfaction_estimate", "size": 1})"
                                           << "not about satisfaction";
        QTest::newRow("key") << 0 << R"({"colour": 1})"
                             << "no 'colour'";
    }
    void what_cannot_be_meant_is_refused() {
        QFETCH(int, row);
        QFETCH(QString, patch);
        QFETCH(QString, complaint);
        Json file = shipped();
        file["rows"][static_cast<std::size_t>(row)].merge_patch(Json::parse(patch.toStdString()));
        const auto refused = parse_annotation(file.dump(1), "a.json");
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().what).contains(complaint),
                 refused.error().what.c_str());
        QVERIFY2(refused.error().where.starts_with("a.json:"), refused.error().where.c_str());
    }

    // FB-25: how much a response changes is a lever of the same name, in its own place; more stars are worth
    // more.
    void every_response_with_an_effect_on_slates_has_its_lever() {
        std::set<double> sizes;
        for (int r = 0; r < response_count; ++r) {
            const auto response = static_cast<Response>(r);
            const std::string key = "answers." + std::string(name(response));
            const PolicyTable::Entry* lever = policy_parameters().find(key);
            const bool moves =
                shipped_annotation().of(response).effect != AnswerEffect::satisfaction_estimate;
            QCOMPARE(lever != nullptr, moves);
            if (!lever) {
                QCOMPARE(answer_size(Policy{}, response), 0.0F);
                continue;
            }
            const double own = -0.01 * (r + 1);
            Policy policy;
            policy_parameters().set(policy, *lever, key, own);
            QCOMPARE(answer_size(policy, response), static_cast<float>(own));
            QVERIFY(sizes.insert(own).second);
        }
        for (int stars = 2; stars <= 5; ++stars) {
            const auto& table = policy_parameters();
            QCOMPARE(table.find("answers.stars_" + std::to_string(stars))->spec.minimum,
                     table.find("answers.stars_" + std::to_string(stars - 1))->spec.maximum);
        }
    }

    void a_response_without_a_row_is_named() {
        Json file = shipped();
        file["rows"].erase(4);
        const auto refused = parse_annotation(file.dump(1), "a.json");
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("'stars_3' has no row") != std::string::npos);
    }

    void better_answers_are_worth_more() {
        QCOMPARE(goodness(Response::thumb_up), 1.0F);
        QCOMPARE(goodness(Response::thumb_down), 0.0F);
        for (int point = 1; point <= 5; ++point) {
            QCOMPARE(goodness(stars_response(point)), static_cast<float>(point - 1) / 4);
            QCOMPARE(goodness(survey_response(point)), static_cast<float>(point - 1) / 4);
        }
    }
};
ATTUNE_TEST(Annotation_test);
#include "annotation_test.moc"
