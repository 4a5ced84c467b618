// SPDX-License-Identifier: MIT
// An alert with its sentence and its numbers, as the API gives it.
#pragma once
#include "json/writer.hpp"
#include "store/alerts.hpp"
#include "text/language.hpp"

namespace holdfast::web {

void write_alert(json::Writer& writer, const store::AlertNow& alert,
                 const text::Language& language);
std::string_view word_of(store::AlertStatus status);

}  // namespace holdfast::web
