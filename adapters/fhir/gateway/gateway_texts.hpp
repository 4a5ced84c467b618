// SPDX-License-Identifier: MIT
// The languages of cards and of the gateway's own pages: gateway/locale.
#pragma once
#include "exchange.hpp"
#include "text/texts.hpp"

namespace holdfast::adapters::fhir::gateway {

text::Texts gateway_texts();

// CDS Hooks and SMART name no language: what the request accepts decides. Where it names none, the
// host has put the practice's in (ext/adapter_gateway.h).
const text::Language& language_of(const Exchange& exchange, const text::Texts& texts);

}  // namespace holdfast::adapters::fhir::gateway
