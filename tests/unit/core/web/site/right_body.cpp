// SPDX-License-Identifier: MIT
#include "right_body.hpp"

namespace holdfast::tests {

std::string filled(std::string path, std::string_view name, const std::string& value) {
  const auto place = "{" + std::string(name) + "}";
  const auto at = path.find(place);
  return at == std::string::npos ? path : path.replace(at, place.size(), value);
}

void fill_body(const SiteInPractice& site, const web::Route& route, const std::string& open,
               Ask& ask) {
  const std::string_view pattern = route.pattern;
  const bool is_api = route.format == web::Format::api;
  ask.type = is_api ? "application/json" : "application/x-www-form-urlencoded";
  ask.key = site.new_key();
  if (pattern.ends_with("/sessions/{session}/ratings"))
    ask.body = marks_json(70, "holdfast-session-therapist");
  else if (pattern.ends_with("/ratings"))
    ask.body = marks_json(70);
  else if (pattern.ends_with("/rate") || pattern == "/f/{token}")
    ask.body = marks(70, ask.key);
  else if (pattern.ends_with("settings"))  // the page is asked before the API
    ask.body = is_api ? R"({"do":"revert","version":2,"reason":"as it was","to":1})"
                      : "do=thresholds&version=1&reason=calmer&rules=AB&sudden_dip=1&sudden_z=2";
  else if (pattern.ends_with("/check-ins"))
    ask.body = is_api ? R"({"reason":"short answers"})" : "reason=short+answers";
  else if (pattern.ends_with("/hand-over") || pattern.ends_with("/leave"))
    ask.body = "pin=4711";
  else if (pattern.ends_with("{check_in}") || pattern.ends_with("/events"))
    ask.body = is_api ? R"({"do":"acknowledge"})" : "do=acknowledge";
  else if (pattern == "/ratings/{rating}")
    ask.body = "do=void&cause=test&reason=tried+it";
  else if (pattern.ends_with("/ratings/{rating}/end"))
    ask.body = R"({"do":"void","cause":"test","reason":"tried it"})";
  else if (pattern.ends_with("/break-glass"))
    ask.body = is_api ? R"({"reason":"a crisis"})" : "reason=a+crisis";
  else if (pattern == "/records/{client}")
    ask.body = "do=request";
  else if (pattern.ends_with("/acts"))
    ask.body = R"({"do":"request"})";
  else if (pattern.ends_with("/paper-entry"))
    ask.body = marks(70, ask.key) + "&instrument=holdfast-session";
  else if (pattern == "/api/v1/schedule")
    ask.body = R"({"forms":[{"instrument":"holdfast-session","when":"every_session"}]})";
  else if (pattern == "/today")
    ask.body = "do=take_back&form-1=1";
  else if (pattern == "/caseload")
    ask.body = "do=acknowledge&check_in-" + open + "=1";
  else if (pattern.ends_with("/consent"))
    ask.body = "purpose=research&answer=agreed&given_by=client";
  else if (pattern == "/export")
    ask.body = "what=all";
  else if (pattern == "/admin/languages")
    ask.body = "do=withdraw&tag=en";
  else if (pattern == "/admin/people")
    ask.body = "do=add&kind=cover&person=person-own&clinician=cl-2&until=2026-12-24";
  else if (pattern == "/admin/schedule")
    ask.body = "do=add&instrument=holdfast-alliance-12&when=every_nth&every=4&moment=after";
  else if (pattern == "/admin/visibility")
    ask.body = "seal=0&carers_until=16";
  else if (pattern == "/admin/write-back")
    ask.body = "kind=client_total&on=0";
  else if (pattern.ends_with("/deliveries"))
    ask.body = is_api ? R"({"do":"confirm_place"})" : "do=confirm_place";
  else
    ask.body = is_api ? "{}" : "";
}

}  // namespace holdfast::tests
