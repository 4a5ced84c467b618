// SPDX-License-Identifier: MIT
#include "serve_command.hpp"

#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <holdfast/cpp/guard.hpp>
#include <optional>

#include "base_host.hpp"
#include "demo.hpp"
#include "exit.hpp"
#include "form_door.hpp"
#include "gateway.hpp"
#include "heartbeat.hpp"
#include "http_server.hpp"
#include "metrics_page.hpp"
#include "private_file.hpp"

namespace holdfast::host {
namespace {

// Blocked before any thread starts, so that every thread leaves them to wait().
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  void wait() const {
    int signal = 0;
    ::sigwait(&signals_, &signal);
  }

 private:
  sigset_t signals_{};
};

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

std::string address_of(const Settings& settings, const HttpServer& server) {
  if (server.address().empty()) return settings.socket.string();
  return (settings.tls_cert.empty() ? "http://" : "https://") + server.address() + settings.prefix +
         "/";
}

// Behind a proxy, or at an address of its own, the pages leave this machine.
bool asks_code(const Settings& settings) {
  if (settings.one_time_codes != "away") return settings.one_time_codes == "always";
  return !settings.trusted_proxies.empty() ||
         (!settings.listen.empty() && !is_loopback(settings.listen));
}

}  // namespace

void serve(const Arguments& arguments) {
  const StopSignals signals;
  auto settings = settle(arguments);
  std::optional<DemoFolder> demo;
  if (arguments.is_demo) {
    demo.emplace(settings.data);
    settle_demo(settings, demo->path());
  }
  private_folder(settings.data);
  settle_adapter(settings);

  Log log(settings.log_is_json ? Log::Form::json : Log::Form::text);
  const BaseHost host(log, settings.data.string(), settings.zone);
  UserFile users(settings.data / "users.json");
  if (demo) add_demo_logins(users);
  const auto known_users =
      users.all();  // a file that cannot be read is told now, not at the first login

  std::optional<MountedPlugin> plugin;
  try {
    plugin.emplace(settings.plugin_file, host.abi(), plugin_config(settings, "all"));
    plugin->activate();
    if (demo && !demo->is_filled()) {
      log.info("filling the demo practice with two years of ratings");
      fill_demo(*plugin);
      demo->mark_filled();
    }
  } catch (const Exit& refusal) {
    throw Exit(refusal.code(), with_line(settings, refusal.what()));
  } catch (const Failure& refusal) {
    throw Exit(ExitCode::environment, refusal.what());
  }

  SignIns sign_ins(std::chrono::minutes{settings.idle_minutes}, steady_clock());
  LoginDelay delay(steady_clock());
  OneTimeCodes codes(wall_clock());
  const text::Texts texts("holdfast-host", {}, [](std::string_view) { return std::nullopt; });
  {
    const Heartbeat heartbeat([&](auto budget) { return plugin->tick(budget); }, log);
    Gateway gateway({settings.prefix, settings.language, users, sign_ins, delay,
                     asks_code(settings) ? &codes : nullptr, texts,
                     [&](const PluginRequest& request) { return plugin->answer(request); },
                     [&] { return heartbeat.last_was_good(); },
                     [&](const std::string& text) { log.error(text); }});
    const Tls tls{settings.tls_cert, settings.tls_key};
    const HttpServer server({settings.listen, settings.socket, settings.trusted_proxies, tls},
                            [&](const Request& request) { return gateway.answer(request); });
    FormDoor door(
        settings.prefix, [&](const Request& request) { return gateway.answer(request); },
        steady_clock());
    std::optional<HttpServer> forms;
    if (!settings.public_listen.empty()) {
      forms.emplace(Listen{settings.public_listen, {}, settings.trusted_proxies, tls},
                    [&](const Request& request) { return door.answer(request); });
      log.info("clients' forms alone are at " + std::string(tls.is_on() ? "https://" : "http://") +
               forms->address() + settings.prefix + "/f/…");
    }
    std::optional<HttpServer> metrics;
    if (!settings.metrics.empty()) {
      if (!is_loopback(settings.metrics))
        throw Exit(ExitCode::environment,
                   "serve.metrics " + settings.metrics +
                       ": counts are for this machine only; name an address on 127.0.0.1");
      metrics.emplace(Listen{settings.metrics, {}, {}}, [&](const Request& request) {
        return metrics_page({*plugin, [&] { return heartbeat.last_was_good(); }}, request);
      });
      log.info("metrics are at http://" + metrics->address() + "/metrics");
    }
    const auto address = address_of(settings, server);
    say(demo ? demo_greeting(address) : "Holdfast is at " + address + "\n");
    if (known_users.empty())
      log.warning(
          "nobody can sign in yet; add the first login with `holdfast user add NAME --person ID`");
    signals.wait();
    log.info("stopping: finishing the requests under way");
  }
  plugin->deactivate();
}

}  // namespace holdfast::host
