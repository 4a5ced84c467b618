// SPDX-License-Identifier: MIT
// The handlers of the pages, one file a subject; the table in routes.cpp names them.
#pragma once
#include "web/http/message.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

Response get_root(const Visit& visit);
Response get_today(const Visit& visit);
Response post_today(const Visit& visit);
Response get_caseload(const Visit& visit);
Response post_caseload(const Visit& visit);
Response get_picture(const Visit& visit);
Response get_together(const Visit& visit);  // the client's own line, to look at together
Response get_chart(const Visit& visit);

Response get_therapist_form(const Visit& visit);
Response post_therapist_form(const Visit& visit);
Response get_hand_over(const Visit& visit);
Response post_hand_over(const Visit& visit);

Response get_paper(const Visit& visit);
Response get_paper_entry(const Visit& visit);
Response post_paper_entry(const Visit& visit);
Response get_code(const Visit& visit);  // where a code is typed that was said
Response post_code(const Visit& visit);

Response get_own_form(const Visit& visit);  // of a client who is signed in to the host
Response get_carer(const Visit& visit);
Response get_client_form(const Visit& visit);  // behind a one-time link
Response post_client_form(const Visit& visit);
Response post_sealed_form(const Visit& visit);  // kept on the device while the network was gone
Response get_worker(const Visit& visit);
Response get_leave(const Visit& visit);
Response post_leave(const Visit& visit);
Response get_thanks(const Visit& visit);

Response get_check_in(const Visit& visit);
Response post_check_in(const Visit& visit);
Response post_open_check_in(const Visit& visit);
Response get_read_today(const Visit& visit);

Response get_report_card(const Visit& visit);
Response get_preview_settings(const Visit& visit);
Response get_detection_settings(const Visit& visit);
Response post_detection_settings(const Visit& visit);

Response get_records(const Visit& visit);
Response get_record(const Visit& visit);
Response post_record(const Visit& visit);
Response get_record_document(const Visit& visit);
Response get_erasures(const Visit& visit);
Response get_erasure(const Visit& visit);
Response get_retention(const Visit& visit);
Response get_export(const Visit& visit);
Response post_export(const Visit& visit);
Response get_course_ratings(const Visit& visit);
Response get_rating(const Visit& visit);
Response post_rating(const Visit& visit);
Response get_break_glass(const Visit& visit);
Response post_break_glass(const Visit& visit);

Response get_deliveries(const Visit& visit);
Response post_deliveries(const Visit& visit);

Response get_supervision(const Visit& visit);
Response get_audit(const Visit& visit);
Response get_consent(const Visit& visit);
Response post_consent(const Visit& visit);

Response get_admin(const Visit& visit);
Response get_admin_instruments(const Visit& visit);
Response get_admin_languages(const Visit& visit);
Response get_client_texts(const Visit& visit);
Response post_admin_languages(const Visit& visit);
Response get_admin_people(const Visit& visit);
Response post_admin_people(const Visit& visit);
Response get_admin_schedule(const Visit& visit);
Response post_admin_schedule(const Visit& visit);
Response get_admin_visibility(const Visit& visit);
Response post_admin_visibility(const Visit& visit);
Response get_admin_write_back(const Visit& visit);
Response post_admin_write_back(const Visit& visit);

Response get_design(const Visit& visit);
Response get_tour(const Visit& visit);
Response get_accessibility(const Visit& visit);
Response get_about(const Visit& visit);
Response get_asset(const Visit& visit);

}  // namespace holdfast::web
