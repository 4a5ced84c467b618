// SPDX-License-Identifier: MIT
// GET /about and GET /assets/{file}: what this is, and the files pages are made with.
#include "service/house.hpp"
#include "web/pages/pages.hpp"
#include "web/view/problem.hpp"

namespace holdfast::web {

Response get_about(const Visit& visit) {
  AboutView view;
  view.version = HOLDFAST_VERSION;
  view.crisis = visit.crisis();
  view.rules = visit.house().config().rules == service::Rules::ab ? "A|B" : "E";
  const bool is_staff = visit.principal.kind == access::Principal::Kind::staff;
  return html(render(view, is_staff ? visit.page() : visit.page_for_client()));
}

Response get_asset(const Visit& visit) {
  const auto asset = visit.site.look().asset(visit.at("file"));
  if (!asset) return refuse(visit, 404, "not-found", "There is no such file.");
  // A server in between may have packed it and called it weak.
  auto known = visit.request.header("if-none-match");
  if (known.starts_with("W/")) known.remove_prefix(2);
  if (known == asset->etag) {
    Response unchanged{304, {}, {}};
    return unchanged.with("etag", asset->etag)
        .with("cache-control", "public, max-age=31536000, immutable");
  }
  Response response{200, {}, std::string(asset->bytes)};
  return response.with("content-type", std::string(asset->content_type))
      .with("etag", asset->etag)
      .with("cache-control", "public, max-age=31536000, immutable");
}

}  // namespace holdfast::web
