// Which policies push people.
#include "core/base/text.h"
#include "core/consent/notice.h"
#include "core/policy/coercion.h"
#include "core/policy/parameters.h"
#include "core/policy/prompt_place.h"
#include "tests/support/test.h"

#include <set>

using namespace attune;

namespace {

QStringList keys_of(const Policy& policy) {
    QStringList keys;
    for (const CoerciveTrait& trait : coercive_traits(policy))
        keys << QString::fromUtf8(trait.key.data(), static_cast<qsizetype>(trait.key.size()));
    return keys;
}

} // namespace

class Coercion_test : public QObject {
    Q_OBJECT
private slots:
    // FB-48
    void hiding_the_refusal_is_coercive_and_the_other_designs_are_not_data() {
        QTest::addColumn<int>("design");
        QTest::addColumn<QStringList>("traits");
        for (int d = 0; d < notice_design_count; ++d) {
            const std::string design(name(static_cast<NoticeDesign>(d)));
            QTest::newRow(design.c_str())
                << d << (design == "second_click" ? QStringList{"second_click"} : QStringList{});
        }
    }
    void hiding_the_refusal_is_coercive_and_the_other_designs_are_not() {
        QFETCH(int, design);
        QFETCH(QStringList, traits);
        Policy policy;
        policy.notice = design;
        QCOMPARE(keys_of(policy), traits);
    }

    void questions_over_the_content_are_coercive_and_each_trait_is_named() {
        Policy policy;
        QVERIFY(keys_of(policy).isEmpty());
        policy.prompt_place = static_cast<int>(PromptPlace::forced);
        QCOMPARE(keys_of(policy), QStringList{"forced_prompts"});
        policy.notice = static_cast<int>(NoticeDesign::second_click);
        QCOMPARE(keys_of(policy), QStringList({"second_click", "forced_prompts"}));
        // FB-47: over the items is over the items, closed or not.
        policy.prompt_place = static_cast<int>(PromptPlace::window);
        QCOMPARE(keys_of(policy), QStringList({"second_click", "covering_prompts"}));
    }

    // Taken from the notices themselves: a design is coercive where refusing takes more taps than agreeing.
    void the_designs_in_which_refusing_takes_more_taps_are_the_coercive_ones() {
        for (const Notice& notice : shipped_notices()) {
            Policy policy;
            policy.notice = static_cast<int>(notice.design);
            QCOMPARE(keys_of(policy).isEmpty(), notice.steps_to_refuse <= notice.steps_to_give);
        }
    }

    void no_policy_that_ships_is_coercive() {
        for (const Policy& policy : shipped_policies())
            QVERIFY2(coercive_traits(policy).empty(), policy.name.c_str());
    }

    void every_trait_has_its_words() {
        std::set<std::string> keys;
        for (const CoerciveTrait& trait : all_coercive_traits()) {
            const std::string key(trait.key);
            QVERIFY(keys.insert(key).second);
            QVERIFY(Text::english().has("coercion.name." + key));
            QVERIFY(Text::english().get("coercion.never." + key).starts_with("Never put into force"));
        }
        for (const auto& [key, words] : Text::english().all())
            if (key.starts_with("coercion."))
                QVERIFY2(keys.contains(key.substr(key.rfind('.') + 1)), key.c_str());
    }
};
ATTUNE_TEST(Coercion_test);
#include "coercion_test.moc"
