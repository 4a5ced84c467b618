// SPDX-License-Identifier: MIT
// All pages and the JSON API behind one function. [thread-safe]
#pragma once
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

#include "text/texts.hpp"
#include "web/http/message.hpp"
#include "web/view/look.hpp"

namespace holdfast::service {
class House;
}

namespace holdfast::web {

class Site {
 public:
  explicit Site(service::House& house);  // the house outlives the site

  // Always an answer: what goes wrong inside becomes a page or a problem+json, and a line in the
  // log.
  Response answer(const Request& request) const;

  service::House& house() const { return house_; }
  // Read by the first page that is asked for: a process that only ticks has no use for it.
  const Look& look() const;
  const text::Texts& texts() const { return texts_; }

 private:
  Response routed(const Request& request) const;

  service::House& house_;
  text::Texts texts_;
  mutable std::once_flag looked_;
  mutable std::optional<Look> look_;
};

// Whether clients may read our texts in this language: nobody drafted it by machine, or somebody at
// the practice has approved it.
bool is_for_clients(const Site& site, std::string_view tag);
// The first of these languages that clients may read, else English: for what a client reads of a
// page or a sheet that staff asked for.
const text::Language& language_for_client(const Site& site,
                                          std::initializer_list<std::string_view> wished);

}  // namespace holdfast::web
