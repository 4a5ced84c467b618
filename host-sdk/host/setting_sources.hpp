// SPDX-License-Identifier: MIT
// Where settings come from besides the file: the environment, which stands above it, and files that
// hold secrets. packaging/holdfast.toml explains both to operators.
#pragma once
#include <map>
#include <string>

#include "toml.hpp"

namespace holdfast::host {

// A setting's place, for sentences: "holdfast.toml:12", or the variable that gave it.
using Places = std::map<std::string, std::string>;  // "plugin.seal" -> place

Places places_of(const TomlDocument& document, const std::string& shown_name);

// HOLDFAST_SERVE_LISTEN and the like, put into the document. A value is read as in the file; what
// is no value there is a text, so that quotes can be left out.
void take_environment(TomlDocument& document, Places& places);

// `password = {file = "/path"}` and `password = {credential = "name"}` become the text in that
// file, its last line end left out; of systemd's credentials the name is enough. Throws
// Exit(environment): a file that others may read, and a secret that stands in the open, since files
// of settings and environments are read by more people than secrets are for.
void take_secrets(TomlDocument& document, const Places& places);

}  // namespace holdfast::host
