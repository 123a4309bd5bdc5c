#include "ui/pages/example_pictures.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/policy/parameters.h"
#include "simulations/report/lab_picture.h"
#include "ui/session/gentle_thread.h"
#include "ui/session/guarded.h"
#include "ui/theme/words.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

namespace attune::ui {
namespace {

constexpr int cache_version = 1;
constexpr qint64 largest_cache_file = 1 << 20;

Json points_to_json(const std::vector<ChartPoint>& points) {
    // JSON has no NaN: gaps and missing intervals are null.
    const auto number = [](double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); };
    Json rows = Json::array();
    for (const ChartPoint& point : points)
        rows.push_back({point.day, number(point.value), number(point.lower), number(point.upper)});
    return rows;
}

std::vector<ChartPoint> points_from_json(const Json& rows) {
    const auto number = [](const Json& value) {
        return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
    };
    std::vector<ChartPoint> points;
    for (const Json& row : rows)
        points.push_back({row.at(0).get<int>(), number(row.at(1)), number(row.at(2)), number(row.at(3))});
    return points;
}

/// What is cached, or nothing for a file that is missing or not as we wrote it.
std::optional<ExamplePicture> read_cached(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largest_cache_file) return std::nullopt;
    try {
        const Json json = Json::parse(file.readAll().toStdString());
        ExamplePicture picture;
        picture.question = json.at("question").get<std::string>();
        picture.sentence = json.at("sentence").get<std::string>();
        picture.candidate_end = json.at("candidate_end").get<std::string>();
        picture.baseline_end = json.at("baseline_end").get<std::string>();
        picture.candidate = points_from_json(json.at("candidate"));
        picture.baseline = points_from_json(json.at("baseline"));
        return picture;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void write_cached(const QString& path, const ExamplePicture& picture) {
    const Json json = {{"question", picture.question},
                       {"sentence", picture.sentence},
                       {"candidate_end", picture.candidate_end},
                       {"baseline_end", picture.baseline_end},
                       {"candidate", points_to_json(picture.candidate)},
                       {"baseline", points_to_json(picture.baseline)}};
    // A cache that cannot be written costs a second at the next start and nothing else.
    if (QDir().mkpath(QFileInfo(path).path())) (void)write_file(to_core(path), json.dump(), Readers::owner);
}

LabSetup small_setup(const Example& example, int people) {
    LabSetup setup = example.setup;
    auto scenario = std::make_shared<LoadedScenario>(*setup.scenario);
    scenario->scenario.users = std::min(people, scenario->scenario.users);
    setup.scenario = std::move(scenario);
    setup.replications = 1;
    return setup;
}

Result<ExamplePicture> draw(const Example& example, int people, std::stop_token stop) {
    SimulateOptions options;
    options.stop = std::move(stop);
    LabStudy study;
    auto result = study.full(small_setup(example, people), options);
    if (!result) return pass_on(result);
    ReportInput input;
    input.comparison = std::move(result->comparison.record);
    input.baseline = std::move(result->comparison.baseline);
    input.run = std::move(result->comparison.candidate);
    const LabPicture lab = make_lab_picture(input, result->state, Text::english());
    ExamplePicture picture;
    for (const LabChart& chart : lab.charts) {
        const auto* lines = std::get_if<LineChart>(&chart.plot);
        if (chart.name != chart_of(example) || !lines) continue;
        picture.question = chart.question;
        picture.sentence = chart.sentence.all();
        for (const ChartLine& line : lines->lines) {
            if (line.role == LineRole::candidate) {
                picture.candidate = line.points;
                picture.candidate_end = line.last_value;
            } else if (line.role == LineRole::baseline) {
                picture.baseline = line.points;
                picture.baseline_end = line.last_value;
            }
        }
    }
    return picture;
}

} // namespace

std::string chart_of(const Example& example) {
    return example.setup.candidate.exposure_floor == example.setup.baseline.exposure_floor ? "satisfaction"
                                                                                           : "exposure";
}

QString cache_name(const Example& example, int people) {
    const LabSetup setup = small_setup(example, people);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const std::string& part) {
        hash.addData(QByteArray::fromStdString(part));
        hash.addData(QByteArray(1, '\0'));
    };
    add(std::to_string(cache_version));
    add(program_version());
    add(scenario_to_json(setup.scenario->scenario));
    add(policy_to_json(setup.baseline));
    add(policy_to_json(setup.candidate));
    return from_core(example.name) + u'-' + QString::fromLatin1(hash.result().toHex().left(20)) +
           QStringLiteral(".json");
}

