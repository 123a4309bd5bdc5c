#include "core/base/text.h"
#include "simulations/population/assumptions.h"
#include "tests/support/test.h"

#include <cmath>
#include <map>
#include <set>
#include <type_traits>

using namespace attune;

namespace {

void add_entries() {
    QTest::addColumn<int>("index");
    const auto& entries = world_parameters().entries();
    for (std::size_t i = 0; i < entries.size(); ++i)
        QTest::addRow("%s", entries[i].spec.key.c_str()) << static_cast<int>(i);
}

const AssumptionTable::Entry& entry_at(int index) {
    return world_parameters().entries().at(static_cast<std::size_t>(index));
}

/// Another value of the range than `value`.
double other_value(const ParameterSpec& spec, double value) {
    return value == spec.maximum ? spec.minimum : spec.maximum;
}

} // namespace

class Assumptions_test : public QObject {
    Q_OBJECT
private slots:
    void an_assumption_is_described_soundly_data() { add_entries(); }
    void an_assumption_is_described_soundly() {
        QFETCH(int, index);
        const ParameterSpec& spec = entry_at(index).spec;
        QVERIFY(spec.minimum < spec.maximum);
        QVERIFY(spec.standard >= spec.minimum && spec.standard <= spec.maximum);
        QVERIFY(spec.step > 0 && spec.step <= spec.maximum - spec.minimum);
        QVERIFY(spec.key.starts_with("world.") && spec.group.starts_with("world."));
        QVERIFY(!spec.unit.empty() && !spec.source.empty());
        QVERIFY(!spec.is_family());
        if (spec.kind == ParameterKind::integer) QCOMPARE(std::floor(spec.standard), spec.standard);
    }

    void the_default_is_that_of_the_member_data() { add_entries(); }
    void the_default_is_that_of_the_member() {
        QFETCH(int, index);
        QCOMPARE(world_parameters().get(Assumptions{}, entry_at(index), entry_at(index).spec.key),
                 entry_at(index).spec.standard);
    }

    void it_is_explained_in_words_data() { add_entries(); }
    void it_is_explained_in_words() {
        QFETCH(int, index);
        const ParameterSpec& spec = entry_at(index).spec;
        for (const std::string& key :
             {"parameter." + spec.key, "parameter." + spec.key + ".why", "group." + spec.group})
            QVERIFY2(Text::english().has(key), key.c_str());
        QVERIFY(Text::english().get("parameter." + spec.key) !=
                Text::english().get("parameter." + spec.key + ".why"));
    }

    void setting_one_moves_that_one_alone_data() { add_entries(); }
    void setting_one_moves_that_one_alone() {
        QFETCH(int, index);
        const auto& entry = entry_at(index);
        Assumptions changed;
        world_parameters().set(changed, entry, entry.spec.key, other_value(entry.spec, entry.spec.standard));
        const auto changes = world_parameters().diff(Assumptions{}, changed);
        QCOMPARE(changes.size(), 1U);
        QCOMPARE(changes[0].key, entry.spec.key);
    }

    void keys_are_unique_and_no_member_is_left_out() {
        std::set<std::string> keys;
        Assumptions far;
        for (const auto& entry : world_parameters().entries()) {
            QVERIFY2(keys.insert(entry.spec.key).second, entry.spec.key.c_str());
            world_parameters().set(far, entry, entry.spec.key, other_value(entry.spec, entry.spec.standard));
        }
        // The members of the table, laid side by side, fill the struct but for padding.
        std::map<std::ptrdiff_t, std::size_t> members; // place -> bytes
        for (const auto& entry : world_parameters().entries())
            std::visit(
                [&](auto member) {
                    if constexpr (!std::is_same_v<decltype(member), AssumptionTable::Family>)
                        members[reinterpret_cast<const char*>(&(far.*member)) -
                                reinterpret_cast<const char*>(&far)] = sizeof(far.*member);
                },
                entry.member);
        QCOMPARE(members.size(), keys.size());
        std::ptrdiff_t end = 0;
        for (const auto& [place, bytes] : members) {
            QVERIFY2(place - end < static_cast<std::ptrdiff_t>(alignof(double)), "a member without a row");
            end = place + static_cast<std::ptrdiff_t>(bytes);
        }
        QVERIFY2(static_cast<std::ptrdiff_t>(sizeof(Assumptions)) - end <
                     static_cast<std::ptrdiff_t>(alignof(double)),
                 "a member without a row");
    }

    void json_brings_every_value_back() {
        Assumptions far;
        for (const auto& entry : world_parameters().entries())
            world_parameters().set(far, entry, entry.spec.key, other_value(entry.spec, entry.spec.standard));
        const std::string text = world_parameters().to_json(far).dump();
        Assumptions read;
        const auto json = parse_json(text, "a.json");
        VERIFY_OK(json);
        VERIFY_OK(world_parameters().apply(read, *json, "a.json", text));
        QVERIFY(read == far);
    }

    void both_ends_of_a_range_are_in_it_and_no_more_data() { add_entries(); }
    void both_ends_of_a_range_are_in_it_and_no_more() {
        QFETCH(int, index);
        const ParameterSpec& spec = entry_at(index).spec;
        const double beyond = spec.kind == ParameterKind::integer ? 1 : 1e-6;
        const auto set = [&](double value) {
            Assumptions target;
            return world_parameters().set_text(target, spec.key,
                                               QString::number(value, 'g', 17).toStdString());
        };
        VERIFY_OK(set(spec.minimum));
        VERIFY_OK(set(spec.maximum));
        for (const double outside : {spec.minimum - beyond, spec.maximum + beyond}) {
            const auto refused = set(outside);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::bad_input);
            QVERIFY2(to_line(refused.error()).find(spec.key) != std::string::npos,
                     to_line(refused.error()).c_str());
        }
    }
};
ATTUNE_TEST(Assumptions_test);

#include "assumptions_test.moc"
