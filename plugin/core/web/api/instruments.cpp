// SPDX-License-Identifier: MIT
// /api/v1/instruments, /api/v1/me and the description of the API itself.
#include "instrument/score.hpp"
#include "json/writer.hpp"
#include "openapi_document.hpp"
#include "service/house.hpp"
#include "web/api/api.hpp"

namespace holdfast::web {
namespace {

using instrument::Definition;

void write_summary(json::Writer& writer, const Visit& visit, const Definition& definition) {
  const bool has_wording =
      visit.house().instruments().wording(definition, visit.language.tag()) != nullptr;
  writer.member("id", definition.id)
      .member("version", definition.version)
      .member("title", definition.title)
      .member("rater", to_word(definition.rater));
  writer.key("validated").boolean(definition.is_validated);
  writer.key("verified").boolean(definition.is_verified);
  writer.member("wording", has_wording ? "installed" : "wording not installed");
}

bool is_staff(const Visit& visit) { return visit.principal.kind == access::Principal::Kind::staff; }

Response for_staff(const Visit& visit) {
  return refuse(visit, 403, "denied", "The instruments are for the practice's staff.");
}

void write_scale(json::Writer& writer, const Scale& scale) {
  writer.key("min").number(scale.min).key("max").number(scale.max);
  writer.member("direction",
                scale.direction == Direction::high_is_good ? "high_is_good" : "low_is_good");
}

void write_items(json::Writer& writer, const Definition& definition) {
  writer.key("items").begin_array();
  for (const auto& item : definition.items) {
    writer.begin_object().member("id", item.id).member("kind", to_word(item.kind));
    if (item.role != instrument::ItemRole::none) writer.member("role", to_word(item.role));
    if (item.kind != instrument::ItemKind::text && item.values.empty())
      writer.key("min").number(item.min).key("max").number(item.max).key("step").number(item.step);
    if (!item.values.empty()) {
      writer.key("values").begin_array();
      for (const auto& value : item.values) writer.string(value);
      writer.end_array();
    }
    writer.key("required").boolean(item.required).key("reversed").boolean(item.reversed);
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace

Response api_instruments(const Visit& visit) {
  if (!is_staff(visit)) return for_staff(visit);
  json::Writer writer;
  writer.begin_object().key("instruments").begin_array();
  for (const auto* definition : visit.house().instruments().all()) {
    writer.begin_object();
    write_summary(writer, visit, *definition);
    writer.end_object();
  }
  writer.end_array().end_object();
  return json(writer.take());
}

Response api_instrument(const Visit& visit) {
  if (!is_staff(visit)) return for_staff(visit);
  const auto* definition =
      visit.house().instruments().find(visit.at("instrument"), visit.query.get("version"));
  if (!definition) return refuse(visit, 404, "unknown-instrument", "There is no such instrument.");
  json::Writer writer;
  writer.begin_object();
  write_summary(writer, visit, *definition);
  write_items(writer, *definition);
  if (definition->total) {
    writer.key("total").begin_object();
    write_scale(writer, definition->total->scale);
    writer.end_object();
  }
  writer.key("subscales").begin_array();
  for (const auto& subscale : definition->subscales) {
    writer.begin_object().member("id", subscale.id).member("title", subscale.title);
    write_scale(writer, subscale.scale);
    writer.end_object();
  }
  writer.end_array();
  writer.key("cutoffs").begin_array();
  for (const auto& cutoff : definition->cutoffs) {
    writer.begin_object()
        .member("operator", to_word(cutoff.condition.op))
        .key("value")
        .number(cutoff.condition.value)
        .member("source", cutoff.source)
        .key("verified")
        .boolean(cutoff.is_verified)
        .end_object();
  }
  writer.end_array();
  if (const auto& change = definition->reliable_change)
    writer.key("reliable_change")
        .begin_object()
        .key("points")
        .number(change->points)
        .member("source", change->source)
        .key("verified")
        .boolean(change->is_verified)
        .end_object();
  writer.member("licence_holder", definition->licence.holder)
      .member("how_to_ask", definition->licence.ask)
      .member("notes", definition->notes)
      .end_object();
  return json(writer.take());
}

Response api_me(const Visit& visit) {
  const auto& person = visit.principal.person;
  json::Writer writer;
  writer.begin_object().member("id", person.id.value).member("name", person.name);
  writer.member("kind", person.kind == practice::Kind::staff    ? "staff"
                        : person.kind == practice::Kind::client ? "client"
                                                                : "carer");
  writer.key("roles").begin_array();
  if (person.kind == practice::Kind::staff)
    for (const auto role : person.roles) writer.string(to_word(role));
  writer.end_array().end_object();
  return json(writer.take());
}

Response api_openapi(const Visit&) {
  return json(std::string(*openapi_document::find("openapi.json")))
      .with("cache-control", "public, max-age=300");
}

}  // namespace holdfast::web
