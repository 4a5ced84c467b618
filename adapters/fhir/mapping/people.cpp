// SPDX-License-Identifier: MIT
#include "people.hpp"

#include <algorithm>

#include "record.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

constexpr std::size_t longest_name = 256;  // bytes, of a payload's text

// Cuts at a character's beginning.
std::string cut(std::string text) {
  if (text.size() <= longest_name) return text;
  std::size_t end = longest_name;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::string first_letter(const std::string& text) {
  std::size_t end = text.empty() ? 0 : 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
  return text.substr(0, end);
}

// The name in use: official or usual before any other, never an old one.
const Json* name_in_use(const Json& person) {
  const Json* best = nullptr;
  int best_rank = 9;
  for (const auto& name : list_in(person, "name")) {
    if (!name.is_object()) continue;
    const auto use = text_in(name, "use");
    const int rank = use == "usual" ? 0 : use == "official" ? 1 : use.empty() ? 2 : 3;
    if (use == "old" || use == "maiden" || rank >= best_rank) continue;
    best = &name;
    best_rank = rank;
  }
  return best;
}

std::vector<std::string> parts(const Json& name) {
  std::vector<std::string> all;
  for (const auto& given : list_in(name, "given"))
    if (given.is_string() && !given.get_ref<const std::string&>().empty())
      all.push_back(given.get<std::string>());
  if (auto family = text_in(name, "family"); !family.empty()) all.push_back(std::move(family));
  return all;
}

std::string full_name(const Json& person) {
  const auto* name = name_in_use(person);
  if (!name) return {};
  std::string text;
  for (const auto& part : parts(*name)) text += (text.empty() ? "" : " ") + part;
  if (text.empty()) text = text_in(*name, "text");
  return cut(text);
}

std::string initials(const Json& person) {
  const auto* name = name_in_use(person);
  std::string text;
  if (name)
    for (const auto& part : parts(*name)) text += first_letter(part);
  return cut(text);
}

std::string language(const Json& patient) {
  std::string first;
  for (const auto& one : list_in(patient, "communication")) {
    if (!one.is_object() || !one.contains("language")) continue;
    for (const auto& code : list_in(one["language"], "coding")) {
      const auto tag = text_in(code, "code");
      if (tag.empty()) continue;
      if (one.contains("preferred") && one["preferred"] == true) return tag;
      if (first.empty()) first = tag;
    }
  }
  return first;
}

std::string id_of(const Json& resource, const char* type) {
  auto id = text_in(resource, "id");
  if (id.empty() || id.size() > payload::max_id_bytes)
    throw Failure(HOLDFAST_E_INVALID, std::string(type) + ": the server gave one without an id");
  return id;
}

}  // namespace

std::string text_in(const Json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

const Json& list_in(const Json& object, const char* name) {
  static const Json empty = Json::array();
  if (!object.is_object()) return empty;
  const auto found = object.find(name);
  return found != object.end() && found->is_array() ? *found : empty;
}

std::string id_in(const Json& reference, std::string_view type, const Names& names) {
  return local_id(text_in(reference, "reference"), type, names);
}

payload::Client client_of(const Json& patient, const Names& names) {
  payload::Client client;
  client.id = id_of(patient, "Patient");
  client.name = full_name(patient);
  if (client.name.empty()) client.name = client.id;
  client.initials = initials(patient);
  client.birth_date = payload::parse_day(text_in(patient, "birthDate"));
  client.language = language(patient);
  client.deceased = patient.contains("deceasedDateTime") ||
                    (patient.contains("deceasedBoolean") && patient["deceasedBoolean"] == true);
  client.active = !client.deceased && !(patient.contains("active") && patient["active"] == false);
  for (const auto& link : list_in(patient, "link"))
    if (text_in(link, "type") == "replaced-by" && link.contains("other"))
      client.merged_into = id_in(link["other"], "Patient", names);
  client.sensitivity = labels_of(patient);
  return client;
}

payload::Clinician clinician_of(const Json& practitioner) {
  payload::Clinician clinician;
  clinician.id = id_of(practitioner, "Practitioner");
  clinician.name = full_name(practitioner);
  if (clinician.name.empty()) clinician.name = clinician.id;
  clinician.person = "Practitioner/" + clinician.id;
  clinician.active = !(practitioner.contains("active") && practitioner["active"] == false);
  return clinician;
}

RoleOf role_of(const Json& practitioner_role, const Names& names) {
  RoleOf role;
  role.id = id_of(practitioner_role, "PractitionerRole");
  if (practitioner_role.contains("practitioner"))
    role.practitioner = id_in(practitioner_role["practitioner"], "Practitioner", names);
  role.is_active = !(practitioner_role.contains("active") && practitioner_role["active"] == false);
  for (const auto& code : list_in(practitioner_role, "code")) {
    if (const auto text = text_in(code, "text"); !text.empty()) role.codes.push_back(text);
    for (const auto& one : list_in(code, "coding")) {
      const auto value = text_in(one, "code");
      if (value.empty()) continue;
      role.codes.push_back(value);
      role.codes.push_back(text_in(one, "system") + "|" + value);
    }
  }
  return role;
}

}  // namespace holdfast::adapters::fhir::mapping
