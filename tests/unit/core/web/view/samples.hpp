// SPDX-License-Identifier: MIT
// Pages as they look in a believable week, the same on every run. Everything in them is made up.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "web/view/carer.hpp"
#include "web/view/caseload.hpp"
#include "web/view/check_in.hpp"
#include "web/view/detection_settings.hpp"
#include "web/view/form.hpp"
#include "web/view/hand_over.hpp"
#include "web/view/look.hpp"
#include "web/view/paper.hpp"
#include "web/view/picture.hpp"
#include "web/view/preview_settings.hpp"
#include "web/view/problem.hpp"
#include "web/view/report_card.hpp"
#include "web/view/today.hpp"

namespace holdfast::web::samples {

Page page(const Look& look, const text::Language& language);

TodayView today(const text::Language& language);
TodayView front_desk(const text::Language& language);
TodayView first_day(const text::Language& language);
FormView client_form();
FormView therapist_form();
FormView refused_form();  // comes back with problems
FormView child_form();
PictureView picture(const text::Language& language);
PictureView empty_picture(const text::Language& language);
chart::CourseGraph course(int sessions);
FindingNumbers dip();
CheckInView check_in(const text::Language& language);
CaseloadView caseload(const text::Language& language);
ReportCardView report_card();
PreviewView preview_settings();
DetectionSettingsView detection_settings();
HandOverView hand_over();
HandOverView link_made();
HandOverView code_made();
CodeView code_page();
PaperView paper(const std::string& our_language);
PaperEntryView paper_entry();
TogetherView together();
CarerView carer();

struct Sample {
  std::string name;
  std::string html;
};
// The texts a page was given: names, a form's wording, the practice's own sentences.
std::vector<std::string> given_texts();
// Every page there is, in one language.
std::vector<Sample> all(const Look& look, const text::Language& language);

}  // namespace holdfast::web::samples
