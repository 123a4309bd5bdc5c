// The folder for an impact assessment: complete, true to its manifest, the same from the same trail, and
// without a row about a person.
#include "core/base/json.h"
#include "core/base/random.h"
#include "simulations/study/dpia_bundle.h"
#include "tests/simulations/study/recorded_trail.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* may_6 = "2024-05-06T07:08:09Z";

Result<std::vector<BundleFile>> bundle_of(const std::string& path) {
    const auto audit = audit::trail::audit_workspace(path, {});
    if (!audit) return pass_on(audit);
    const auto workspace = Workspace::open(path, OpenMode::read_only);
    if (!workspace) return pass_on(workspace);
    return dpia_bundle(*workspace, *audit, Text::english());
}

const BundleFile& file_of(const std::vector<BundleFile>& files, const std::string& name) {
    for (const BundleFile& file : files)
        if (file.name == name) return file;
    throw std::runtime_error("no file " + name);
}

} // namespace

class DpiaBundle_test : public QObject {
    Q_OBJECT
private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
    }

    void same_trail_gives_the_same_bytes_and_the_manifest_is_true() {
        QVERIFY(record_run(path_, 40, may_6));
        const auto first = bundle_of(path_);
        VERIFY_OK(first);
        const std::string other = folder_->filePath("other.attune").toStdString();
        QVERIFY(QFile::copy(QString::fromStdString(path_), QString::fromStdString(other)));
        const auto second = bundle_of(other);
        VERIFY_OK(second);
        QCOMPARE(second->size(), first->size());
        for (std::size_t i = 0; i < first->size(); ++i)
            QVERIFY2((*first)[i].bytes == (*second)[i].bytes, (*first)[i].name.c_str());
        const QString out = folder_->filePath("bundle");
        VERIFY_OK(write_bundle(*first, out.toStdString()));
        QCOMPARE(QDir(out).entryList(QDir::Files).size(), static_cast<qsizetype>(first->size()));
        const Json manifest = Json::parse(file_of(*first, "manifest.json").bytes);
        QCOMPARE(manifest["files"].size(), first->size() - 1);
        for (const Json& row : manifest["files"]) {
            QFile file(out + u'/' + QString::fromStdString(row["file"].get<std::string>()));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QCOMPARE(bytes.size(), static_cast<qsizetype>(row["bytes"].get<std::int64_t>()));
            QCOMPARE(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(),
                     QByteArray::fromStdString(row["sha256"].get<std::string>()));
        }
        // Again over what is there: the same.
        VERIFY_OK(write_bundle(*second, out.toStdString()));
        QCOMPARE(QDir(out).entryList(QDir::Files).size(), static_cast<qsizetype>(first->size()));
        // A file of that name is no folder.
        QVERIFY(!write_bundle(*first, path_));
    }

    void assessment_says_what_was_measured() {
        QVERIFY(record_run(path_, 40, may_6));
        const auto files = bundle_of(path_);
        VERIFY_OK(files);
        const std::string& page = file_of(*files, "assessment.html").bytes;
        QXmlStreamReader reader(QString::fromStdString(page));
        while (!reader.atEnd())
            reader.readNext();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        for (const BundleFile& file : *files)
            for (const char* missing : {"[dpia.", "[audit_report.", "[registry.", "[verdict."})
                QVERIFY2(file.bytes.find(missing) == std::string::npos, file.name.c_str());
        const auto workspace = Workspace::open(path_, OpenMode::read_only);
        const auto audit = audit::trail::audit_workspace(path_, {});
        const auto risks = risk_section(*workspace, *audit, Text::english());
        VERIFY_OK(risks);
        QVERIFY(risks->table.rows.size() >= 10);
        for (const auto& row : risks->table.rows) {
            QCOMPARE(row.size(), risks->table.head.size());
            QVERIFY2(row[1].find('{') == std::string::npos, row[1].c_str());
        }
        const std::string& necessity = file_of(*files, "necessity.csv").bytes;
        QVERIFY(std::count(necessity.begin(), necessity.end(), '\n') > 60);
        QVERIFY(necessity.find(",,") == std::string::npos); // every use has its reason
        // Rows about single people are nowhere.
        for (const BundleFile& file : *files)
            QVERIFY2(file.bytes.find("\"person\"") == std::string::npos, file.name.c_str());
    }

    void planted_fault_is_measured() {
        QVERIFY(record_run(path_, 40, may_6));
        const auto before = bundle_of(path_);
        VERIFY_OK(plant_fault(path_, may_6));
        const auto after = bundle_of(path_);
        VERIFY_OK(after);
        QVERIFY(file_of(*before, "risks.csv").bytes != file_of(*after, "risks.csv").bytes);
    }

    void workspace_without_a_trail_has_none() {
        VERIFY_OK(Workspace::open(path_, OpenMode::create));
        QVERIFY(!bundle_of(path_));
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
};

ATTUNE_TEST(DpiaBundle_test);

#include "dpia_bundle_test.moc"
