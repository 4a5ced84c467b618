// SPDX-License-Identifier: MIT
#include "table.hpp"

#include "exchange.hpp"
#include "fhir/adapter.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

// What the plugin writes during one call.
holdfast_status start(void* ctx, std::int32_t status, const holdfast_header* headers,
                      std::uint32_t count) {
  return guarded(nullptr, [&] {
    auto& said = *static_cast<Answered*>(ctx);
    said.status = status;
    for (std::uint32_t i = 0; i < count; ++i)
      said.headers.emplace_back(view(headers[i].name), view(headers[i].value));
  });
}

holdfast_status write(void* ctx, const void* data, std::size_t length) {
  return guarded(nullptr, [&] {
    static_cast<Answered*>(ctx)->body.append(static_cast<const char*>(data), length);
  });
}

std::vector<holdfast_header> borrowed(const Headers& headers) {
  std::vector<holdfast_header> all;
  all.reserve(headers.size());
  for (const auto& [name, value] : headers) all.push_back({str(name), str(value)});
  return all;
}

Answered ask(const holdfast_plugin* plugin, const Exchange& asked) {
  const auto* web = extension_of<holdfast_plugin_web>(plugin, HOLDFAST_PLUGIN_WEB);
  if (!web) throw Failure(HOLDFAST_E_UNSUPPORTED, "the plugin answers no requests");
  const auto headers = borrowed(asked.headers);
  const holdfast_web_request request{sizeof request,    static_cast<std::uint32_t>(headers.size()),
                                     str(asked.method), str(asked.prefix),
                                     str(asked.path),   str(asked.query),
                                     str(asked.actor),  {},
                                     headers.data(),    str(asked.body)};
  Answered said;
  const holdfast_web_response response{sizeof response, 0, &said, start, write};
  holdfast_error error{sizeof error, 0, {}};
  const auto status = web->handle(plugin, &request, &response, &error);
  if (status != HOLDFAST_OK) throw Failure(status, error.message);
  return said;
}

void send(const Answered& answered, const holdfast_web_response& response) {
  const auto headers = borrowed(answered.headers);
  const auto count = static_cast<std::uint32_t>(headers.size());
  if (response.start(response.ctx, answered.status, headers.data(), count) != HOLDFAST_OK ||
      response.write(response.ctx, answered.body.data(), answered.body.size()) != HOLDFAST_OK)
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the answer could not be given");
}

Exchange as_values(const holdfast_web_request& request) {
  Exchange exchange{std::string(view(request.method)),
                    std::string(view(request.script_name)),
                    std::string(view(request.path_info)),
                    std::string(view(request.query_string)),
                    {},
                    {},
                    std::string(view(request.body)),
                    0};
  for (std::uint32_t i = 0; i < request.header_count; ++i)
    exchange.headers.emplace_back(view(request.headers[i].name), view(request.headers[i].value));
  return exchange;
}

holdfast_status handle(const holdfast_host* host, const holdfast_plugin* plugin,
                       const holdfast_web_request* request, const holdfast_web_response* response,
                       holdfast_error* err) {
  return guarded(err, [&] {
    if (!HOLDFAST_HAS(request, holdfast_web_request, body) ||
        !HOLDFAST_HAS(response, holdfast_web_response, write))
      throw Failure(HOLDFAST_E_INVALID, "request or response is smaller than ABI 1.0 defines it");
    auto& adapter = static_cast<Adapter&>(AdaptedHost::of(host));
    send(adapter.answer_gateway(as_values(*request),
                                [&](const Exchange& asked) { return ask(plugin, asked); }),
         *response);
  });
}

}  // namespace

const holdfast_adapter_gateway table{sizeof table, 0, handle};

}  // namespace holdfast::adapters::fhir::gateway
