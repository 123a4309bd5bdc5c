#include "ui/pages/withdrawal_script.h"

#include "ui/pages/people_screens_view.h"

#include <QElapsedTimer>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr qint64 slice_ms = 8; ///< of the window's thread at a time

/// Purposes that take a yes or can be objected to.
std::uint16_t in_settings(const ConsentMatrix& matrix) {
    std::uint16_t purposes = 0;
    for (const PurposeTerms& terms : matrix.purposes)
        if (terms.basis != LawfulBasis::contract)
            purposes = static_cast<std::uint16_t>(purposes | bit_of(terms.purpose));
    return purposes;
}

std::uint16_t asked_on(const Notice& notice) {
    std::uint16_t purposes = 0;
    for (const Purpose purpose : notice.purposes)
        purposes = static_cast<std::uint16_t>(purposes | bit_of(purpose));
    return purposes;
}

} // namespace

WithdrawalScript::WithdrawalScript(QObject* parent)
    : QObject(parent) {
    connect(&timer_, &QTimer::timeout, this, [this] {
        QElapsedTimer since;
        since.start();
        while (since.elapsed() < slice_ms)
            if (!go_on()) {
                timer_.stop();
                Q_EMIT counted(finish());
                return;
            }
    });
}

WithdrawalScript::~WithdrawalScript() = default;

void WithdrawalScript::start(const PeopleScreens& screens) {
    own_ = std::make_unique<PeopleScreensView>();
    own_->show_screens(screens);
    prepare(*own_);
    timer_.start(0);
}

WithdrawalEffort WithdrawalScript::count(const PeopleScreens& screens) {
    own_ = std::make_unique<PeopleScreensView>();
    own_->show_screens(screens);
    return count(*own_);
}

WithdrawalEffort WithdrawalScript::count(PeopleScreensView& view) {
    timer_.stop();
    prepare(view);
    while (go_on()) {
    }
    return finish();
}

void WithdrawalScript::prepare(PeopleScreensView& view) {
    using What = Search::What;
    view_ = &view;
    searches_.clear();
    least_.reset();
    at_ = 0;
    tried_ = 0;
    const PeopleScreens& screens = view.screens();
    for (int n = 0; n < static_cast<int>(screens.notices().size()); ++n) {
        const std::uint16_t asked = asked_on(screens.notices()[static_cast<std::size_t>(n)]);
        const auto meet = [n](PeopleScreens& to) { to.meet(n); };
        searches_.push_back({.notice = n, .what = What::give, .wanted = asked, .from = meet});
        searches_.push_back({.notice = n, .what = What::refuse, .wanted = asked, .from = meet});
        searches_.push_back(
            {.notice = n, .what = What::withdraw, .wanted = asked, .from = [n](PeopleScreens& to) {
                 to.meet_agreed(n);
             }});
    }
    const std::uint16_t all = in_settings(screens.matrix());
    searches_.push_back(
        {.what = What::give, .wanted = all, .from = [](PeopleScreens& to) { to.meet_settled(false); }});
    searches_.push_back(
        {.what = What::withdraw, .wanted = all, .from = [](PeopleScreens& to) { to.meet_settled(true); }});
}

bool WithdrawalScript::go_on() {
    if (at_ == searches_.size()) return false;
    Search& search = searches_[at_];
    if (!least_)
        least_.emplace(PressedScreens{.place = view_,
                                      .begin = [this, &search] { view_->begin(search.from); },
                                      .bits =
                                          [this, &search] {
                                              return search.what == Search::What::refuse
                                                         ? view_->screens().refused()
                                                         : view_->screens().permits().granted;
                                          },
                                      .wanted = search.wanted,
                                      .alone = search.what != Search::What::refuse},
                       most_steps);
    if (least_->go_on()) return true;
    for (int p = 0; p < purpose_count; ++p) {
        search.any[static_cast<std::size_t>(p)] = least_->any(static_cast<Purpose>(p));
        search.alone[static_cast<std::size_t>(p)] = least_->alone(static_cast<Purpose>(p));
    }
    tried_ += least_->presses();
    least_.reset();
    return ++at_ < searches_.size();
}

WithdrawalEffort WithdrawalScript::finish() const {
    using What = Search::What;
    WithdrawalEffort effort;
    effort.notices = view_->screens().notices();
    effort.tried = tried_;
    const auto of = [this](int notice, What what) -> const Search& {
        return *std::find_if(searches_.begin(), searches_.end(),
                             [&](const Search& one) { return one.notice == notice && one.what == what; });
    };
    const auto least = [](const Search& search) {
        int steps = -1;
        for (const int one : search.any)
            if (one >= 0 && (steps < 0 || one < steps)) steps = one;
        return steps;
    };
    for (const Search& give : searches_) {
        if (give.what != What::give) continue;
        const Search& withdraw = of(give.notice, What::withdraw);
        for_each_purpose(give.wanted, [&](Purpose purpose) {
            const auto p = static_cast<std::size_t>(purpose);
            for (const bool alone : {false, true}) {
                const int gives = alone ? give.alone[p] : give.any[p];
                const int takes = alone ? withdraw.alone[p] : withdraw.any[p];
                if (gives >= 0)
                    effort.rows.push_back(
                        {give.notice, purpose, alone, gives, takes >= 0 ? takes : most_steps + 1});
            }
        });
        if (give.notice >= 0)
            effort.steps.push_back({give.notice, least(give), least(of(give.notice, What::refuse))});
    }
    return effort;
}

} // namespace attune::ui
