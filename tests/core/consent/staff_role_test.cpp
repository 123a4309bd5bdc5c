// What a role may do, and that a refusal says why and who can.
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/consent/staff_role.h"
#include "tests/support/test.h"

using namespace attune;

class Staff_role_test : public QObject {
    Q_OBJECT

private slots:
    void each_role_has_its_own_acts_data() {
        QTest::addColumn<int>("act");
        QTest::addColumn<bool>("product");
        QTest::addColumn<bool>("officer");
        const auto row = [](StaffAct act, bool product, bool officer) {
            QTest::newRow(std::string(name(act)).c_str()) << static_cast<int>(act) << product << officer;
        };
        row(StaffAct::save_matrix, false, true);
        row(StaffAct::sign_matrix, false, true);
        row(StaffAct::sign_audit, false, true);
        row(StaffAct::put_policy_in_force, true, false);
        row(StaffAct::save_policy, true, true);
    }
    void each_role_has_its_own_acts() {
        QFETCH(int, act);
        QFETCH(bool, product);
        QFETCH(bool, officer);
        for (const auto& [role, may] :
             {std::pair{StaffRole::product, product}, std::pair{StaffRole::officer, officer}}) {
            QCOMPARE(may_do(role, static_cast<StaffAct>(act)), may);
            const Status checked = check_may(role, static_cast<StaffAct>(act));
            QCOMPARE(checked.has_value(), may);
            if (may) continue;
            QCOMPARE(checked.error().code, ErrorCode::refused);
            // Why, and who can.
            QVERIFY(QString::fromStdString(checked.error().what).contains("may not"));
            const StaffRole other = role == StaffRole::product ? StaffRole::officer : StaffRole::product;
            const QString who =
                QString::fromStdString(Text::english().get("role." + std::string(name(other)))).toLower();
            QVERIFY2(QString::fromStdString(checked.error().remedy).toLower().contains(who),
                     checked.error().remedy.c_str());
        }
    }

    void roles_have_names_that_files_know() {
        for (int r = 0; r < staff_role_count; ++r) {
            const auto role = static_cast<StaffRole>(r);
            QCOMPARE(*staff_role_named(name(role)), role);
            QVERIFY(Text::english().has("role." + std::string(name(role))));
        }
        QVERIFY(!staff_role_named("owner"));
    }
};

ATTUNE_TEST(Staff_role_test);
#include "staff_role_test.moc"
