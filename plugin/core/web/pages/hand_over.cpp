// SPDX-License-Identifier: MIT
// /sessions/{session}/hand-over: every way to give the client their form.
#include "web/view/hand_over.hpp"

#include <algorithm>

#include "service/consent_desk.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/link_keys.hpp"
#include "service/messages.hpp"
#include "service/no_appointment.hpp"
#include "service/practice_rules.hpp"
#include "service/taking_part.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

using Made = HandOverView::Made;

// The address names a session, or a course alone: a form without an appointment.
struct Place {
  std::string path;
  SessionId session;
  CourseId course;
};
Place place_of(const Visit& visit) {
  const auto session = visit.maybe_at("session"), course = visit.maybe_at("course");
  return {session.empty() ? "/courses/" + percent_encoded(course)
                          : "/sessions/" + percent_encoded(session),
          SessionId{session}, CourseId{course}};
}

service::Reply<service::SessionAccess> opened(const Visit& visit, const Place& place) {
  const auto asking = [&](std::string_view route) {
    return service::Asking{visit.principal, access::Action::hand_over, "form.offer", route};
  };
  return place.session.empty()
             ? service::open_without_session(visit.house(), asking("/courses/{course}/hand-over"),
                                             place.course)
             : service::open_session(visit.house(), asking("/sessions/{session}/hand-over"),
                                     place.session);
}

// A frame in another program's page, or a page that the host has woven into its own.
bool is_inside_host(const Visit& visit) {
  const auto shown_as = visit.request.header("sec-fetch-dest");
  return !visit.request.nonce.empty() || shown_as == "iframe" || shown_as == "frame" ||
         shown_as == "embed" || shown_as == "object";
}

bool has_messages(service::House& house) {
  const auto kinds = house.store().read(
      [&](store::Reader& reader) { return service::written_back(reader, house.config()); });
  return std::find(kinds.begin(), kinds.end(), service::message_kind) != kinds.end();
}

// Whoever's picture the way here began at is the first choice.
void put_first(const Visit& visit, std::vector<HandOverView::Form>& people) {
  const auto about = visit.house().store().read([&](store::Reader& reader) {
    return reader.people.client_of(store::ClientKey{std::string(visit.query.get("about"))});
  });
  if (!about) return;
  const auto first = std::find_if(people.begin(), people.end(),
                                  [&](const auto& one) { return one.id == about->value; });
  if (first != people.end()) std::rotate(people.begin(), first, first + 1);
}

service::Reply<HandOverView> view_of(const Visit& visit) {
  const auto place = place_of(visit);
  const auto session = opened(visit, place);
  if (!session) return session.refusal();
  HandOverView view;
  view.client = session->course.client.name;
  visit.house().store().read([&](store::Reader& reader) {
    for (const auto* form : service::forms_to_give(reader, visit.house(), *session))
      view.forms.push_back({form->id, form->title});
  });
  view.people = visit.house().store().read([&](store::Reader& reader) {
    std::vector<HandOverView::Form> people;
    for (const auto& client : service::taking_part(reader, *session))
      people.push_back({client.id.value, client.name});
    return people;
  });
  put_first(visit, view.people);
  if (service::may_open_consents(visit.house(), visit.principal, session->course))
    view.consents = "/courses/" + percent_encoded(session->course.course.id.value) + "/consent";
  view.action = place.path + "/hand-over";
  view.cancel = place.session.empty() ? place.path : "/today";
  view.has_session = !place.session.empty();
  if (view.has_session) {
    view.without = "/courses/" + percent_encoded(session->course.course.id.value) + "/hand-over";
    view.paper = place.path + "/paper";
    view.paper_entry = place.path + "/paper-entry";
  }
  view.inside_host_window = is_inside_host(visit);
  view.may_send = has_messages(visit.house());
  return view;
}

std::string until(const Visit& visit, Instant end) {
  return text::fill(visit("{day}, {time}"),
                    {{"day", text::day_and_month(visit.house().day_of(end), visit.language)},
                     {"time", text::clock_time(visit.house().minute_of(end), visit.language)}});
}

Made made_of(const Visit& visit, service::Way way, const service::GivenForm& given) {
  Made made;
  made.until = until(visit, given.expires);
  made.replaces_another = given.replaces_another;
  if (way == service::Way::message) {
    made.what = Made::What::message;
  } else if (way == service::Way::code) {
    made.what = Made::What::code;
    made.code = service::spoken(given.code);
    made.address = public_address(visit) + "/code";
  } else {
    made.what = Made::What::link;
    made.address = public_address(visit) + "/f/" + given.token;
  }
  return made;
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
  const auto way =
      form->get("way").empty() ? service::Way::kiosk : from_word<service::Way>(form->get("way"));
  if (!way) return refuse(visit, 422, "unknown", "Choose one of the ways on the page.");
  if (*way == service::Way::kiosk && is_inside_host(visit))
    return refuse(
        visit, 409, "inside",
        "Inside another program's window this device cannot be handed over; give a link.");
  const auto place = place_of(visit);
  const auto given = service::give_form(
      visit.house(), visit.principal,
      {place.session, *way, std::string(form->get("pin")), std::string(form->get("instrument")),
       ClientId{std::string(form->get("who"))}, place.course});
  if (given && *way == service::Way::kiosk)
    // The host ends the clinician's session in this browser before the form is shown.
    return redirect(visit.request.prefix, "/f/" + given->token)
        .with("holdfast-end-session", "1")
        .with("clear-site-data", "\"cache\"");
  auto view = view_of(visit);
  if (!view) return refuse(visit, view.refusal());
  if (given) {
    view->made = made_of(visit, *way, *given);
    return html(render(*view, visit.page(Section::today)));
  }
  if (given.refusal().kind == service::Refusal::Kind::denied ||
      given.refusal().kind == service::Refusal::Kind::not_found)
    return refuse(visit, given.refusal());
  view->problem = visit(given.refusal().sentence);
  return html(render(*view, visit.page(Section::today)), http_status(given.refusal().kind));
}

Response get_code(const Visit& visit) {
  return html(render(CodeView{"/code", {}, {}, visit.crisis()}, visit.page_for_client()));
}

Response post_code(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  const auto token = service::token_of_code(visit.house(), form->get("code"));
  if (token) return redirect(visit.request.prefix, "/f/" + *token);
  const bool is_wrong = token.refusal().kind == service::Refusal::Kind::not_found;
  auto page = html(render(CodeView{"/code", std::string(form->get("code")),
                                   visit(token.refusal().sentence), visit.crisis()},
                          visit.page_for_client()),
                   is_wrong ? 422 : 429);
  if (!is_wrong) page.with("retry-after", "60");
  return page;
}

}  // namespace holdfast::web
