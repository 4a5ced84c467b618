// SPDX-License-Identifier: MIT
#include "service/detection_settings_json.hpp"

#include "detection/thresholds.hpp"

namespace holdfast::service {
namespace {

using detection::Thresholds;

// One list for both ways.
template <class Each>
void each_number(Each&& each) {
  each("sudden_z", &Thresholds::sudden_z, detection::sudden_z_range);
  each("sustained_z", &Thresholds::sustained_z, detection::sustained_z_range);
  each("least_drop", &Thresholds::least_drop, detection::least_drop_range);
  each("evidence_all_areas", &Thresholds::evidence_all_areas, detection::evidence_range);
  each("evidence_total", &Thresholds::evidence_total, detection::evidence_range);
  each("silence", &Thresholds::silence, detection::silence_range);
  each("speaks_again", &Thresholds::speaks_again, detection::speaks_again_range);
  each("first_sudden", &Thresholds::first_sudden, detection::first_sudden_range);
  each("first_sustained", &Thresholds::first_sustained, detection::first_sustained_range);
}

LocalParameters read_local(json::Object in) {
  LocalParameters local;
  local.mu0 = in.number_between("mu0", 0, 100);
  local.sB = in.number_between("sB", 1, 50);
  local.sW = in.number_between("sW", 1, 50);
  local.clients = static_cast<std::uint64_t>(in.number_between("clients", 0, 1e9));
  local.ratings = static_cast<std::uint64_t>(in.number_between("ratings", 0, 1e12));
  in.only({"mu0", "sB", "sW", "clients", "ratings"});
  return local;
}

}  // namespace

void write_thresholds(json::Writer& writer, const Thresholds& thresholds) {
  writer.begin_object();
  writer.key("sudden_dip").boolean(thresholds.sudden_dip);
  writer.key("sustained").boolean(thresholds.sustained);
  each_number([&](std::string_view name, auto member, detection::Range) {
    writer.key(name).number(static_cast<double>(thresholds.*member));
  });
  writer.end_object();
}

Thresholds read_thresholds(json::Object in) {
  Thresholds thresholds;
  if (in.value().find("sudden_dip")) thresholds.sudden_dip = in.boolean("sudden_dip");
  if (in.value().find("sustained")) thresholds.sustained = in.boolean("sustained");
  each_number([&](std::string_view name, auto member, detection::Range range) {
    if (!in.value().find(name)) return;
    auto& number = thresholds.*member;
    number = static_cast<std::remove_reference_t<decltype(number)>>(
        in.number_between(name, range.low, range.high));
  });
  in.only({"sudden_dip", "sustained", "sudden_z", "sustained_z", "least_drop", "evidence_all_areas",
           "evidence_total", "silence", "speaks_again", "first_sudden", "first_sustained"});
  return thresholds;
}

void write_choice(json::Writer& writer, const DetectionChoice& choice) {
  writer.member("rules", choice.rules == detection::RuleSet::E ? "E" : "AB");
  writer.key("thresholds");
  write_thresholds(writer, choice.thresholds);
  writer.key("instruments").begin_object();
  for (const auto& [instrument, local] : choice.instruments) {
    writer.key(instrument).begin_object();
    writer.key("mu0").number(local.mu0).key("sB").number(local.sB).key("sW").number(local.sW);
    writer.key("clients").integer(static_cast<std::int64_t>(local.clients));
    writer.key("ratings").integer(static_cast<std::int64_t>(local.ratings));
    writer.end_object();
  }
  writer.end_object();
}

DetectionChoice read_choice(json::Object& in) {
  DetectionChoice choice;
  const auto rules = in.text("rules");
  if (rules == "E")
    choice.rules = detection::RuleSet::E;
  else if (!rules.empty() && rules != "AB")
    in.wrong("rules", "unknown", "AB or E is expected");
  if (const auto* thresholds = in.value().find("thresholds"))
    choice.thresholds = read_thresholds(in.inside("thresholds", *thresholds));
  if (const auto* instruments = in.value().find("instruments"))
    for (const auto& [name, value] : instruments->members())
      choice.instruments[name] =
          read_local(in.inside("instruments", *instruments).inside(name, value));
  return choice;
}

}  // namespace holdfast::service
