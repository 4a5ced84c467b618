// SPDX-License-Identifier: MIT
// holdfast.plugin.web/1: the host's request as values, the site's answer back to the host.
#include <holdfast/cpp/guard.hpp>

#include "abi/extensions.hpp"
#include "abi/instance.hpp"

namespace holdfast::abi {
namespace {

web::Request as_values(const holdfast_web_request& request) {
  web::Request values;
  values.method = view(request.method);
  values.prefix = view(request.script_name);
  values.path = view(request.path_info);
  values.query = view(request.query_string);
  values.actor = view(request.actor);
  values.nonce = view(request.csp_nonce);
  values.body = view(request.body);
  values.headers.reserve(request.header_count);
  for (std::uint32_t i = 0; i < request.header_count; ++i)
    values.headers.emplace_back(view(request.headers[i].name), view(request.headers[i].value));
  return values;
}

// The prefix goes into every link and into Location, so a host that lets a visitor write it is
// stopped here.
void refuse_control_characters(std::string_view prefix) {
  for (const char c : prefix)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      throw Failure(HOLDFAST_E_INVALID, "script_name holds a control character");
}

void answer(const web::Response& response, const holdfast_web_response& out) {
  std::vector<holdfast_header> headers;
  headers.reserve(response.headers.size());
  for (const auto& [name, value] : response.headers) headers.push_back({str(name), str(value)});
  if (const auto status = out.start(out.ctx, response.status, headers.data(),
                                    static_cast<std::uint32_t>(headers.size())))
    throw Failure(status, "the host refused the answer's head");
  if (response.body.empty()) return;
  if (const auto status = out.write(out.ctx, response.body.data(), response.body.size()))
    throw Failure(status, "the host refused the answer's body");
}

holdfast_status handle(const holdfast_plugin* plugin, const holdfast_web_request* request,
                       const holdfast_web_response* response, holdfast_error* err) {
  return guarded(err, [&] {
    if (!HOLDFAST_HAS(request, holdfast_web_request, body) ||
        !HOLDFAST_HAS(response, holdfast_web_response, write))
      throw Failure(HOLDFAST_E_INVALID, "request or response is smaller than ABI 1.0 defines it");
    refuse_control_characters(view(request->script_name));
    answer(Instance::active(plugin).site().answer(as_values(*request)), *response);
  });
}

}  // namespace

const holdfast_plugin_web web_extension{sizeof web_extension, 0, handle};

}  // namespace holdfast::abi
