// SPDX-License-Identifier: MIT
// Takes in forms that were filled in the host's own form runtime: one holdfast.answers/1 a line, as
// an adapter read it. Each passes the checks of a form of ours and then goes the way of a rating.
// One that does not, and nothing is stored; all that is wrong is named, with its line and field.
//
//   {"schema": "holdfast.answers/1", "id": what the host calls it, "rating": a rating of ours that
//    the form was made from, "instrument", "version", "client", "session", "at", "language",
//    "rater": who filled it ("client", "therapist", "carer" or "observer"), "by": that person's id
//    in the host, "answers": {item: value}}
#pragma once
#include "service/import_ratings.hpp"

namespace holdfast::service {

Imported import_answers(House& house, const ImportOptions& options, ToolIo& io);

}  // namespace holdfast::service
