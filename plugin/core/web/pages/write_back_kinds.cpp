// SPDX-License-Identifier: MIT
#include "web/pages/write_back_kinds.hpp"

namespace holdfast::web {

std::vector<WriteBackText> write_back_texts(const text::Language& language) {
  const auto chart = language.translate(
      "Then read by everybody who may open this client's chart in the practice system, and by the "
      "client where there is a portal.");
  const auto own = language.translate(
      "Then read by everybody who may open this client's chart, and by the client where there is a "
      "portal. Written for the therapist alone: think twice.");
  return {
      {"client_total", language.translate("Total of the client's rating"), chart},
      {"subscales", language.translate("Areas of the client's rating"), chart},
      {"client_form", language.translate("The client's form with every answer"), chart},
      {"therapist_rating", language.translate("The therapist's own rating"), own},
      {"therapist_form", language.translate("The therapist's form with every answer"), own},
      {"comment", language.translate("The client's own words"), own},
      {"alert", language.translate("A suggested check-in"),
       language.translate("Read by the therapist alone: a link, and nothing of what is inside.")},
      {"alert_record", language.translate("A suggested check-in, as a mark on the chart"), chart},
      {"repair", language.translate("How a dip went on"), chart},
      {"notice", language.translate("A notice to the therapist, without content"),
       language.translate(
           "Read by the therapist and the duty contact: that there is something to read, never "
           "what.")},
      {"reminder", language.translate("Messages with a link to a form"),
       language.translate(
           "Passed on by the practice system to clients who agreed: a link, no name and no "
           "content.")}};
}

}  // namespace holdfast::web
