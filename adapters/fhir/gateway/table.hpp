// SPDX-License-Identifier: MIT
// holdfast.adapter.gateway/1 over the adapter's gateway.
#pragma once
#include <holdfast/ext/adapter_gateway.h>

namespace holdfast::adapters::fhir::gateway {

extern const holdfast_adapter_gateway table;

}  // namespace holdfast::adapters::fhir::gateway
