// SPDX-License-Identifier: MIT
// One request on its way through a handler: who asks, what the path caught, in which language.
#pragma once
#include <string>

#include "access/principal.hpp"
#include "alliance/moment.hpp"
#include "service/reply.hpp"
#include "store/failure.hpp"
#include "text/language.hpp"
#include "web/http/fields.hpp"
#include "web/http/message.hpp"
#include "web/http/route.hpp"
#include "web/site.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

enum class Format { page, api, file };

struct Visit {
  const Site& site;
  const Request& request;
  Format format = Format::page;
  access::Principal principal;
  Caught caught;
  Fields query;
  const text::Language& language;
  Instant now;
  Day today;  // in the practice's zone

  service::House& house() const { return site.house(); }
  const std::string& at(std::string_view name) const { return caught.find(name)->second; }
  // Of an address that may leave it out; empty then.
  std::string maybe_at(std::string_view name) const {
    const auto found = caught.find(name);
    return found == caught.end() ? std::string{} : found->second;
  }
  std::string operator()(std::string_view english) const { return language.translate(english); }

  // The same request, answered in another language.
  Visit in(const text::Language& other) const;

  // The frame of a page for this visitor. A form for a client names nobody: `page_for_client`.
  Page page(Section place = Section::none) const;
  Page page_for_client() const;

  // What stands before and after every form: the practice's own words, else that nobody reads along
  // and whom to call.
  std::string crisis() const;
};

// Where clients reach the pages, with the prefix and without a final slash: the address that the
// practice set, else the one that this visit came to.
std::string public_address(const Visit& visit);

// A refusal as the page or the problem+json (RFC 9457) that this visit expects.
Response refuse(const Visit& visit, const service::Refusal& refusal);
Response refuse(const Visit& visit, int status, std::string rule, std::string sentence);
int http_status(service::Refusal::Kind kind);

// What makes two requests the same: their address and their body. For idempotency keys.
std::string digest_of(const Request& request);

// What a browser posted, or the refusal to send back: wrong type, broken encoding.
service::Reply<Fields> posted_form(const Visit& visit);

// "23 Nov 2026, 14:00" in the practice's zone and the reader's language.
std::string day_and_time(const Visit& visit, Instant at);

// Of a store that cannot be used: 507 when its disk is full, else 503.
int status_of(store::Fault fault);

}  // namespace holdfast::web
