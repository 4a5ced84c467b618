// SPDX-License-Identifier: MIT
// The way back: a form that was filled elsewhere. Only what the definition asks is taken, each
// answer in the type that the published Questionnaire gives it; the scores of the sender are not.
#include "questionnaire.hpp"
#include "results.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

using payload::Fields;

[[noreturn]] void refuse(const std::string& text) {
  throw Failure(HOLDFAST_E_INVALID, "QuestionnaireResponse: " + text);
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string reference_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? text_of(*found, "reference") : std::string{};
}

// The same id at another server is another person.
void must_be_here(const std::string& reference, const char* field, const Names& names) {
  if (is_elsewhere(reference, names))
    refuse(std::string(field) +
           " is at another server than this practice's; where it is the same server, name that"
           " address in \"servers\" of the FHIR adapter");
}

bool is_declined(const Json& item) {
  const auto extensions = item.find("extension");
  if (extensions == item.end() || !extensions->is_array()) return false;
  for (const auto& one : *extensions)
    if (one.is_object() && text_of(one, "url") == data_absent_reason &&
        text_of(one, "valueCode") == "asked-declined")
      return true;
  return false;
}

std::optional<double> number_in(const Json& answer) {
  for (const auto* name : {"valueInteger", "valueDecimal"})
    if (const auto found = answer.find(name); found != answer.end() && found->is_number())
      return found->get<double>();
  if (const auto found = answer.find("valueQuantity"); found != answer.end() && found->is_object())
    if (const auto value = found->find("value"); value != found->end() && value->is_number())
      return value->get<double>();
  return std::nullopt;
}

class Reading {
 public:
  Reading(const Form& form, const Names& names) : form_(form), names_(names) {}

  Json answers(const Json& response) {
    if (const auto items = response.find("item"); items != response.end()) read_items(*items, 0);
    return answers_;
  }

 private:
  // Other runtimes may group items as they like: linkIds are looked for at every depth.
  void read_items(const Json& items, int depth) {
    if (!items.is_array() || depth > 8) refuse("item is not a list of at most 8 levels");
    for (const auto& item : items) {
      if (!item.is_object()) refuse("an item is no object");
      const auto link = text_of(item, "linkId");
      if (link == scores_link) continue;
      if (const auto* asked = form_.find(link)) read_item(*asked, item);
      if (form_.is_totals_only && link == "total") read_total(item);
      if (const auto inner = item.find("item"); inner != item.end()) read_items(*inner, depth + 1);
    }
  }

  static const Json* only_answer(const Json& item, const std::string& link) {
    const auto found = item.find("answer");
    if (found == item.end() || !found->is_array() || found->empty()) return nullptr;
    if (found->size() > 1) refuse("item " + link + " has more than one answer");
    if (!found->front().is_object()) refuse("item " + link + ": an answer is no object");
    return &found->front();
  }

  void read_item(const Item& asked, const Json& item) {
    if (answers_.contains(asked.id)) refuse("item " + asked.id + " comes twice");
    if (is_declined(item)) {
      answers_[asked.id] = "declined";
      return;
    }
    const auto* answer = only_answer(item, asked.id);
    if (!answer) return;
    if (asked.is_text()) {
      if (!answer->contains("valueString")) refuse("item " + asked.id + " needs a text");
      const auto text = text_of(*answer, "valueString");
      if (!text.empty()) answers_[asked.id] = text;
    } else if (asked.is_line()) {
      const auto value = number_in(*answer);
      if (!value) refuse("item " + asked.id + " needs a number");
      answers_[asked.id] = *value;
    } else {
      read_choice(asked, *answer);
    }
  }

  void read_choice(const Item& asked, const Json& answer) {
    const auto found = answer.find("valueCoding");
    if (found == answer.end() || !found->is_object())
      refuse("item " + asked.id + " needs a coding");
    const auto system = text_of(*found, "system"), code = text_of(*found, "code");
    if (!system.empty() && system != answer_system(form_, names_, asked))
      refuse("item " + asked.id + ": the code is of another system");
    if (asked.is_word())
      answers_[asked.id] = code;
    else
      answers_[asked.id] = number(code, "QuestionnaireResponse: item " + asked.id);
  }

  void read_total(const Json& item) {
    if (const auto* answer = only_answer(item, "total"))
      if (const auto value = number_in(*answer)) answers_["total"] = *value;
  }

