// SPDX-License-Identifier: MIT
// Calls over the C boundary as values: an Answer holds status, bytes and message. Every call gives
// its texts without a NUL behind them.
#pragma once
#include <holdfast/holdfast.h>

#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <holdfast/cpp/payload_json.hpp>
#include <string>

#include "case.hpp"

namespace holdfast::conform {

using payload::Json;

struct Answer {
  holdfast_status status = HOLDFAST_OK;
  std::string text;  // what came through the sink
  std::string why;   // the error's message
  bool ok() const { return status == HOLDFAST_OK; }
  Json json() const {
    must(ok(), "expected an answer, found status " + std::to_string(status) + ": " + why);
    auto parsed = Json::parse(text, nullptr, false);
    must(!parsed.is_discarded() && parsed.is_object(), "expected a JSON object as the answer");
    return parsed;
  }
};

inline holdfast_error fresh_error() { return {sizeof(holdfast_error), 0, {}}; }

inline Answer finished(Answer answer, const holdfast_error& error) {
  if (answer.status != HOLDFAST_OK)
    answer.why.assign(error.message, ::strnlen(error.message, sizeof error.message));
  return answer;
}

// function(arguments..., out, err)
template <class Function, class... Arguments>
Answer ask(Function function, Arguments... arguments) {
  Answer answer;
  auto error = fresh_error();
  const auto sink = into(answer.text);
  answer.status = function(arguments..., &sink, &error);
  return finished(std::move(answer), error);
}

// function(arguments..., err)
template <class Function, class... Arguments>
Answer tell(Function function, Arguments... arguments) {
  Answer answer;
  auto error = fresh_error();
  answer.status = function(arguments..., &error);
  return finished(std::move(answer), error);
}

}  // namespace holdfast::conform