/// The thread and what it shares with the window's.
struct ExamplePictures::Worker {
    const std::vector<Example>& examples;
    int people;
    QString folder;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::vector<std::size_t> wanted; ///< first to last
    std::stop_source current;        ///< of the run that is being made
    std::jthread thread;             ///< last member: it ends before the others go

    Worker(const std::vector<Example>& all, int size, QString cache)
        : examples(all)
        , people(size)
        , folder(std::move(cache)) {}
};

ExamplePictures::ExamplePictures(const std::vector<Example>& examples, int people, QString cache_folder,
                                 QObject* parent)
    : QObject(parent)
    , worker_(std::make_unique<Worker>(examples, people, std::move(cache_folder)))
    , pictures_(examples.size())
    , done_(examples.size(), false) {
    worker_->thread = std::jthread([this, &w = *worker_](const std::stop_token& ends) {
        give_way_to_the_window();
        for (;;) {
            std::size_t index = 0;
            std::stop_token stop;
            {
                std::unique_lock lock(w.mutex);
                if (!w.wake.wait(lock, ends, [&w] { return !w.wanted.empty(); })) return;
                index = w.wanted.front();
                w.wanted.erase(w.wanted.begin());
                w.current = std::stop_source();
                stop = w.current.get_token();
            }
            const QString path = w.folder + u'/' + cache_name(w.examples[index], w.people);
            Result<ExamplePicture> picture = fail(ErrorCode::cancelled, "");
            picture = guarded([&]() -> Result<ExamplePicture> {
                if (auto cached = read_cached(path)) return *cached;
                auto drawn = draw(w.examples[index], w.people, stop);
                if (drawn) write_cached(path, *drawn);
                return drawn;
            });
            if (!picture && picture.error().code == ErrorCode::cancelled) continue;
            QMetaObject::invokeMethod(
                this,
                [this, index, picture = std::move(picture)]() mutable { arrived(index, std::move(picture)); },
                Qt::QueuedConnection);
        }
    });
}

ExamplePictures::~ExamplePictures() {
    stop();
    worker_->thread.request_stop();
    worker_->thread.join();
}

void ExamplePictures::start() {
    {
        const std::lock_guard lock(worker_->mutex);
        worker_->wanted.clear();
        for (std::size_t i = 0; i < done_.size(); ++i)
            if (!done_[i]) worker_->wanted.push_back(i);
    }
    worker_->wake.notify_all();
}

void ExamplePictures::stop() {
    const std::lock_guard lock(worker_->mutex);
    worker_->wanted.clear();
    worker_->current.request_stop();
}

bool ExamplePictures::all_drawn() const {
    return std::all_of(done_.begin(), done_.end(), [](bool done) { return done; });
}

const ExamplePicture* ExamplePictures::picture(std::size_t index) const {
    return pictures_[index] ? &*pictures_[index] : nullptr;
}

void ExamplePictures::arrived(std::size_t index, Result<ExamplePicture> picture) {
    if (done_[index]) return; // start() may have asked for it again while it was on its way
    done_[index] = true;
    if (picture) {
        pictures_[index] = std::move(*picture);
        Q_EMIT drawn(static_cast<int>(index));
    } else
        Q_EMIT failed(static_cast<int>(index), picture.error());
    if (all_drawn()) Q_EMIT all_done();
}

} // namespace attune::ui
