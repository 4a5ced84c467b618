// SPDX-License-Identifier: MIT
#include "http.hpp"

#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/NetException.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <holdfast/cpp/guard.hpp>

#include "retry_after.hpp"

namespace holdfast::adapters::fhir {
namespace {

constexpr std::size_t largest_answer = 32UL * 1024 * 1024;
constexpr std::size_t most_idle = 8;

// A peer that closes while we write must not end the host's process.
class NoSigpipe {
 public:
  NoSigpipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;
  ~NoSigpipe() {
    if (!was_pending_) {
      const timespec at_once{0, 0};
      while (sigtimedwait(&pipe_, nullptr, &at_once) > 0) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{}, before_{};
  bool was_pending_ = false;
};

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::string small(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
  });
  return text;
}

std::string key_of(const Poco::URI& uri) {
  return uri.getScheme() + "://" + uri.getHost() + ":" + std::to_string(uri.getPort());
}

Poco::Net::Context::Ptr made_context(const Settings& settings) {
  try {
    const bool has_own = !settings.ca_file.empty();
    Poco::Net::Context::Ptr context =
        new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", "", settings.ca_file,
                               Poco::Net::Context::VERIFY_RELAXED, 9, !has_own);
    context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
    // Poco's own callback asks a process-wide handler, which some other part of the process may
    // have told to accept anything: OpenSSL's verdict stands.
    SSL_CTX_set_verify(context->sslContext(), SSL_VERIFY_PEER, nullptr);
    return context;
  } catch (const Poco::Exception&) {
    throw Failure(HOLDFAST_E_INVALID, "fhir adapter: \"ca_file\" cannot be read as certificates");
  }
}

}  // namespace

std::string HttpResponse::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string{} : found->second;
}

void Http::unavailable(const std::string& text) const {
  throw Failure(HOLDFAST_E_UNAVAILABLE, peer_ + " " + text);
}

Http::Http(const Settings& settings, std::string peer)
    : settings_(settings), peer_(std::move(peer)) {
  // A site's own authority that cannot be read is told now. The system's are read with the first
  // connection: they take longer than many a command.
  if (!settings_.ca_file.empty()) context_ = made_context(settings_);
}

Http::~Http() {
  const NoSigpipe quiet;  // TLS says goodbye to peers who may be gone
  idle_.clear();
}

Poco::Net::Context::Ptr Http::context() {
  const std::lock_guard lock(mutex_);
  if (!context_) context_ = made_context(settings_);
  return context_;
}

std::unique_ptr<Http::Session> Http::session_to(const Poco::URI& uri, bool may_be_used_before) {
  {
    const std::lock_guard lock(mutex_);
    // What a parent process opened is the parent's to use.
    if (idle_of_process_ != ::getpid()) {
      for (auto& [key, session] : idle_) (void)session.release();
      idle_.clear();
      idle_of_process_ = ::getpid();
    }
    const auto found = may_be_used_before ? idle_.find(key_of(uri)) : idle_.end();
    if (found != idle_.end()) {
      auto session = std::move(found->second);
      idle_.erase(found);
      return session;
    }
  }
  std::unique_ptr<Session> session;
  if (uri.getScheme() == "https")
    session =
        std::make_unique<Poco::Net::HTTPSClientSession>(uri.getHost(), uri.getPort(), context());
  else
    session = std::make_unique<Session>(uri.getHost(), uri.getPort());
  if (!settings_.proxy_host.empty())
    session->setProxy(settings_.proxy_host, static_cast<Poco::UInt16>(settings_.proxy_port));
  session->setKeepAlive(true);
  const Poco::Timespan timeout(static_cast<long>(settings_.timeout.count()), 0);
  session->setTimeout(timeout, timeout, timeout);
  return session;
}

void Http::keep(const Poco::URI& uri, std::unique_ptr<Session> session) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < most_idle && idle_of_process_ == ::getpid())
    idle_.emplace(key_of(uri), std::move(session));
}

HttpResponse Http::send_over(Session& session, const Poco::URI& uri, const HttpRequest& request) {
  Poco::Net::HTTPRequest out(request.method, uri.getPathAndQuery(), "HTTP/1.1");
  for (const auto& [name, value] : request.headers) out.set(name, value);
  out.setKeepAlive(true);
  if (!request.body.empty() || request.method != "GET")
    out.setContentLength64(static_cast<Poco::Int64>(request.body.size()));
  auto& sink = session.sendRequest(out);
  sink << request.body << std::flush;
  Poco::Net::HTTPResponse in;
  auto& source = session.receiveResponse(in);
  HttpResponse response;
  response.status = in.getStatus();
  for (const auto& [name, value] : in) response.headers[small(name)] = value;
  const auto promised = in.getContentLength64();
  char piece[16384];
  while (source.read(piece, sizeof piece) || source.gcount() > 0) {
    response.body.append(piece, static_cast<std::size_t>(source.gcount()));
    if (response.body.size() > largest_answer) unavailable("answers with more than 32 MiB");
  }
  // A connection that breaks in the middle ends the stream as its proper end does.
  if (promised >= 0 && response.body.size() < static_cast<std::size_t>(promised))
    unavailable("broke off in the middle of its answer");
  return response;
}

HttpResponse Http::send(const HttpRequest& request) {
  if (const auto left = not_before_ms_.load() - steady_ms(); left > 0)
    unavailable("asked to be left alone for another " + std::to_string(left / 1000 + 1) + " s");
  const Poco::URI uri(request.url);
  const NoSigpipe quiet;
  const bool only_reads = request.method == "GET";
  for (bool is_first = true;; is_first = false) {
    try {
      // A connection that was kept may have been closed meanwhile. A read is sent again then; a
      // write always begins on a connection of its own, so that a break means something.
      auto session = session_to(uri, only_reads && is_first);
      const bool was_used = session->connected();
      try {
        auto response = send_over(*session, uri, request);
        if (response.status == 429 || response.status == 503) {
          const std::chrono::milliseconds wait =
              wait_of(response.header("retry-after"), std::chrono::system_clock::now());
          not_before_ms_ = steady_ms() + wait.count();
          unavailable("is busy (" + std::to_string(response.status) + ")");
        }
        if (only_reads) keep(uri, std::move(session));
        return response;
      } catch (const Poco::Exception&) {
        if (!was_used || !is_first) throw;
      }
    } catch (const Poco::TimeoutException&) {
      unavailable("did not answer within " + std::to_string(settings_.timeout.count()) + " s");
    } catch (const Poco::Exception& exception) {
      // The class of it alone: texts name hosts and, with a proxy, more.
      unavailable(std::string("cannot be reached (") + exception.name() + ")");
    }
  }
}

}  // namespace holdfast::adapters::fhir
