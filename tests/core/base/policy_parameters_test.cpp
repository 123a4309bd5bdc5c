#include "core/base/resources.h"
#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "core/policy/prompt_place.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

using namespace attune;

namespace {

// A concrete key of an entry: family members need a name.
std::string concrete(const ParameterSpec& spec) {
    return spec.is_family() ? spec.family_prefix() + "small" : spec.key;
}

void add_entries() {
    QTest::addColumn<int>("index");
    const auto& entries = policy_parameters().entries();
    for (std::size_t i = 0; i < entries.size(); ++i)
        QTest::addRow("%s", entries[i].spec.key.c_str()) << static_cast<int>(i);
}

const PolicyTable::Entry& entry_at(int index) {
    return policy_parameters().entries().at(static_cast<std::size_t>(index));
}

// A value away from the default and inside the range.
double other_value(const ParameterSpec& spec) {
    return spec.standard == spec.maximum ? spec.minimum : spec.maximum;
}

qsizetype words_in(const std::string& text) {
    return QString::fromStdString(text).split(' ', Qt::SkipEmptyParts).size();
}

std::string file_with(const std::string& line) {
    return "{\n\"attune\": \"policy\",\n\"version\": 1,\n\"name\": \"x\",\n\"values\": {\n" + line + "\n}\n}";
}

} // namespace

class Policy_parameters_test : public QObject {
    Q_OBJECT
private slots:
    void a_lever_is_described_soundly_data() { add_entries(); }
    void a_lever_is_described_soundly() {
        QFETCH(int, index);
        const ParameterSpec& spec = entry_at(index).spec;
        QVERIFY(spec.minimum < spec.maximum);
        QVERIFY(spec.standard >= spec.minimum && spec.standard <= spec.maximum);
        QVERIFY(spec.step > 0 && spec.step <= spec.maximum - spec.minimum);
        QVERIFY(!spec.group.empty() && !spec.unit.empty() && !spec.source.empty());
        QVERIFY(spec.is_family() || spec.key.starts_with(spec.group + "."));
        if (spec.scale == Scale::log) QVERIFY(spec.minimum > 0);
        if (spec.kind == ParameterKind::choice)
            QCOMPARE(static_cast<double>(spec.choices.size()), spec.maximum + 1);
        if (spec.kind != ParameterKind::real) QCOMPARE(std::floor(spec.standard), spec.standard);
    }

    void the_default_is_that_of_the_member_data() { add_entries(); }
    void the_default_is_that_of_the_member() {
        QFETCH(int, index);
        const auto& entry = entry_at(index);
        QCOMPARE(policy_parameters().get(Policy{}, entry, concrete(entry.spec)), entry.spec.standard);
    }

    void keys_and_members_are_bound_once() {
        std::set<std::string> keys;
        for (const auto& entry : policy_parameters().entries())
            QVERIFY2(keys.insert(entry.spec.key).second, entry.spec.key.c_str());
        // Setting one lever changes that one alone.
        for (const auto& entry : policy_parameters().entries()) {
            Policy changed;
            const std::string key = concrete(entry.spec);
            policy_parameters().set(changed, entry, key, other_value(entry.spec));
            const auto changes = policy_parameters().diff(Policy{}, changed);
            QCOMPARE(changes.size(), 1U);
            QCOMPARE(changes[0].key, key);
            QCOMPARE(changes[0].to, other_value(entry.spec));
        }
    }

    void a_lever_has_words_data() { add_entries(); }
    void a_lever_has_words() {
        QFETCH(int, index);
        const ParameterSpec& spec = entry_at(index).spec;
        const Text& text = Text::english();
        QVERIFY2(text.has(spec.text_key()), spec.text_key().c_str());
        QVERIFY2(text.has(spec.text_key() + ".why"), spec.text_key().c_str());
        QVERIFY2(text.has("group." + spec.group), spec.group.c_str());
        // A name has this much room in the lab's dock.
        const std::string shown = spec.is_family() ? text.get(spec.text_key() + ".of", {{"group", "small"}})
                                                   : text.get(spec.text_key());
        QVERIFY2(QString::fromStdString(shown).size() <= 24, shown.c_str());
        QVERIFY2(shown.front() >= 'A' && shown.front() <= 'Z' && !shown.ends_with('.'), shown.c_str());
        const qsizetype name_words = words_in(text.get(spec.text_key()));
        QVERIFY2(name_words >= 1 && name_words <= 5, text.get(spec.text_key()).c_str());
        const std::string why = text.get(spec.text_key() + ".why");
        QVERIFY2(why.ends_with('.') && why.find(". ") == std::string::npos, why.c_str());
        QVERIFY2(words_in(why) >= 6 && words_in(why) <= 28, why.c_str());
    }

