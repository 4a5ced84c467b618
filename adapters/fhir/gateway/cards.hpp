// SPDX-License-Identifier: MIT
// The services that Holdfast offers and the cards they answer with (CDS Hooks 2.0, "CDS Card
// Attributes"). A card says that a check-in is suggested and where to read why: no number, no
// sentence of the check-in's, and no client. Pure.
#pragma once
#include <string>

#include "fhir/settings.hpp"
#include "text/language.hpp"

namespace holdfast::adapters::fhir::gateway {

using payload::Json;

// What GET /cds-services answers.
Json services(const text::Language& say);

struct CardsFor {
  std::string patient;  // an id of the FHIR server's
  bool is_smart;        // the caller's server can launch us as a SMART app
  const text::Language& say;
};
// One card for each open check-in in `courses`, the answer of GET /api/v1/courses.
Json cards_of(const Json& courses, const CardsFor& whom, const Settings& settings);

}  // namespace holdfast::adapters::fhir::gateway
