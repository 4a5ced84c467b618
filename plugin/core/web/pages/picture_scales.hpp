// SPDX-License-Identifier: MIT
// What the definitions of a course's instruments add to its picture: a cut-off as a line, an
// outcome measure below, totals in the form's own unit, and what is to be said of how well they are
// known.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "instrument/definition.hpp"
#include "service/read_picture.hpp"
#include "web/chart/course_graph.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

// The instrument of the latest client rating with a total; nullptr: none, or its definition is
// gone.
const instrument::Definition* instrument_of(const service::PictureOfCourse& picture,
                                            const Visit& visit);

// "0–40": how the table heads totals in the form's unit; empty for our own forms, whose totals
// nobody knows from elsewhere.
std::string raw_unit_of(const instrument::Definition& definition, const Visit& visit);

// The first cut-off of the definition. Never an alert.
std::optional<chart::CutOff> cut_off_of(const instrument::Definition& definition,
                                        const Visit& visit);

// "Not a validated measure.": what a page with this instrument's figures has to say; may be empty.
std::string standing_of(const instrument::Definition& definition, const Visit& visit);

// The outcome measure that was rated last, by slot.
std::optional<chart::Outcome> outcome_of(const service::PictureOfCourse& picture,
                                         const std::map<RatingId, int>& slots, const Visit& visit);

// From the first to the latest score of the outcome measure that is drawn: whether that is more
// than its own error. Empty: fewer than two, or nobody has said how much that is.
std::string outcome_change_of(const service::PictureOfCourse& picture, const chart::Outcome& drawn,
                              const Visit& visit);

}  // namespace holdfast::web
