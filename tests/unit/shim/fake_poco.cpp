// SPDX-License-Identifier: MIT
// Another Poco, as far as the dynamic linker can tell: one well-known symbol of it.
namespace Poco {
struct ErrorHandler {
  __attribute__((visibility("default"))) static ErrorHandler* set(ErrorHandler* handler);
};
ErrorHandler* ErrorHandler::set(ErrorHandler* handler) { return handler; }
}  // namespace Poco