    void no_words_are_left_over() {
        std::set<std::string> known;
        for (const auto& entry : policy_parameters().entries()) {
            known.insert(
                {entry.spec.text_key(), entry.spec.text_key() + ".why", "group." + entry.spec.group});
            for (const std::string& choice : entry.spec.choices)
                known.insert(entry.spec.text_key() + ".choice." + choice);
            if (entry.spec.is_family())
                known.insert({entry.spec.text_key() + ".of", entry.spec.text_key() + ".zero"});
        }
        const auto file = find_resource("text/en/parameters.json");
        QVERIFY(file);
        const auto text = Text::parse(*file, "parameters.json");
        VERIFY_OK(text);
        for (const auto& [key, words] : text->all())
            QVERIFY2(known.count(key) == 1, key.c_str());
        QCOMPARE(text->all().size(), known.size());
    }

    // Files from before questions had a place.
    void a_policy_that_says_coercive_is_read_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<int>("place");
        QTest::newRow("free") << "false" << static_cast<int>(PromptPlace::below);
        QTest::newRow("forced") << "true" << static_cast<int>(PromptPlace::forced);
    }
    void a_policy_that_says_coercive_is_read() {
        QFETCH(QString, said);
        QFETCH(int, place);
        const auto read = policy_from_json(
            R"({"attune": "policy", "version": 1, "name": "old", "values": {"prompt.coercive": )" +
                said.toStdString() + "}}",
            "old.json");
        VERIFY_OK(read);
        QCOMPARE(read->prompt_place, place);
    }

    void a_value_goes_through_the_file_data() { add_entries(); }
    void a_value_goes_through_the_file() {
        QFETCH(int, index);
        const auto& entry = entry_at(index);
        Policy policy;
        policy.name = "tried";
        policy_parameters().set(policy, entry, concrete(entry.spec), other_value(entry.spec));
        if (entry.spec.key == "deescalation.watch_at") policy.acknowledge_at = 0.95;
        const auto back = policy_from_json(policy_to_json(policy), "p.json");
        VERIFY_OK(back);
        QVERIFY(*back == policy);
        QCOMPARE(policy_to_json(*back), policy_to_json(policy));
    }

    void a_value_out_of_range_is_refused_data() { add_entries(); }
    void a_value_out_of_range_is_refused() {
        QFETCH(int, index);
        const auto& entry = entry_at(index);
        const ParameterSpec& spec = entry.spec;
        const std::string key = concrete(spec);
        for (const double value : {spec.minimum - 1, spec.maximum + 1}) {
            Json json = value;
            if (spec.kind == ParameterKind::choice) json = "neither";
            const std::string line = "\"" + key + "\": " + json.dump();
            const auto policy = policy_from_json(file_with(line), "p.json");
            QVERIFY(!policy);
            QCOMPARE(policy.error().code, ErrorCode::bad_input);
            QCOMPARE(policy.error().where, std::string("p.json:6"));
            QVERIFY2(policy.error().what.find("'" + key + "'") != std::string::npos,
                     policy.error().what.c_str());
            if (spec.kind == ParameterKind::boolean)
                QVERIFY(policy.error().remedy.find("true or false") != std::string::npos);
            else if (spec.kind == ParameterKind::choice)
                for (const std::string& choice : spec.choices)
                    QVERIFY(policy.error().remedy.find(choice) != std::string::npos);
            else
                for (const double bound : {spec.minimum, spec.maximum})
                    QVERIFY2(policy.error().remedy.find(format_value(spec, bound)) != std::string::npos,
                             policy.error().remedy.c_str());
            // The same on the command line, and nothing is changed.
            Policy target;
            target.temperature = 0.7;
            const Policy before = target;
            const std::string text = json.is_string() ? json.get<std::string>() : json.dump();
            QVERIFY(!policy_parameters().set_text(target, key, text));
            QVERIFY(target == before);
        }
    }

    void files_that_are_no_policy_are_refused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const std::string& text, const char* where, const char* what) {
            QTest::newRow(name) << QString::fromStdString(text) << where << what;
        };
        row("a list", "[]", "p.json", "not a policy");
        row("something else of ours", R"({"attune": "scenario", "version": 1})", "p.json", "not a policy");
        row("no version", R"({"attune": "policy", "name": "x"})", "p.json", "version");
        row("newer", "{\"attune\": \"policy\",\n\"version\": 99, \"name\": \"x\"}", "p.json:2",
            "of version 99");
        row("half a version", "{\"attune\": \"policy\",\n\"version\": 1.5, \"name\": \"x\"}", "p.json:2",
            "version");
        row("no name", R"({"attune": "policy", "version": 1})", "p.json", "no name");
        row("empty name", "{\"attune\": \"policy\", \"version\": 1,\n\"name\": \"\"}", "p.json:2", "no name");
        row("unknown part", "{\"attune\": \"policy\", \"version\": 1, \"name\": \"x\",\n\"vals\": {}}",
            "p.json:2", "'vals'");
        row("unknown lever", file_with("\"prompt.weekly_cup\": 1"), "p.json:6",
            "no parameter 'prompt.weekly_cup'");
        row("values as a list", "{\"attune\": \"policy\", \"version\": 1, \"name\": \"x\",\n\"values\": []}",
            "p.json:2", "'values'");
        row("floors too high", file_with("\"fairness.floor.a\": 0.5, \"fairness.floor.b\": 0.5"), "p.json",
            "add up to");
        row("watching later than reacting",
            file_with("\"deescalation.watch_at\": 0.6, \"deescalation.acknowledge_at\": 0.5"), "p.json",
            "'deescalation.watch_at'");
        row("not JSON", "{\n\"attune\" \"policy\"}", "p.json:2", "not valid JSON");
    }
    void files_that_are_no_policy_are_refused() {
        QFETCH(QString, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        const auto policy = policy_from_json(text.toStdString(), "p.json");
        QVERIFY(!policy);
        QCOMPARE(policy.error().code, ErrorCode::bad_input);
        QCOMPARE(QString::fromStdString(policy.error().where), where);
        QVERIFY2(QString::fromStdString(policy.error().what).contains(what), policy.error().what.c_str());
    }

    void an_endless_unknown_part_makes_a_short_message() {
        const std::string endless(100000, 'k');
        const auto policy = policy_from_json(
            R"({"attune": "policy", "version": 1, "name": "x", ")" + endless + R"(": 1})", "p.json");
        QVERIFY(!policy);
        QVERIFY2(policy.error().what.find("'" + excerpt(endless) + "'") != std::string::npos,
                 policy.error().what.substr(0, 300).c_str());
        QVERIFY(policy.error().what.size() < 200);
    }

    void keys_left_out_keep_their_defaults() {
        const auto policy =
            policy_from_json(R"({"attune": "policy", "version": 1, "name": "bare"})", "p.json");
        VERIFY_OK(policy);
        QVERIFY(policy_parameters().diff(Policy{}, *policy).empty());
        QCOMPARE(policy->name, std::string("bare"));
    }

    void the_shipped_policies_are_what_they_say() {
        const std::vector<Policy>& all = shipped_policies();
        std::size_t files = 0;
        for (const Resource& resource : resources()) {
            if (!resource.path.starts_with("policies/")) continue;
            ++files;
            const auto policy = policy_from_json(resource.bytes, std::string(resource.path));
            VERIFY_OK(policy);
            QCOMPARE("policies/" + policy->name + ".json", std::string(resource.path));
        }
        QCOMPARE(all.size(), files);
        QVERIFY(!all.empty());
        QVERIFY(all.front() == Policy{});
        const auto named = [&](const char* name) {
            const auto found =
                std::find_if(all.begin(), all.end(), [&](const Policy& p) { return p.name == name; });
            return found == all.end() ? Policy{} : *found;
        };
        const auto changes = [&](const char* name) {
            std::string line;
            for (const ParameterChange& change : policy_parameters().diff(Policy{}, named(name)))
                line += (line.empty() ? "" : ", ") + change.key + " " + format_value(*change.spec, change.to);
            return line;
        };
        QCOMPARE(changes("careful"),
                 std::string("fairness.floor.small 0.25, prompt.weekly_cap 1, prompt.gap_hours 168, "
                             "deescalation.signs 2"));
        QCOMPARE(changes("firm"), std::string("fairness.floor.small 0.35, deescalation.step 1.6, "
                                              "deescalation.alike 3"));
        QCOMPARE(changes("no-deescalation"), std::string("deescalation.enabled false, deescalation.alike 0, "
                                                         "deescalation.near_slates 0"));
        // What others offer, by how much less of what was rejected comes: "calibrated, not predicted".
        for (const char* name : {"platform-dislike", "platform-not-interested", "platform-remove-history",
                                 "platform-do-not-recommend"}) {
            const Policy preset = named(name);
            QVERIFY2(preset.name == name && !preset.conversation && preset.near_slates == 0 &&
                         preset.familiar == 0,
                     changes(name).c_str());
        }
        QCOMPARE(changes("ask-every-session"), std::string("prompt.weekly_cap 50, prompt.gap_hours 0"));
        QCOMPARE(changes("popularity"), std::string("ranking.ranker popularity"));
        QCOMPARE(changes("content-only"), std::string("ranking.ranker content"));
        QCOMPARE(changes("random"), std::string("ranking.ranker random"));
    }
};
ATTUNE_TEST(Policy_parameters_test);

#include "policy_parameters_test.moc"
