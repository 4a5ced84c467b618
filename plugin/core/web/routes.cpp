// SPDX-License-Identifier: MIT
#include "web/routes.hpp"

#include "web/api/api.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

using enum Format;
using enum Needs;

constexpr Route all[] = {
    {"GET", "/", page, person, get_root},
    {"GET", "/today", page, person, get_today},
    {"GET", "/caseload", page, person, get_caseload},
    {"GET", "/courses/{course}", page, person, get_picture},
    {"GET", "/courses/{course}/chart.svg", file, person, get_chart},
    {"POST", "/courses/{course}/check-ins", page, person, post_open_check_in},
    {"GET", "/sessions/{session}/rate", page, person, get_therapist_form},
    {"POST", "/sessions/{session}/rate", page, person, post_therapist_form},
    {"GET", "/sessions/{session}/hand-over", page, person, get_hand_over},
    {"POST", "/sessions/{session}/hand-over", page, person, post_hand_over},
    {"GET", "/check-ins/{check_in}", page, person, get_check_in},
    {"POST", "/check-ins/{check_in}", page, person, post_check_in},
    {"GET", "/read-today/{item}", page, person, get_read_today},
    {"GET", "/report-card", page, person, get_report_card},
    {"GET", "/report-card/preview", page, person, get_preview_settings},
    {"GET", "/report-card/settings", page, person, get_detection_settings},
    {"POST", "/report-card/settings", page, person, post_detection_settings},
    {"GET", "/courses/{course}/ratings", page, person, get_course_ratings},
    {"POST", "/ratings/{rating}", page, person, post_rating},
    {"GET", "/break-glass", page, person, get_break_glass},
    {"GET", "/records", page, person, get_records},
    {"GET", "/records/{client}", page, person, get_record},
    {"POST", "/records/{client}", page, person, post_record},
    {"GET", "/records/{client}/document", page, person, get_record_document},
    {"GET", "/deliveries", page, person, get_deliveries},
    {"POST", "/deliveries", page, person, post_deliveries},
    {"GET", "/my-form", page, person, get_own_form},
    // Behind a one-time link: no sign-in, and no name anywhere.
    {"GET", "/f/{token}", page, nobody, get_client_form},
    {"POST", "/f/{token}", page, nobody, post_client_form},
    {"GET", "/f/{token}/leave", page, nobody, get_leave},
    {"POST", "/f/{token}/leave", page, nobody, post_leave},
    {"GET", "/f/{token}/thanks", page, nobody, get_thanks},
    {"GET", "/about", page, nobody, get_about},
    {"GET", "/assets/{file}", file, nobody, get_asset},
    {"GET", "/api/v1/openapi.json", api, nobody, api_openapi},
    {"GET", "/api/v1/instruments", api, person, api_instruments},
    {"GET", "/api/v1/instruments/{instrument}", api, person, api_instrument},
    {"GET", "/api/v1/me", api, person, api_me},
    {"GET", "/api/v1/today", api, person, api_today},
    {"GET", "/api/v1/courses", api, person, api_courses},
    {"GET", "/api/v1/courses/{course}", api, person, api_course},
    {"POST", "/api/v1/courses/{course}/check-ins", api, person, api_open_check_in},
    {"POST", "/api/v1/sessions/{session}/ratings", api, person, api_submit_as_therapist},
    {"POST", "/api/v1/sessions/{session}/invitations", api, person, api_invite},
    {"GET", "/api/v1/invitations/{token}", api, nobody, api_invitation},
    {"POST", "/api/v1/invitations/{token}/ratings", api, nobody, api_submit_by_invitation},
    {"GET", "/api/v1/check-ins/{check_in}", api, person, api_check_in},
    {"POST", "/api/v1/check-ins/{check_in}/events", api, person, api_act_on_check_in},
    {"POST", "/api/v1/ratings/{rating}/end", api, person, api_end_rating},
    {"GET", "/api/v1/records/{client}", api, person, api_record},
    {"POST", "/api/v1/records/{client}/acts", api, person, api_act_on_record},
    {"GET", "/api/v1/deliveries", api, person, api_deliveries},
    {"POST", "/api/v1/deliveries", api, person, api_act_on_deliveries},
    {"GET", "/api/v1/report-card", api, person, api_report_card},
    {"GET", "/api/v1/report-card/preview", api, person, api_preview_settings},
    {"GET", "/api/v1/detection-settings", api, person, api_detection_settings},
    {"POST", "/api/v1/detection-settings", api, person, api_change_detection},
    {"POST", "/courses/{course}/break-glass", page, person, post_break_glass},
    {"POST", "/api/v1/courses/{course}/break-glass", api, person, api_break_glass},
};

}  // namespace

std::span<const Route> routes() { return all; }

}  // namespace holdfast::web
