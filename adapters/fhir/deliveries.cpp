// SPDX-License-Identifier: MIT
#include "deliveries.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "mapping/notices.hpp"
#include "mapping/people.hpp"
#include "mapping/record.hpp"
#include "mapping/results.hpp"
#include "mapping/translate.hpp"

namespace holdfast::adapters::fhir {
namespace {

using mapping::text_in;

// A key is bytes; an identifier is compared by servers that may ignore case and trim. What is not
// plain goes by its digest.
std::string plain_key(const std::string& key) {
  const bool is_plain = std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '.';
  });
  if (is_plain && key.size() <= 128) return key;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(key.data(), key.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr const char* digits = "0123456789abcdef";
  std::string text = "sha256-";
  for (unsigned i = 0; i < size; ++i) {
    text += digits[digest[i] >> 4];
    text += digits[digest[i] & 15];
  }
  return text;
}

// "R, PSY": the labels that a copy came with and lacks.
std::string dropped_labels(const Json& sent, const Json& stored) {
  const auto kept = mapping::labels_of(stored);
  std::string dropped;
  for (const auto& label : mapping::labels_of(sent))
    if (std::find(kept.begin(), kept.end(), label) == kept.end())
      dropped += (dropped.empty() ? "" : ", ") + label;
  return dropped;
}

std::optional<Json> in_error(const Json& current) {
  if (text_in(current, "status") == "entered-in-error") return std::nullopt;
  auto changed = current;
  changed["status"] = "entered-in-error";
  return changed;
}

}  // namespace

std::pair<std::string, std::string> identifier_of(const Json& resource) {
  const auto& found = resource["identifier"];
  const auto& one = found.is_array() ? found.front() : found;
  return {text_in(one, "system"), text_in(one, "value")};
}

void ServerTarget::must_take(const std::string& type) {
  if (!takes(type))
    throw Failure(HOLDFAST_E_UNSUPPORTED,
                  type +
                      " is switched off; \"writes\" of the FHIR adapter switches it on, and then"
                      " whoever may open the patient's chart reads it");
  server_.must_create(type);
}

Stored ServerTarget::create_once(const Json& resource, const std::string& system,
                                 const std::string& value) {
  return server_.create_once(resource, system, value);
}

Stored ServerTarget::update(const Stored& stored, const Server::Change& change) {
  return server_.update(stored, change);
}

std::string ServerTarget::response_of(const std::string& rating, const std::string& patient) {
  if (rating.empty() || !takes("QuestionnaireResponse")) return {};
  const auto found = server_.find(
      {"QuestionnaireResponse", settings_.names.naming_system("rating-id"), rating, patient});
  return found ? found->reference : std::string{};
}

std::optional<Stored> ServerTarget::read(const std::string& reference) {
  const auto slash = reference.find('/');
  return server_.read(reference.substr(0, slash), reference.substr(slash + 1));
}

Deliveries::Deliveries(const Settings& settings, Target& target, const State& state,
                       std::string lock_file)
    : settings_(settings), target_(target), state_(state), lock_file_(std::move(lock_file)) {}

Json Deliveries::resource_of(const Json& json, const std::string& key) {
  auto record = mapping::read_record(json);
  const auto plain = plain_key(key);
  // What has no rating or alert of its own is known by its key.
  if (record.rating.empty() || record.kind == "alert") record.rating = plain;
  const bool is_score = record.kind == "subscales" || record.kind == "client_total" ||
                        record.kind == "therapist_rating";
  if (record.kind == "form") return mapping::questionnaire_response(record, settings_.names);
  if (is_score) {
    const auto patient = text_in(mapping::patient_of(record, settings_.names), "reference");
    return mapping::observation(
        record, settings_.names,
        target_.takes("Observation") ? target_.response_of(record.rating, patient) : std::string{});
  }
  if (record.kind == "repair") return mapping::repair_task(record, settings_.names, plain);
  if (record.kind == "alert")
    return settings_.alert_as == "Flag" ? mapping::flag(record, settings_.names)
                                        : mapping::detected_issue(record, settings_.names);
  return mapping::document(record, settings_.names, plain);
}

