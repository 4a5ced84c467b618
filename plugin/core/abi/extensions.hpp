// SPDX-License-Identifier: MIT
// The tables this plugin hands out, one file each.
#pragma once
#include <holdfast/ext/plugin_lifecycle.h>
#include <holdfast/ext/plugin_tools.h>
#include <holdfast/ext/plugin_web.h>

namespace holdfast::abi {

extern const holdfast_plugin_web web_extension;
extern const holdfast_plugin_lifecycle lifecycle_extension;
extern const holdfast_plugin_tools tools_extension;

}  // namespace holdfast::abi
