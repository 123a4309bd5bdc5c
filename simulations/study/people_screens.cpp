#include "simulations/study/people_screens.h"

#include "core/base/named.h"

#include <array>
#include <utility>

namespace attune {
namespace {

constexpr std::array<std::string_view, screen_act_count> act_names = {
    "agree_all",     "refuse_all", "choose", "later",    "save",
    "open_settings", "stop_all",   "back",   "stop_now", "keep"};
constexpr double hours_between = 0.001; ///< two things that people do one after the other

/// What can be pressed on the first page, in the order of the words in the notice.
std::vector<ScreenAct> acts_of(NoticeDesign design) {
    switch (design) {
    case NoticeDesign::equal:
        return {ScreenAct::agree_all, ScreenAct::refuse_all, ScreenAct::choose, ScreenAct::later};
    case NoticeDesign::second_click:
        return {ScreenAct::agree_all, ScreenAct::choose};
    case NoticeDesign::granular:
        return {ScreenAct::save, ScreenAct::refuse_all, ScreenAct::later};
    case NoticeDesign::plain:
        break;
    }
    return {ScreenAct::save, ScreenAct::later};
}

bool has_switches(NoticeDesign design) {
    return design == NoticeDesign::granular || design == NoticeDesign::plain;
}

ScreenButton button(ScreenAct act, const Text& text) {
    return {act, text.get("screens.act." + std::string(name(act)))};
}

/// "Agree to all / Refuse all": the last line of a notice says its buttons.
std::vector<std::string> parts_of(const std::string& line) {
    constexpr std::string_view between = " / ";
    std::vector<std::string> parts;
    std::size_t at = 0;
    for (std::size_t next = line.find(between); next != line.npos; next = line.find(between, at)) {
        parts.push_back(line.substr(at, next - at));
        at = next + between.size();
    }
    parts.push_back(line.substr(at));
    return parts;
}

std::string short_name(Purpose purpose, const Text& text) {
    return text.get("consent.purpose_short." + std::string(name(purpose)));
}

} // namespace

std::string_view name(ScreenAct act) {
    return name_in(act_names, act);
}

PeopleScreens::PeopleScreens(std::shared_ptr<const ConsentMatrix> matrix, std::vector<Notice> notices,
                             SettingsDesign design)
    : matrix_(std::move(matrix))
    , notices_(std::move(notices))
    , rules_(*matrix_, notices_)
    , design_(design) {
    meet(0);
}

void PeopleScreens::begin() {
    person_ = rules_.fresh();
    recorded_.clear();
    chosen_ = leaving_ = 0;
    hours_ = 0;
}

void PeopleScreens::meet(int notice) {
    begin();
    notice_ = notice;
    page_ = ScreenPage::notice;
    for_each_purpose(rules_.asks_for(static_cast<std::uint8_t>(notice_)), [&](Purpose purpose) {
        record(purpose, ConsentStatus::requested, ConsentEntity::service, ConsentMethod::notice);
    });
}

void PeopleScreens::meet_agreed(int notice) {
    meet(notice);
    press(ScreenAct::agree_all);
}

void PeopleScreens::meet_settled(bool on) {
    begin();
    page_ = ScreenPage::list;
    for_each_purpose(in_settings(), [&](Purpose purpose) {
        if (person_.state.has(purpose) == on) return;
        record(purpose, on ? ConsentStatus::given : ConsentStatus::refused, ConsentEntity::person,
               ConsentMethod::settings);
    });
}

/// Every purpose that people can say something about.
std::uint16_t PeopleScreens::in_settings() const {
    std::uint16_t purposes = 0;
    for (const PurposeTerms& terms : matrix_->purposes)
        if (terms.basis != LawfulBasis::contract)
            purposes = static_cast<std::uint16_t>(purposes | bit_of(terms.purpose));
    return purposes;
}

/// What the person has said yes to.
std::uint16_t PeopleScreens::agreed() const {
    std::uint16_t purposes = 0;
    for (int p = 0; p < purpose_count; ++p)
        if (attune::permits(person_.of(static_cast<Purpose>(p)).status) &&
            matrix_->terms(static_cast<Purpose>(p)).basis == LawfulBasis::consent)
            purposes = static_cast<std::uint16_t>(purposes | bit_of(static_cast<Purpose>(p)));
    return purposes;
}

std::uint16_t PeopleScreens::refused() const {
    std::uint16_t purposes = 0;
    for (int p = 0; p < purpose_count; ++p)
        if (person_.of(static_cast<Purpose>(p)).status == ConsentStatus::refused)
            purposes = static_cast<std::uint16_t>(purposes | bit_of(static_cast<Purpose>(p)));
    return purposes;
}

void PeopleScreens::record(Purpose purpose, ConsentStatus to, ConsentEntity entity, ConsentMethod method) {
    const ConsentEvent event{.purpose = purpose,
                             .to = to,
                             .entity = entity,
                             .method = method,
                             .notice = static_cast<std::uint8_t>(notice_),
                             .hours = hours_};
    if (rules_.apply(person_, event) == ConsentVerdict::accepted) recorded_.push_back(event);
}

void PeopleScreens::answer(std::uint16_t agreed, ConsentStatus others) {
    for_each_purpose(rules_.asks_for(static_cast<std::uint8_t>(notice_)), [&](Purpose purpose) {
        record(purpose, has_purpose(agreed, purpose) ? ConsentStatus::given : others, ConsentEntity::person,
               ConsentMethod::notice);
    });
    page_ = ScreenPage::list;
}

/// In the settings: a yes is taken back, and what needs none is objected to.
void PeopleScreens::take_back(std::uint16_t purposes) {
    for_each_purpose(purposes, [&](Purpose purpose) {
        const bool given = attune::permits(person_.of(purpose).status);
        record(purpose, given ? ConsentStatus::withdrawn : ConsentStatus::refused, ConsentEntity::person,
               ConsentMethod::settings);
    });
}

void PeopleScreens::press(ScreenAct act) {
    hours_ += hours_between;
    switch (act) {
    case ScreenAct::agree_all:
        return answer(rules_.asks_for(static_cast<std::uint8_t>(notice_)), ConsentStatus::refused);
    case ScreenAct::refuse_all:
        return answer(0, ConsentStatus::refused);
    case ScreenAct::later:
        return answer(0, ConsentStatus::deferred);
    case ScreenAct::save:
        return answer(chosen_, ConsentStatus::refused);
    case ScreenAct::choose:
        page_ = ScreenPage::choices;
        return;
    case ScreenAct::open_settings:
        page_ = ScreenPage::settings;
        return;
    case ScreenAct::back:
        page_ = ScreenPage::list;
        return;
    case ScreenAct::stop_all:
        if (!design_.asks_again) return take_back(agreed());
        leaving_ = agreed();
        before_ = std::exchange(page_, ScreenPage::sure);
        return;
    case ScreenAct::stop_now:
        take_back(std::exchange(leaving_, std::uint16_t{0}));
        page_ = before_;
        return;
    case ScreenAct::keep:
        leaving_ = 0;
        page_ = before_;
        return;
    }
}

void PeopleScreens::turn(Purpose purpose, bool on) {
    hours_ += hours_between;
    if (page_ == ScreenPage::settings) {
        if (on) return record(purpose, ConsentStatus::given, ConsentEntity::person, ConsentMethod::settings);
        if (!design_.asks_again) return take_back(bit_of(purpose));
        leaving_ = bit_of(purpose);
        before_ = std::exchange(page_, ScreenPage::sure);
        return;
    }
    chosen_ = static_cast<std::uint16_t>(on ? chosen_ | bit_of(purpose) : chosen_ & ~bit_of(purpose));
}

ShownScreen PeopleScreens::shown(const Text& text) const {
    ShownScreen screen;
    screen.page = page_;
    const auto add_switches = [&](std::uint16_t purposes, std::uint16_t on) {
        for_each_purpose(purposes, [&](Purpose purpose) {
            screen.switches.push_back({purpose, has_purpose(on, purpose), short_name(purpose, text)});
        });
    };
    const std::uint16_t asked = rules_.asks_for(static_cast<std::uint8_t>(notice_));
    switch (page_) {
    case ScreenPage::notice: {
        screen.lines = notice().text;
        const std::vector<ScreenAct> acts = acts_of(notice().design);
        const std::vector<std::string> own = parts_of(screen.lines.back());
        if (own.size() == acts.size()) screen.lines.pop_back();
        for (std::size_t i = 0; i < acts.size(); ++i)
            screen.buttons.push_back(own.size() == acts.size() ? ScreenButton{acts[i], own[i]}
                                                               : button(acts[i], text));
        if (!screen.lines.empty()) {
            screen.title = screen.lines.front();
            screen.lines.erase(screen.lines.begin());
        }
        if (has_switches(notice().design)) add_switches(asked, chosen_);
        break;
    }
    case ScreenPage::choices:
        screen.title = text.get("screens.choices");
        add_switches(asked, chosen_);
        screen.buttons = {button(ScreenAct::save, text), button(ScreenAct::refuse_all, text)};
        break;
    case ScreenPage::list:
        screen.title = text.get("screens.list");
        screen.lines = {text.get("screens.list.says")};
        screen.buttons = {button(ScreenAct::open_settings, text)};
        if (design_.stop_all && agreed() != 0) screen.buttons.push_back(button(ScreenAct::stop_all, text));
        break;
    case ScreenPage::settings:
        screen.title = text.get("screens.settings");
        screen.lines = {text.get("screens.settings.says")};
        add_switches(in_settings(), person_.state.granted);
        screen.buttons = {button(ScreenAct::back, text)};
        break;
    case ScreenPage::sure: {
        std::vector<std::string> purposes;
        for_each_purpose(leaving_, [&](Purpose purpose) { purposes.push_back(short_name(purpose, text)); });
        screen.title = text.get("screens.sure");
        screen.lines = {text.get("screens.sure.says", {{"purposes", text.listed(purposes)}})};
        screen.buttons = {button(ScreenAct::keep, text), button(ScreenAct::stop_now, text)};
        break;
    }
    }
    return screen;
}

} // namespace attune
