// SPDX-License-Identifier: MIT
#include "abi/instance.hpp"

#include <date/tz.h>
#include <unistd.h>

#include <cstring>
#include <holdfast/cpp/guard.hpp>

#include "abi/extensions.hpp"
#include "alliance/language_tag.hpp"

namespace holdfast::abi {
namespace {

Instance& behind(const holdfast_plugin* plugin) { return *static_cast<Instance*>(plugin->data); }

std::string sentence_of(const Problems& problems) {
  const auto& first = problems.front();
  return "configuration: " + first.field + ": " + first.message;
}

// Every day on every page is the practice's own: a zone that nobody knows would fail on each.
void refuse_unknown_zone(const practice::Host& host) {
  const auto zone = host.zone();
  try {
    date::locate_zone(zone.empty() ? "UTC" : zone);
  } catch (const std::runtime_error&) {
    throw Failure(HOLDFAST_E_INVALID,
                  "the host's clock names an unknown zone: an IANA name such as Europe/Berlin is "
                  "expected");
  }
}

// Pages would be English without a word. A region may stand with it: "de-AT" is read as "de".
void refuse_unknown_language(const std::string& language, const text::Texts& texts) {
  const auto tag = language_tag(language);
  if (tag && (texts.has(*tag) || texts.has(tag->substr(0, tag->find('-'))))) return;
  std::string known;
  for (const auto& one : texts.tags())
    if (one != text::pseudo_language) known += (known.empty() ? "" : ", ") + one;
  throw Failure(HOLDFAST_E_INVALID, "configuration: language: there are no pages in \"" + language +
                                        "\"; possible are " + known);
}

}  // namespace

Instance::Instance(const holdfast_host& host, service::Config config)
    : table_{sizeof table_,  0, this, activate_entry, deactivate_entry, destroy_entry,
             extension_entry},
      host_(host),
      config_(std::move(config)) {}

const holdfast_plugin* Instance::make(const holdfast_host& host, std::string_view config_json) {
  auto config = service::parse_config(config_json);
  if (!config) throw Failure(HOLDFAST_E_INVALID, sentence_of(config.problems()));
  return &(new Instance(host, std::move(*config)))->table_;  // released by destroy_entry
}

Instance& Instance::active(const holdfast_plugin* plugin) {
  auto& instance = behind(plugin);
  if (instance.pid_ == 0)
    throw Failure(HOLDFAST_E_STATE, "not activated: call activate before anything else");
  if (instance.pid_ != ::getpid())
    throw Failure(HOLDFAST_E_STATE, "activated before fork: activate in the worker");
  return instance;
}

std::unique_lock<std::mutex> Instance::tick_alone() {
  std::unique_lock alone(ticking_, std::try_to_lock);
  if (!alone) throw Failure(HOLDFAST_E_STATE, "another tick is at work: call again when it is due");
  return alone;
}

void Instance::activate() {
  if (pid_ == ::getpid()) throw Failure(HOLDFAST_E_STATE, "activated already");
  if (pid_ != 0) throw Failure(HOLDFAST_E_STATE, "activated before fork: activate in the worker");
  host_.attach();
  refuse_unknown_zone(host_);
  auto house = service::House::open(config_, host_);
  auto site = std::make_unique<web::Site>(*house);
  refuse_unknown_language(config_.language, site->texts());
  house_ = std::move(house);
  site_ = std::move(site);
  pid_ = ::getpid();
}

void Instance::deactivate() {
  if (pid_ != ::getpid()) return;  // a forked child leaves the parent's files alone
  site_.reset();
  house_.reset();
  pid_ = 0;
}

holdfast_status Instance::activate_entry(const holdfast_plugin* plugin, holdfast_error* err) {
  return guarded(err, [&] { behind(plugin).activate(); });
}

void Instance::deactivate_entry(const holdfast_plugin* plugin) {
  guarded(nullptr, [&] { behind(plugin).deactivate(); });
}

void Instance::destroy_entry(const holdfast_plugin* plugin) {
  auto& instance = behind(plugin);
  if (instance.pid_ != 0 && instance.pid_ != ::getpid())
    return;  // the parent's; never touched here
  guarded(nullptr, [&] { instance.deactivate(); });
  delete &instance;
}

const void* Instance::extension_entry(const holdfast_plugin*, const char* id) {
  if (std::strcmp(id, HOLDFAST_PLUGIN_WEB) == 0) return &web_extension;
  if (std::strcmp(id, HOLDFAST_PLUGIN_LIFECYCLE) == 0) return &lifecycle_extension;
  if (std::strcmp(id, HOLDFAST_PLUGIN_TOOLS) == 0) return &tools_extension;
  return nullptr;
}

}  // namespace holdfast::abi
