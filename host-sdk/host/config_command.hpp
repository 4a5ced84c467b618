// SPDX-License-Identifier: MIT
// `holdfast config check`: the settings as `serve` would read them, opening neither store nor
// practice system.
#pragma once
#include <string>

#include "settings.hpp"

namespace holdfast::host {

// One line for each setting that is not at its default, with the place that gave it and never its
// value, since some are nobody's business. Throws Exit(environment) with file, line and reason.
std::string check_config(const Arguments& arguments);

}  // namespace holdfast::host
