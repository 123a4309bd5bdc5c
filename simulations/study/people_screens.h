// The screens on which people give and take back consents: a notice in each of its designs, its choices, what
// stands below every list, and the settings. What is pressed goes through the rules of core/consent and
// nothing else; what a screen looks like is drawn elsewhere.
#pragma once

#include "core/base/text.h"
#include "core/consent/notice.h"
#include "core/consent/person_consent.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

enum class ScreenPage : std::uint8_t {
    notice,
    choices,  ///< behind a notice: every purpose with a switch
    list,     ///< what people came for; below it the way to the settings
    settings, ///< every switch acts at once
    sure      ///< "are you sure?"
};

/// What a button does. Words where a notice has none of its own: "screens.act.<name>".
enum class ScreenAct : std::uint8_t {
    agree_all,
    refuse_all,
    choose,
    later,
    save,
    open_settings,
    stop_all, ///< takes back everything that was agreed to
    back,
    stop_now, ///< of "are you sure?"
    keep
};
constexpr int screen_act_count = 10;
std::string_view name(ScreenAct act);

/// How taking back is made.
struct SettingsDesign {
    bool asks_again = false; ///< switching off leads to "are you sure?": pushes people, and is never shipped
    bool stop_all = true;    ///< one button below every list takes back everything
    bool operator==(const SettingsDesign&) const = default;
};

struct ScreenSwitch {
    Purpose purpose{};
    bool on = false;
    std::string words;
};
struct ScreenButton {
    ScreenAct act{};
    std::string words;
};
struct ShownScreen {
    ScreenPage page{};
    std::string title;
    std::vector<std::string> lines; ///< from top to bottom
    std::vector<ScreenSwitch> switches;
    std::vector<ScreenButton> buttons;
};

/// One person who meets the screens.
class PeopleScreens {
public:
    PeopleScreens(std::shared_ptr<const ConsentMatrix> matrix, std::vector<Notice> notices,
                  SettingsDesign design);

    const std::vector<Notice>& notices() const { return notices_; }
    const ConsentMatrix& matrix() const { return *matrix_; }
    const SettingsDesign& design() const { return design_; }

    /// Somebody new, with this notice before them.
    void meet(int notice);
    /// Somebody who has said yes to all of a notice, at their list.
    void meet_agreed(int notice);
    /// Somebody at their list who has every switch of the settings on, or every one off.
    void meet_settled(bool on);

    ShownScreen shown(const Text& text) const;
    void press(ScreenAct act);
    void turn(Purpose purpose, bool on);

    ConsentState permits() const { return person_.state; }
    /// Purposes that the person has said no to, one bit each.
    std::uint16_t refused() const;
    /// What was recorded, in its order; only what the rules accept.
    const std::vector<ConsentEvent>& recorded() const { return recorded_; }

private:
    void begin();
    void record(Purpose purpose, ConsentStatus to, ConsentEntity entity, ConsentMethod method);
    void answer(std::uint16_t agreed, ConsentStatus others);
    void take_back(std::uint16_t purposes);
    std::uint16_t in_settings() const;
    std::uint16_t agreed() const;
    const Notice& notice() const { return notices_[static_cast<std::size_t>(notice_)]; }

    std::shared_ptr<const ConsentMatrix> matrix_;
    std::vector<Notice> notices_;
    ConsentRules rules_;
    SettingsDesign design_;
    PersonConsent person_;
    std::vector<ConsentEvent> recorded_;
    ScreenPage page_ = ScreenPage::list;
    int notice_ = 0;
    std::uint16_t chosen_ = 0;  ///< switches of a notice that are on and not saved yet
    std::uint16_t leaving_ = 0; ///< what "are you sure?" is about
    ScreenPage before_ = ScreenPage::list;
    double hours_ = 0;
};

} // namespace attune
