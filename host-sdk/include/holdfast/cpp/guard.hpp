// SPDX-License-Identifier: MIT
// What a C++ plugin, adapter or host wraps every function in that C calls: no exception crosses.
// Header-only, C++17, no third-party code. Everything here is [thread-safe].
#pragma once
#include <holdfast/abi.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace holdfast {

// A failure that keeps its status across the C boundary. `text` is for operators: no client data.
class Failure : public std::exception {
 public:
  Failure(holdfast_status status, std::string text) : status_(status), text_(std::move(text)) {}
  holdfast_status status() const noexcept { return status_; }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  holdfast_status status_;
  std::string text_;
};

inline std::string_view view(holdfast_str text) noexcept {
  return text.ptr ? std::string_view{text.ptr, text.len} : std::string_view{};
}
inline holdfast_str str(std::string_view text) noexcept { return {text.data(), text.size()}; }

// Fills the caller's error as far as the caller's size allows and hands the status on.
inline holdfast_status fail(holdfast_error* out, holdfast_status status,
                            std::string_view text) noexcept {
  constexpr std::size_t header = offsetof(holdfast_error, message);
  if (out && out->size > header) {
    out->code = status;
    const auto room = std::min<std::size_t>(out->size, sizeof *out) - header;
    const auto count = std::min(text.size(), room - 1);
    std::memcpy(out->message, text.data(), count);
    out->message[count] = '\0';
  }
  return status;
}

// Runs `body`; whatever it throws ends here, as a status and a message.
template <class Body>
holdfast_status guarded(holdfast_error* out, Body&& body) noexcept {
  try {
    std::forward<Body>(body)();
    return HOLDFAST_OK;
  } catch (const Failure& failure) {
    return fail(out, failure.status(), failure.what());
  } catch (const std::bad_alloc&) {
    return fail(out, HOLDFAST_E_MEMORY, "out of memory");
  } catch (const std::exception& exception) {
    return fail(out, HOLDFAST_E_INTERNAL, exception.what());
  } catch (...) {
    return fail(out, HOLDFAST_E_INTERNAL, "unknown exception");
  }
}

// Throws the sink's own status when it refuses.
inline void put(const holdfast_sink& sink, std::string_view bytes) {
  if (const auto status = sink.write(sink.ctx, bytes.data(), bytes.size()))
    throw Failure(status, "the receiving side stopped reading");
}

// A sink that appends to `text`, for callers who want the whole answer.
inline holdfast_sink into(std::string& text) noexcept {
  return {&text, [](void* ctx, const void* data, std::size_t len) -> holdfast_status {
            try {
              static_cast<std::string*>(ctx)->append(static_cast<const char*>(data), len);
              return HOLDFAST_OK;
            } catch (...) {
              return HOLDFAST_E_MEMORY;
            }
          }};
}

// The extension of type T under `id`, or nullptr. `Side` is holdfast_host or holdfast_plugin.
template <class T, class Side>
const T* extension_of(const Side* side, const char* id) noexcept {
  return static_cast<const T*>(side->get_extension(side, id));
}

}  // namespace holdfast
