// SPDX-License-Identifier: MIT
#include "serve_command.hpp"

#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <holdfast/cpp/guard.hpp>
#include <optional>

#include "adapter_gateway.hpp"
#include "base_host.hpp"
#include "demo.hpp"
#include "exit.hpp"
#include "form_door.hpp"
#include "gateway.hpp"
#include "heartbeat.hpp"
#include "host_door.hpp"
#include "http_server.hpp"
#include "metrics_page.hpp"
#include "page_texts.hpp"
#include "private_file.hpp"
#include "service_manager.hpp"

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
  if (server.address().empty())
    return settings.socket.empty() ? "the socket it was given" : settings.socket.string();
  return (settings.tls_cert.empty() ? "http://" : "https://") + server.address() + settings.prefix +
         "/";
}

// Behind a proxy, or at an address of its own, the pages leave this machine.
bool asks_code(const Settings& settings) {
  if (settings.one_time_codes != "away") return settings.one_time_codes == "always";
  return !settings.trusted_proxies.empty() ||
         (!settings.listen.empty() && !is_loopback(settings.listen));
}

// Sockets of a service manager stand in place of `listen` and `socket`.
void prefer_passed(Settings& settings, const PassedSockets& passed) {
  if (passed.pages.empty()) return;
  settings.listen.clear();
  settings.socket.clear();
}

// Nothing when nobody asked for one.
std::optional<Listen> metrics_listen(const Settings& settings, const PassedSockets& passed) {
  if (!passed.metrics.empty()) return Listen{"", "", {}, false, passed.metrics};
  if (settings.metrics.empty()) return std::nullopt;
  if (!is_loopback(settings.metrics))
    throw Exit(ExitCode::environment,
               "serve.metrics " + settings.metrics +
                   ": counts are for this machine only; name an address on 127.0.0.1");
  return Listen{settings.metrics, {}, {}};
}

}  // namespace

void serve(const Arguments& arguments) {
  const StopSignals signals;
  const auto passed = take_passed_sockets();
  auto settings = settle(arguments);
  prefer_passed(settings, passed);
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
    throw Exit(refusal.code(), with_place(settings, refusal.what()));
  } catch (const Failure& refusal) {
    throw Exit(ExitCode::environment, with_place(settings, refusal.what()));
  }

  const auto adapter = AdapterGateway::open(settings, host, *plugin);
  SignIns sign_ins(std::chrono::minutes{settings.idle_minutes}, steady_clock());
  LoginDelay delay(steady_clock());
  OneTimeCodes codes(wall_clock());
  std::optional<HostDoor> door;
  if (!settings.site.empty())
    door.emplace(DoorRules{settings.site, settings.site_key, settings.peers},
                 settings.data / "spent-nonces", [] {
                   return std::chrono::duration_cast<std::chrono::seconds>(
                              std::chrono::system_clock::now().time_since_epoch())
                       .count();
                 });
  const auto texts = page_texts();
  {
    const Heartbeat heartbeat([&](auto budget) { return plugin->tick(budget); }, log);
    Gateway gateway(
        {settings.prefix, settings.language, users, sign_ins, delay,
         asks_code(settings) ? &codes : nullptr, door ? &*door : nullptr, texts,
         [&](const PluginRequest& request) { return plugin->answer(request); },
         [&] { return heartbeat.works(); }, [&](const std::string& text) { log.error(text); },
         adapter
             ? PluginPages([&](const PluginRequest& request) { return adapter->answer(request); })
             : PluginPages()});
    const Tls tls{settings.tls_cert, settings.tls_key};
    const HttpServer server({settings.listen, settings.socket, settings.trusted_proxies,
                             door.has_value(), passed.pages, tls},
                            [&](const Request& request) { return gateway.answer(request); });
    FormDoor form_door(
        settings.prefix, [&](const Request& request) { return gateway.answer(request); },
        steady_clock());
    std::optional<HttpServer> forms;
    if (!settings.public_listen.empty()) {
      forms.emplace(Listen{settings.public_listen, {}, settings.trusted_proxies, false, {}, tls},
                    [&](const Request& request) { return form_door.answer(request); });
      log.info("clients' forms alone are at " + std::string(tls.is_on() ? "https://" : "http://") +
               forms->address() + settings.prefix + "/f/…");
    }
    std::optional<HttpServer> metrics;
    if (const auto where = metrics_listen(settings, passed)) {
      metrics.emplace(*where, [&](const Request& request) {
        return metrics_page({*plugin, [&] { return heartbeat.works(); }}, request);
      });
      if (!metrics->address().empty())
        log.info("metrics are at http://" + metrics->address() + "/metrics");
    }
    const auto address = address_of(settings, server);
    say(demo ? demo_greeting(address) : "Holdfast is at " + address + "\n");
    if (known_users.empty() && !door)
      log.warning(
          "nobody can sign in yet; add the first login with `holdfast user add NAME --person ID`");
    tell_ready();
    signals.wait();
    tell_stopping();
    log.info("stopping: finishing the requests under way");
  }
  plugin->deactivate();
}

}  // namespace holdfast::host
