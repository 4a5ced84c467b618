// SPDX-License-Identifier: MIT
// In which language cards and the gateway's own pages speak.
#pragma once
#include "exchange.hpp"
#include "text/texts.hpp"

namespace holdfast::adapters::fhir::gateway {

// CDS Hooks and SMART name no language: what the request accepts decides. Where it names none, the
// host has put the practice's in (ext/adapter_gateway.h).
const text::Language& language_of(const Exchange& exchange, const text::Texts& texts);

}  // namespace holdfast::adapters::fhir::gateway
