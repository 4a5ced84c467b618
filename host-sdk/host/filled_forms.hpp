// SPDX-License-Identifier: MIT
// Forms that were filled in another system, read by an adapter: `holdfast import --format NAME`.
#pragma once
#include <string>
#include <string_view>

#include "mounted_plugin.hpp"
#include "translator.hpp"

namespace holdfast::host {

// `text` is one document, or one a line. Each is read against the definition of the form that it
// names, as the plugin has it, into one line of holdfast.answers/1. Throws Exit(bad_input) that
// says which form does not fit, and why.
std::string read_filled_forms(std::string_view text, const Translator& translator,
                              const MountedPlugin& plugin);

}  // namespace holdfast::host
