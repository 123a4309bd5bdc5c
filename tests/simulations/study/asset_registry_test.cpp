// Everything has an owner, and what has none is named.
#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/policy/parameters.h"
#include "simulations/study/asset_registry.h"
#include "tests/simulations/study/recorded_trail.h"

#include <QTemporaryDir>

#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* may_6 = "2024-05-06T07:08:09Z";

Json shipped_json() {
    return Json::parse(find_resource("consent/owners.json").value());
}

const Asset* find(const std::vector<Asset>& assets, Asset::Kind kind, const std::string& name) {
    for (const Asset& asset : assets)
        if (asset.kind == kind && asset.name == name) return &asset;
    return nullptr;
}

} // namespace

class AssetRegistry_test : public QObject {
    Q_OBJECT
private slots:
    // FB-35
    void every_shipped_asset_has_an_owner() {
        const auto assets = asset_registry(nullptr, shipped_owners(), Text::english());
        VERIFY_OK(assets);
        std::set<std::string> signals_named, policies;
        for (const Asset& asset : *assets) {
            QVERIFY2(!asset.ownerless(), asset.name.c_str());
            QVERIFY2(!asset.title.starts_with("["), asset.title.c_str());
            if (asset.kind == Asset::Kind::signal) signals_named.insert(asset.name);
            if (asset.kind == Asset::Kind::policy) policies.insert(asset.name);
        }
        QCOMPARE(signals_named.size(), std::size_t{signal_count});
        QCOMPARE(policies.size(), shipped_policies().size());
        QCOMPARE(registry_sentence(*assets, Text::english()),
                 Text::english().get("registry.owned", {{"count", std::to_string(assets->size())}}));
    }

    void asset_without_an_owner_is_shown_as_broken_data() {
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::newRow("signal") << "signals"
                                << "stars" << static_cast<int>(Asset::Kind::signal);
        QTest::newRow("model") << "models"
                               << "popularity" << static_cast<int>(Asset::Kind::model);
        QTest::newRow("rules") << "rules"
                               << "matrix" << static_cast<int>(Asset::Kind::rules);
        QTest::newRow("policies") << "shipped_policies"
                                  << "careful" << static_cast<int>(Asset::Kind::policy);
    }
    void asset_without_an_owner_is_shown_as_broken() {
        QFETCH(QString, part);
        QFETCH(QString, name);
        QFETCH(int, kind);
        Json json = shipped_json();
        Json& at = json[part.toStdString()];
        if (at.is_object())
            at.erase(name.toStdString());
        else
            at = "";
        const auto owners = parse_owners(json.dump(), "owners.json");
        VERIFY_OK(owners);
        const Text& text = Text::english();
        const auto assets = asset_registry(nullptr, *owners, text);
        VERIFY_OK(assets);
        const Asset* asset = find(*assets, static_cast<Asset::Kind>(kind), name.toStdString());
        QVERIFY(asset && asset->ownerless());
        QVERIFY(registry_sentence(*assets, text).find(asset->title) != std::string::npos);
        const DataTable table = registry_table(*assets, text);
        int nobody_s = 0;
        for (const auto& row : table.rows)
            nobody_s += row[2] == text.get("registry.nobody") ? 1 : 0;
        QCOMPARE(nobody_s, at.is_object() ? 1 : static_cast<int>(shipped_policies().size()));
    }

    void owners_that_cannot_be_are_refused_data() {
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("owner");
        QTest::newRow("unknown signal") << "signals"
                                        << "smell"
                                        << "Somebody";
        QTest::newRow("unknown model") << "models"
                                       << "magic"
                                       << "Somebody";
        QTest::newRow("nameless owner") << "signals"
                                        << "thumb"
                                        << "";
    }
    void owners_that_cannot_be_are_refused() {
        QFETCH(QString, part);
        QFETCH(QString, name);
        QFETCH(QString, owner);
        Json json = shipped_json();
        json[part.toStdString()][name.toStdString()] = owner.toStdString();
        const auto owners = parse_owners(json.dump(1), "owners.json");
        QVERIFY(!owners && owners.error().code == ErrorCode::bad_input);
        QVERIFY2(owners.error().what.find(name.toStdString()) != std::string::npos,
                 owners.error().what.c_str());
    }

    void policy_is_its_author_s_and_one_that_was_only_run_nobody_s() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        Policy loose;
        loose.name = "loose";
        QVERIFY(record_run(path, 20, may_6, loose));
        QVERIFY(save_version(path, {}));
        const auto workspace = Workspace::open(path, OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto assets = asset_registry(&*workspace, shipped_owners(), Text::english());
        VERIFY_OK(assets);
        QCOMPARE(find(*assets, Asset::Kind::policy, "mine")->owner, std::string("Ines"));
        const Asset* run = find(*assets, Asset::Kind::policy, "loose");
        QVERIFY(run && run->ownerless());
    }
};

ATTUNE_TEST(AssetRegistry_test);

#include "asset_registry_test.moc"
