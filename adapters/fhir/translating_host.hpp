// SPDX-License-Identifier: MIT
// Puts neutral JSON into FHIR's words, for tools. By itself it is the adapter of a configuration
// that names no server.
#pragma once
#include <holdfast/cpp/adapted_host.hpp>

#include "mapping/names.hpp"

namespace holdfast::adapters::fhir {

class TranslatingHost : public AdaptedHost {
 public:
  TranslatingHost(const holdfast_host* base, mapping::Names names);

 protected:
  const void* serve(std::string_view id) const noexcept override;

 private:
  static holdfast_status translate(const holdfast_host* host, holdfast_str name, holdfast_str json,
                                   const holdfast_sink* out, holdfast_error* err);

  const mapping::Names names_;
};

}  // namespace holdfast::adapters::fhir
