// SPDX-License-Identifier: MIT
// The handlers of the JSON API, described by plugin/assets/openapi.json.
#pragma once
#include "web/http/message.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

Response api_openapi(const Visit& visit);
Response api_instruments(const Visit& visit);
Response api_instrument(const Visit& visit);
Response api_me(const Visit& visit);
Response api_today(const Visit& visit);
Response api_courses(const Visit& visit);
Response api_course(const Visit& visit);
Response api_open_check_in(const Visit& visit);
Response api_submit_as_therapist(const Visit& visit);
Response api_invite(const Visit& visit);
Response api_invitation(const Visit& visit);
Response api_submit_by_invitation(const Visit& visit);
Response api_check_in(const Visit& visit);
Response api_act_on_check_in(const Visit& visit);
Response api_record(const Visit& visit);
Response api_act_on_record(const Visit& visit);
Response api_erasure(const Visit& visit);
Response api_end_rating(const Visit& visit);
Response api_break_glass(const Visit& visit);
Response api_deliveries(const Visit& visit);
Response api_act_on_deliveries(const Visit& visit);
Response api_schedule(const Visit& visit);
Response api_change_schedule(const Visit& visit);
Response api_report_card(const Visit& visit);
Response api_preview_settings(const Visit& visit);
Response api_detection_settings(const Visit& visit);
Response api_change_detection(const Visit& visit);

}  // namespace holdfast::web
