// SPDX-License-Identifier: MIT
// /sessions/{session}/hand-over: gives the device, or a link, to the client.
#include "web/view/hand_over.hpp"

#include "service/forms.hpp"
#include "service/house.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

std::string here(const Visit& visit) {
  return "/sessions/" + percent_encoded(visit.at("session")) + "/hand-over";
}

service::Reply<HandOverView> view_of(const Visit& visit) {
  auto session = service::open_session(
      visit.house(),
      {visit.principal, access::Action::hand_over, "form.offer", "/sessions/{session}/hand-over"},
      SessionId{visit.at("session")});
  if (!session) return session.refusal();
  HandOverView view;
  view.client = session->course.client.name;
  if (const auto* form = service::client_form(visit.house(), *session)) view.form = form->title;
  view.action = here(visit);
  view.cancel = "/today";
  return view;
}

}  // namespace

Response get_hand_over(const Visit& visit) {
  const auto view = view_of(visit);
  if (!view) return refuse(visit, view.refusal());
  return html(render(*view, visit.page(Section::today)));
}

Response post_hand_over(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const bool on_this_device = form->get("way") != "link";
  const auto given = service::give_form(
      visit.house(), visit.principal,
      {SessionId{visit.at("session")}, on_this_device, std::string(form->get("pin"))});
  if (given && on_this_device)
    // The host ends the clinician's session in this browser before the form is shown.
    return redirect(visit.request.prefix, "/f/" + given->token)
        .with("holdfast-end-session", "1")
        .with("clear-site-data", "\"cache\"");
  auto view = view_of(visit);
  if (!view) return refuse(visit, view.refusal());
  if (given) {
    const auto host = visit.request.header("host");
    const auto scheme = visit.request.header("x-forwarded-proto") == "https" ? "https" : "http";
    view->other_device_link = std::string(scheme) + "://" + std::string(host) +
                              std::string(visit.request.prefix) + "/f/" + given->token;
    return html(render(*view, visit.page(Section::today)));
  }
  if (given.refusal().kind == service::Refusal::Kind::denied ||
      given.refusal().kind == service::Refusal::Kind::not_found)
    return refuse(visit, given.refusal());
  view->problem = visit(given.refusal().sentence);
  return html(render(*view, visit.page(Section::today)), http_status(given.refusal().kind));
}

}  // namespace holdfast::web
