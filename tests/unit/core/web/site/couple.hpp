// SPDX-License-Identifier: MIT
// The site's practice with a couple in it: c-3, Yorick Jansen, takes part in every session of
// course co-1, which is Quentin Zabel's.
#pragma once
#include <string>

#include "site_in_practice.hpp"

namespace holdfast::tests {

struct Couple : SiteInPractice {
  explicit Couple(service::Config config = {});

  // The partner marks every line at `mark`, at the end of the session.
  void partner_rates(const std::string& session, int mark);
  // Gives either of them their form for this session by a link; answers the link's path.
  std::string link_for(const std::string& session, const std::string& who) const;
  std::string about_partner() const;  // of the picture: the query
};

bool has(const web::Response& page, std::string_view words);

}  // namespace holdfast::tests
