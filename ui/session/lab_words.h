// What the lab says of its steps and of what it refuses; shared by the parts of Lab.
#pragma once

#include "core/base/parameter.h"
#include "core/base/text.h"
#include "simulations/study/lab_study.h"

#include <QString>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace attune::ui {

const Text& english();

QString step_words(std::string_view key,
                   std::initializer_list<std::pair<std::string_view, std::string>> values = {});
/// "Prompts per week 2 to 1": the step from one setup to another in which this lever or assumption changed.
QString value_step_words(const LabSetup& before, const LabSetup& after, const std::string& key);

tl::unexpected<Error> refused(const std::string& what, std::string where, std::string remedy = {});
/// Refused unless it is a number in the range, and whole where it must be.
Status check_value(const ParameterSpec& spec, const std::string& key, double value);

} // namespace attune::ui
