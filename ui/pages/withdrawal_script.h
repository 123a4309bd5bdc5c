// Counts on the screens themselves how many presses it takes to agree to each purpose, to refuse, and to take
// back. It works on screens of its own that nobody sees, a little at a time, so that the window stays awake.
#pragma once

#include "simulations/study/people_screens.h"
#include "simulations/study/withdrawal_effort.h"
#include "ui/pages/least_steps.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace attune::ui {

class PeopleScreensView;

class WithdrawalScript : public QObject {
    Q_OBJECT
public:
    /// Looks no farther than so many presses for each way.
    static constexpr int most_steps = 4;

    explicit WithdrawalScript(QObject* parent = nullptr);
    ~WithdrawalScript() override;

    /// Counts on these screens; counted() when it is done. One that is under way is given up.
    void start(const PeopleScreens& screens);
    void cancel() { timer_.stop(); }
    bool running() const { return timer_.isActive(); }
    /// The same at once.
    WithdrawalEffort count(const PeopleScreens& screens);
    /// ... on screens that are shown elsewhere.
    WithdrawalEffort count(PeopleScreensView& view);

Q_SIGNALS:
    void counted(const attune::WithdrawalEffort& effort);

private:
    struct Search { ///< one beginning
        int notice = -1;
        enum class What { give, refuse, withdraw } what = What::give;
        std::uint16_t wanted = 0;
        std::function<void(PeopleScreens&)> from{};
        std::array<int, purpose_count> any{}, alone{};
    };
    void prepare(PeopleScreensView& view);
    bool go_on();
    WithdrawalEffort finish() const;

    std::unique_ptr<PeopleScreensView> own_;
    PeopleScreensView* view_ = nullptr;
    std::vector<Search> searches_;
    std::size_t at_ = 0;
    std::optional<LeastSteps> least_;
    int tried_ = 0;
    QTimer timer_;
};

} // namespace attune::ui
