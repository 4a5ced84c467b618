// SPDX-License-Identifier: MIT
#include "translating_host.hpp"

#include <holdfast/ext/adapter_translate.h>

#include "mapping/translate.hpp"

namespace holdfast::adapters::fhir {

TranslatingHost::TranslatingHost(const holdfast_host* base, mapping::Names names)
    : AdaptedHost(base, {HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION}),
      names_(std::move(names)) {}

holdfast_status TranslatingHost::translate(const holdfast_host* host, holdfast_str name,
                                           holdfast_str json, const holdfast_sink* out,
                                           holdfast_error* err) {
  return guarded(err, [&] {
    const auto& self = static_cast<const TranslatingHost&>(AdaptedHost::of(host));
    const auto given = payload::parse_object(view(json), view(name));
    put(*out, mapping::translate(view(name), given, self.names_).dump());
  });
}

const void* TranslatingHost::serve(std::string_view id) const noexcept {
  static constexpr holdfast_adapter_translate table{sizeof table, 0, translate};
  return id == HOLDFAST_ADAPTER_TRANSLATE ? &table : nullptr;
}

}  // namespace holdfast::adapters::fhir