// A copy that the server stored without the labels it came with is open to the wrong people.
void Deliveries::must_hold_labels(const Json& sent, const Stored& stored) {
  if (mapping::labels_of(sent).empty()) return;
  auto kept = stored.resource;
  std::string why = "dropped a sensitivity label";
  if (text_in(kept, "resourceType").empty()) {  // it said where, and not what
    try {
      const auto there = target_.read(stored.reference);
      kept = there ? there->resource : Json::object();
    } catch (const Failure& failure) {
      if (!is_refusal(failure)) throw;
      kept = Json::object();
    }
    if (kept.empty()) why = "does not show whether it kept a sensitivity label";
  }
  const auto dropped = dropped_labels(sent, kept);
  if (dropped.empty()) return;
  bool is_marked = false;
  try {
    const auto left = target_.update({stored.reference, {}, {}}, in_error);
    is_marked = text_in(left.resource, "status") == "entered-in-error";
  } catch (const Failure&) {  // whatever the reason, somebody has to do it over there
  }
  // A message has room for some labels, and for what to do before them.
  throw Failure(HOLDFAST_E_DENIED,
                "the FHIR server " + why + "; " +
                    (is_marked ? stored.reference + " was marked as entered in error"
                               : "it still stands there as " + stored.reference +
                                     ", for its users to mark as entered in error") +
                    "; label: " + dropped);
}

std::string Deliveries::store(const std::string& key, const Json& resource) {
  const auto type = text_in(resource, "resourceType");
  const auto [system, value] = identifier_of(resource);
  auto stored = target_.create_once(resource, system, value);
  must_hold_labels(resource, stored);
  if (type == "Observation" || type == "Task") {
    // The same rating's other scores, or the same repair's next state.
    const auto change = [&](const Json& current) -> std::optional<Json> {
      if (text_in(current, "status") == "entered-in-error") return std::nullopt;
      if (type == "Observation") return mapping::with_values_of(current, resource);
      if (text_in(current, "lastModified") >= text_in(resource, "lastModified") &&
          current["status"] == resource["status"])
        return std::nullopt;
      auto changed = resource;
      changed["id"] = current["id"];
      changed["authoredOn"] = current["authoredOn"];
      return changed;
    };
    stored = target_.update(stored, change);
  }
  state_.remember(key, {stored.reference, false});
  return stored.reference;
}

std::string Deliveries::put(const Parcel& parcel) {
  const auto json = payload::parse_object(parcel.json, "record");
  const DeliveryLock lock(lock_file_);
  if (const auto known = state_.delivery(parcel.key)) return known->reference;
  const auto resource = resource_of(json, parcel.key);
  target_.must_take(text_in(resource, "resourceType"));
  return store(parcel.key, resource);
}

void Deliveries::retract(const std::string& key) {
  const DeliveryLock lock(lock_file_);
  const auto known = state_.delivery(key);
  if (!known || known->is_retracted) return;
  target_.update({known->reference, {}, {}}, in_error);
  state_.remember(key, {known->reference, true});
}

void Deliveries::post(const Parcel& parcel) {
  const auto notice = payload::parse_object(parcel.json, "notice");
  const DeliveryLock lock(lock_file_);
  if (state_.delivery(parcel.key)) return;
  const auto resource = mapping::communication(notice, settings_.names, plain_key(parcel.key),
                                               payload::to_text(parcel.now));
  target_.must_take("Communication");
  const auto reference = store(parcel.key, resource);
  // That a form was due stays true when it was answered: there is nothing to take back.
  if (text_in(notice, "category") == "form_due") state_.remember(parcel.key, {reference, true});
}

}  // namespace holdfast::adapters::fhir
