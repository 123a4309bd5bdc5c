// How late the window's thread is: a heartbeat that should come every ten milliseconds, and the longest time
// it was kept waiting. For benchmark programs; the window itself never needs it.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <vector>

namespace attune::ui {

class StallWatch : public QObject {
    Q_OBJECT
public:
    explicit StallWatch(QObject* parent = nullptr);

    /// Starts, or starts again with nothing measured.
    void start();
    void stop();
    /// The longest time between two beats beyond the ten milliseconds that are meant, in milliseconds; a
    /// thread that is held at this moment counts.
    double longest_stall() const;
    /// The most processor time the thread itself used between two beats, in milliseconds: what remains of a
    /// stall on a machine that has nothing else to do.
    double longest_work() const { return longest_work_; }
    /// How many beats came more than `milliseconds` late.
    int stalls_over(double milliseconds) const;
    int beats() const { return static_cast<int>(late_.size()); }

private:
    void beat();
    double since_last() const;

    QTimer timer_;
    QElapsedTimer clock_;
    std::vector<double> late_; ///< of each beat, in milliseconds
    double longest_work_ = 0;
    double worked_ = 0; ///< processor time of the thread at the last beat
};

} // namespace attune::ui
