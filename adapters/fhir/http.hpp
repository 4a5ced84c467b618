// SPDX-License-Identifier: MIT
// HTTP to one server, over Poco::Net and NetSSL: own authority, proxy, deadline, a wish to wait. No
// thread, no sleep: a server that asks for patience is left alone until then, and whoever asks
// meanwhile is told so. Nothing process-wide is touched, SIGPIPE included. All [thread-safe].
#pragma once
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/URI.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "settings.hpp"

namespace holdfast::adapters::fhir {

struct HttpRequest {
  std::string method = "GET";
  std::string url;  // absolute
  std::map<std::string, std::string> headers;
  std::string body;
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in small letters
  std::string body;
  std::string header(const std::string& name) const;
  bool ok() const { return status >= 200 && status < 300; }
};

class Http {
 public:
  // `peer` is what messages call the other end.
  explicit Http(const Settings& settings, std::string peer = "the FHIR server");
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  // Throws Failure(UNAVAILABLE) when no whole answer came: then a write may have been done or not.
  // 429 and 503 are such failures too, and hold the next requests back as long as they ask.
  HttpResponse send(const HttpRequest& request);

 private:
  using Session = Poco::Net::HTTPClientSession;
  std::unique_ptr<Session> session_to(const Poco::URI& uri, bool may_be_used_before);
  Poco::Net::Context::Ptr context();
  HttpResponse send_over(Session& session, const Poco::URI& uri, const HttpRequest& request);
  void keep(const Poco::URI& uri, std::unique_ptr<Session> session);

  [[noreturn]] void unavailable(const std::string& text) const;

  const Settings settings_;
  const std::string peer_;
  Poco::Net::Context::Ptr context_;  // made with the first TLS connection
  std::mutex mutex_;
  std::multimap<std::string, std::unique_ptr<Session>> idle_;  // by scheme, host and port
  long idle_of_process_ = 0;
  std::atomic<std::int64_t> not_before_ms_{0};  // steady clock
};

}  // namespace holdfast::adapters::fhir
