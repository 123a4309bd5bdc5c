// The small pictures on the example cards: each drawn from a real run of few people, made one after the other
// by a thread of its own. A picture made once is kept in the cache folder under its inputs and the version of
// the program, so that the next start shows it at once.
#pragma once

#include "simulations/study/examples.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace attune::ui {

/// What a card draws: both policies by day, and the words for them.
struct ExamplePicture {
    std::string question;                    ///< "Are people more satisfied?"
    std::string sentence;                    ///< what the picture says
    std::string candidate_end, baseline_end; ///< values at the end, in words
    std::vector<ChartPoint> candidate, baseline;
};

class ExamplePictures : public QObject {
    Q_OBJECT
public:
    /// `people` are simulated for each; `cache_folder` is made when there is something to keep in it.
    ExamplePictures(const std::vector<Example>& examples, int people, QString cache_folder,
                    QObject* parent = nullptr);
    /// Stops and joins.
    ~ExamplePictures() override;

    /// Draws those that are missing.
    void start();
    /// Answers at once; what is half done is dropped.
    void stop();
    bool all_drawn() const;
    /// Null until drawn.
    const ExamplePicture* picture(std::size_t index) const;

Q_SIGNALS:
    void drawn(int index);
    /// This one cannot be drawn: why.
    void failed(int index, const attune::Error& error);
    void all_done();

private:
    struct Worker;
    std::unique_ptr<Worker> worker_;
    std::vector<std::optional<ExamplePicture>> pictures_;
    std::vector<bool> done_; ///< drawn, or found impossible
    void arrived(std::size_t index, Result<ExamplePicture> picture);
};

/// The chart of the lab that answers an example: exposure where a floor for it differs, satisfaction
/// otherwise.
std::string chart_of(const Example& example);

/// The file's name in the cache: everything the picture is made from.
QString cache_name(const Example& example, int people);

} // namespace attune::ui
