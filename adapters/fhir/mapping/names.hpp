// SPDX-License-Identifier: MIT
// The addresses that resources carry: canonical URLs of forms, code systems and naming systems, all
// under one base that the site owns. No resource carries an extension of our own making.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::adapters::fhir::mapping {

using payload::Json;

struct Names {
  std::string base = "https://holdfast.example/fhir";  // no slash at the end
  // Addresses of the site's one FHIR server: what is below any other is somebody else's.
  std::vector<std::string> servers = {};

  std::string questionnaire(std::string_view instrument) const;
  std::string code_system(std::string_view name) const { return base + "/CodeSystem/" + str(name); }
  std::string naming_system(std::string_view name) const {
    return base + "/NamingSystem/" + str(name);
  }

 private:
  static std::string str(std::string_view text) { return std::string{text}; }
};

// Standard addresses used more than once.
inline constexpr const char* ordinal_value = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
inline constexpr const char* data_absent_reason =
    "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
inline constexpr const char* calculated_expression =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression";
inline constexpr const char* units_of_measure = "http://unitsofmeasure.org";

// An id as FHIR allows it (letters, digits, '-' and '.'): what else an instrument may have becomes
// '-'.
std::string resource_id(std::string_view id);
bool is_resource_id(std::string_view id);

Json coding(std::string_view system, std::string_view code, std::string_view display = {});
Json concept_of(Json one_coding, std::string_view text = {});
Json identifier(std::string_view system, std::string_view value);

// A reference to what the practice system calls `id`: "Patient/c-1". An id that names its type
// already ("Encounter/7") stays; one that no FHIR server could hold becomes a logical reference.
Json reference(const Names& names, std::string_view type, std::string_view id);

// The id in a reference to `type` on the site's own server: "Patient/7", its version
// "Patient/7/_history/1", and either below one of `names.servers`. Empty: of another type, or of
// another server, where the same id is another person's.
std::string local_id(std::string_view reference, std::string_view type, const Names& names);
bool is_elsewhere(std::string_view reference, const Names& names);  // an address of another server

// A decimal text as the JSON number that prints the same; a Failure when it is none.
Json number(std::string_view decimal, std::string_view what);

}  // namespace holdfast::adapters::fhir::mapping