  const Form& form_;
  const Names& names_;
  Json answers_ = Json::object();
};

// Who answered: the source, else the author, else the subject (R4, QuestionnaireResponse.source).
// A therapist's form is the therapist's to fill, and a client's the client's.
std::string filled_by(const Json& response, const Form& form, const Names& names) {
  auto who = reference_of(response, "source");
  const auto* field = who.empty() ? "author" : "source";
  if (who.empty()) who = reference_of(response, "author");
  const bool is_therapist = form.rater == "therapist";
  if (who.empty() && !is_therapist)
    return local_id(reference_of(response, "subject"), "Patient", names);
  must_be_here(who, field, names);
  const auto id = local_id(who, is_therapist ? "Practitioner" : "Patient", names);
  if (id.empty()) refuse(std::string(field) + " is not who this form is for");
  return id;
}

// What the sender calls it; its rating, where it is a copy of a form that we gave.
void read_identity(const Json& response, const Names& names, Json& read) {
  const auto found = response.find("identifier");
  if (found != response.end() && found->is_object()) {
    const auto system = text_of(*found, "system"), value = text_of(*found, "value");
    if (value.empty()) return;
    read[system == names.naming_system("rating-id") ? "rating" : "id"] =
        system == names.naming_system("rating-id") ? value : system + "|" + value;
  } else if (const auto id = text_of(response, "id"); !id.empty()) {
    read["id"] = "QuestionnaireResponse/" + id;
  }
}

}  // namespace

Json responses_in(const Json& document) {
  if (text_of(document, "resourceType") != "Bundle") return Json::array({document});
  auto found = Json::array();
  const auto entries = document.find("entry");
  if (entries != document.end() && entries->is_array())
    for (const auto& entry : *entries)
      if (entry.is_object() && entry.contains("resource") &&
          text_of(entry["resource"], "resourceType") == "QuestionnaireResponse")
        found.push_back(entry["resource"]);
  return found;
}

Answered answered_by(const Json& response, const Names& names) {
  if (text_of(response, "resourceType") != "QuestionnaireResponse")
    throw Failure(HOLDFAST_E_INVALID, "resource: a QuestionnaireResponse was expected");
  const auto canonical = text_of(response, "questionnaire");
  const auto beginning = names.base + "/Questionnaire/";
  if (!canonical.starts_with(beginning))
    refuse("questionnaire is not one of ours; answer a form that Holdfast published");
  const auto rest = canonical.substr(beginning.size());
  const auto bar = rest.find('|');
  return {rest.substr(0, bar), bar == std::string::npos ? "" : rest.substr(bar + 1)};
}

Json read_response(const Json& response, const Form& form, const Names& names) {
  const auto answered = answered_by(response, names);
  if (answered.instrument != resource_id(form.id)) refuse("answers another instrument");
  if (!answered.version.empty() && answered.version != form.version)
    refuse("answers another version of this instrument");
  const auto status = text_of(response, "status");
  if (status != "completed" && status != "amended")
    refuse("status is not completed; send it again when it is");
  const auto subject = reference_of(response, "subject");
  must_be_here(subject, "subject", names);
  const auto client = local_id(subject, "Patient", names);
  if (client.empty()) refuse("subject is no Patient");
  const auto authored = payload::parse_instant(text_of(response, "authored"));
  if (!authored) refuse("authored is missing, or has no time zone");

  Json read{{"schema", "holdfast.answers/1"},
            {"instrument", form.id},
            {"version", form.version},
            {"client", client},
            {"rater", form.rater},
            {"at", payload::to_text(*authored)}};
  if (const auto by = filled_by(response, form, names); !by.empty()) read["by"] = by;
  read_identity(response, names, read);
  if (const auto language = text_of(response, "language"); !language.empty())
    read["language"] = language;
  if (const auto session = reference_of(response, "encounter"); !session.empty()) {
    must_be_here(session, "encounter", names);
    const auto id = local_id(session, "Encounter", names);
    if (id.empty()) refuse("encounter is no Encounter");
    read["session"] = "Encounter/" + id;
  }
  read["answers"] = Reading(form, names).answers(response);
  if (read["answers"].empty()) refuse("answers nothing that this form asks");
  return read;
}

}  // namespace holdfast::adapters::fhir::mapping
