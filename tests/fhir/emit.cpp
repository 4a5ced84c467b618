// SPDX-License-Identifier: MIT
// Prints every kind of resource that Holdfast emits, one a line, for validators and form runtimes
// that nobody here wrote. Each line is {"name": ..., "resource": ...}; with "form" beside it for a
// questionnaire. All people in it are invented.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "fhir/mapping/translate.hpp"

namespace {

using holdfast::adapters::fhir::mapping::Names;
using holdfast::adapters::fhir::mapping::translate;
using Json = holdfast::payload::Json;

const Names names;

void emit(const std::string& name, const Json& resource, const Json& form = nullptr) {
  Json line{{"name", name}, {"resource", resource}};
  if (!form.is_null()) line["form"] = form;
  std::cout << line.dump() << '\n';
}

Json read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return Json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

// Invented words in another language, so that translations are there to be checked.
Json pack_for(const Json& definition) {
  Json items = Json::object();
  for (const auto& item : definition["items"]) {
    const auto id = item["id"].get<std::string>();
    items[id] = {{"text", "Ausgedachter Text " + id}, {"low", "wenig"}, {"high", "viel"}};
  }
  return {{"schema", "holdfast.wording/1"},
          {"instrument", definition["id"]},
          {"version", definition["version"]},
          {"language", "de"},
          {"owner", "Invented"},
          {"licence", "none"},
          {"text", {{"title", "Ausgedachter Titel"}, {"items", items}}}};
}

void emit_questionnaires(const std::filesystem::path& folder) {
  std::set<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder))
    if (file.path().filename().string().find(".schema.") == std::string::npos)
      files.insert(file.path());
  for (const auto& file : files) {
    const auto definition = read(file);
    const auto id = definition["id"].get<std::string>();
    const Json wish{{"definition", definition}};
    emit("questionnaire " + id, translate("questionnaire", wish, names), definition);
    auto plain = wish;
    plain["sliders"] = false;
    emit("questionnaire without sliders " + id, translate("questionnaire", plain, names));
    auto translated = wish;
    translated["packs"].push_back(pack_for(definition));
    emit("questionnaire in two languages " + id, translate("questionnaire", translated, names));
  }
}

Json record(const std::string& kind) {
  return {
      {"schema", "holdfast.record/1"},
      {"kind", kind},
      {"client", "c-1"},
      {"course", "EpisodeOfCare/co-1"},
      {"session", "Encounter/s-1"},
      {"clinician", "dr-1"},
      {"rating", "0190d5a0-0000-7000-8000-000000000001"},
      {"at", "2026-11-23T10:02:00.250Z"},
      {"day", "2026-11-23"},
      {"rater", "client"},
      {"instrument", {{"id", "holdfast-session"}, {"version", "1"}, {"title", "Session check"}}}};
}

void emit_record(const std::string& name, const Json& one, const std::string& key = "key-1",
                 const std::string& alert_as = "Flag") {
  for (const bool labelled : {false, true}) {
    auto each = one;
    if (labelled)
      each["sensitivity"] = {"R", "PSY", "https://host.example/labels|secret", "VIP desk"};
    emit(name + (labelled ? " with labels" : ""),
         translate("record", {{"record", each}, {"key", key}, {"alert_as", alert_as}}, names));
  }
}

Json value(const char* name, const char* value, const char* min, const char* max) {
  return {{"name", name}, {"value", value}, {"min", min}, {"max", max}};
}

void emit_records() {
  auto form = record("form");
  form["answers"] = {
      {{"item", "goals"}, {"kind", "line"}, {"value", "81"}},
      {{"item", "tasks"}, {"kind", "line"}, {"value", "7.4"}},
      {{"item", "bond"}, {"kind", "line"}, {"declined", true}},
      {{"item", "tension"}, {"kind", "scale"}, {"value", "2"}, {"display", "some"}},
      {{"item", "could_say"}, {"kind", "yes_no"}, {"value", "1"}, {"display", "yes"}},
      {{"item", "comment"}, {"kind", "text"}, {"value", "Slower was better."}}};
  form["values"] = {value("goals", "81", "0", "100"), value("total", "325", "0", "400")};
  emit_record("form", form);
  emit_record("form left unanswered", record("form"));
  auto total = record("client_total");
  total["values"] = {value("total", "32.5", "0", "40")};
  emit_record("total", total);
  auto subscales = record("subscales");
  subscales["values"] = {value("goals", "81", "0", "100"), value("bond", "92", "0", "100")};
  emit_record("subscales", subscales);
  auto therapist = record("therapist_rating");
  therapist["rater"] = "therapist";
  therapist["instrument"]["id"] = "holdfast-session-therapist";
  therapist["values"] = {value("total", "310", "0", "400")};
  emit_record("therapist's rating", therapist);
  auto appointment = total;
  appointment["session"] = "Appointment/a-1";
  appointment["client"] = "an id that no FHIR server takes / ü";
  emit_record("total of a foreign client", appointment);
  emit_record("flag", record("alert"), "alert-1", "Flag");
  emit_record("detected issue", record("alert"), "alert-1", "DetectedIssue");
  for (const char* state : {"open", "improving", "repaired", "new level", "unrepaired", "ended"}) {
    auto repair = record("repair");
    repair["text"] = state;
    emit_record(std::string("repair ") + state, repair, std::string("repair:r-1:") + state);
  }
  for (const char* kind : {"comment", "document"}) {
    auto text = record(kind);
    text["text"] = "Slower was better. – Ünïcode";
    emit_record(kind, text);
  }
}

void emit_others() {
  for (const char* category : {"check_in", "read_today", "form_due", "handover", "delivery_parked"})
    emit(std::string("notice ") + category, translate("notice",
                                                      {{"notice",
                                                        {{"schema", "holdfast.notice/1"},
                                                         {"to", "Practitioner/dr-1"},
                                                         {"category", category},
                                                         {"link", "/check-ins/1"}}},
                                                       {"key", "n-1"},
                                                       {"at", "2026-11-23T10:02:00Z"}},
                                                      names));
  for (const char* action :
       {"client.read", "rating.void", "rating.submit", "client.erase", "store.backup"})
    emit(std::string("audit ") + action, translate("audit-line",
                                                   {{"line", 7},
                                                    {"at", "2026-11-23T10:02:00Z"},
                                                    {"actor_kind", "staff"},
                                                    {"actor", "dr-1"},
                                                    {"action", action},
                                                    {"outcome", "done"},
                                                    {"why", "treats"},
                                                    {"client", "3f2a"},
                                                    {"object", "alert:1"}},
                                                   names));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "fhir-emit FOLDER-OF-INSTRUMENTS\n";
    return 2;
  }
  emit_questionnaires(argv[1]);
  emit_records();
  emit_others();
  return 0;
}
