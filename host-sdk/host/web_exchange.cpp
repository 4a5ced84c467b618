// SPDX-License-Identifier: MIT
#include "web_exchange.hpp"

#include <holdfast/cpp/guard.hpp>

namespace holdfast::host {
namespace {

// What is written during one call, on this thread.
struct Answer {
  Response response;
  bool has_started = false;
};

holdfast_status start(void* ctx, std::int32_t status, const holdfast_header* headers,
                      std::uint32_t count) {
  return guarded(nullptr, [&] {
    auto& answer = *static_cast<Answer*>(ctx);
    if (answer.has_started || status < 200 || status > 599)
      throw Failure(HOLDFAST_E_INVALID, "start: once, with a final status");
    answer.has_started = true;
    answer.response.status = status;
    for (std::uint32_t i = 0; i < count; ++i)
      answer.response.headers.emplace_back(view(headers[i].name), view(headers[i].value));
  });
}

holdfast_status write(void* ctx, const void* data, std::size_t length) {
  return guarded(nullptr, [&] {
    auto& answer = *static_cast<Answer*>(ctx);
    if (!answer.has_started) throw Failure(HOLDFAST_E_STATE, "write before start");
    answer.response.body.append(static_cast<const char*>(data), length);
  });
}

}  // namespace

Response exchange(const PluginRequest& request, const Handle& handle) {
  std::vector<holdfast_header> headers;
  headers.reserve(request.headers.size());
  for (const auto& [name, value] : request.headers) headers.push_back({str(name), str(value)});
  const holdfast_web_request asked{sizeof asked,        static_cast<std::uint32_t>(headers.size()),
                                   str(request.method), str(request.prefix),
                                   str(request.path),   str(request.query),
                                   str(request.actor),  {},
                                   headers.data(),      str(request.body)};
  Answer answer;
  const holdfast_web_response out{sizeof out, 0, &answer, start, write};
  holdfast_error error{sizeof error, 0, {}};
  if (const auto status = handle(asked, out, error); status != HOLDFAST_OK)
    throw Failure(status, error.message[0] != '\0' ? error.message : "no reason was given");
  if (!answer.has_started) throw Failure(HOLDFAST_E_INTERNAL, "no answer was given");
  return std::move(answer.response);
}

}  // namespace holdfast::host
