// SPDX-License-Identifier: MIT
#include "service/house.hpp"

#include <date/tz.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "service/erase_client.hpp"
#include "service/settings_versions.hpp"
#include "service/wordings.hpp"
#include "store/server.hpp"

namespace holdfast::service {
namespace {

std::string store_file(const Config& config, const practice::Host& host) {
  if (store::is_server_address(config.store)) return config.store;
  constexpr std::string_view scheme = "sqlite:";
  if (config.store.starts_with(scheme)) return config.store.substr(scheme.size());
  if (!config.store.empty())
    throw std::runtime_error(
        "configuration: store: 'sqlite:/path/to/file.db' or "
        "'postgresql://user@host/database' is expected");
  const auto folder = host.directory();
  if (folder.empty())
    throw std::runtime_error(
        "configuration: store: the host offers no private folder (holdfast.host.store/1); name a "
        "file as \"store\": \"sqlite:/path/to/file.db\"");
  return folder + "/holdfast.db";
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// Every definition a practice dropped into its folders, in the order of their names.
void add_folder(instrument::Catalogue& instruments, const std::string& folder) {
  std::error_code ignored;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  if (ignored) throw std::runtime_error("configuration: instrument_folders: cannot read " + folder);
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const auto problems = instruments.add(file.filename().string(), text_of(file));
    if (!problems.empty())
      throw std::runtime_error("instrument " + file.filename().string() + " line " +
                               std::to_string(problems.front().line) + ": " +
                               problems.front().message);
  }
}

// A form that the practice names and nobody knows would be missed only once it is to be given.
void refuse_unknown_form(const instrument::Catalogue& instruments, const char* setting,
                         const std::string& id, Rater rater) {
  if (id.empty()) return;
  if (const auto* form = instruments.find(id); form && form->rater == rater) return;
  std::string known;  // those that need no licence: a host takes one short sentence
  for (const auto* one : instruments.all())
    if (one->rater == rater && one->wording == instrument::WordingOf::own) known += one->id + ", ";
  throw std::runtime_error("configuration: " + std::string(setting) + ": there is no form \"" + id +
                           "\" for the " + std::string(to_word(rater)) + " to fill; possible are " +
                           known + "or one with a licensed wording");
}

date::local_time<std::chrono::milliseconds> local(const practice::Host& host, Instant instant) {
  const auto zone = host.zone();
  return date::locate_zone(zone.empty() ? "UTC" : zone)->to_local(instant);
}

}  // namespace

House::House(const Config& config, const practice::Host& host)
    : config_(config), host_(host), gate_(host) {}

std::unique_ptr<House> House::open(const Config& config, const practice::Host& host) {
  std::unique_ptr<House> house(new House(config, host));
  for (const auto& folder : config.instrument_folders) add_folder(house->instruments_, folder);
  refuse_unknown_form(house->instruments_, "client_form", config.client_form, Rater::client);
  refuse_unknown_form(house->instruments_, "therapist_form", config.therapist_form,
                      Rater::therapist);
  if (config.open == Open::nothing) return house;
  store::OpenOptions options;
  options.path = store_file(config, host);
  options.practice = config.practice_id;
  options.now = [&host] { return host.now(); };
  house->store_ = store::Store::open(options);
  add_installed_wordings(*house);
  house->erased_again_ = erase_again(*house);
  return house;
}

store::Store& House::store() {
  if (!store_)
    throw std::runtime_error("this command needs the store: activate with \"open\": \"store\"");
  return *store_;
}

void House::prove_store() {
  constexpr std::chrono::minutes pause{1};           // while nothing is wrong
  constexpr std::size_t as_large_as_a_form = 65536;  // with all that follows from it
  const auto now = std::chrono::steady_clock::now();
  const bool is_in_doubt = is_store_in_doubt_;
  if (!is_in_doubt && now < store_proved_at_ + pause) return;
  is_store_in_doubt_ = true;  // until it is written
  store().commit(
      [&](store::Unit& unit) { unit.requests.prove_room(is_in_doubt ? as_large_as_a_form : 1); });
  is_store_in_doubt_ = false;
  store_proved_at_ = now;
}

std::string House::store_path() const {
  return store_ ? store_->path() : store_file(config_, host_);
}

bool House::is_news(const std::string& words) {
  const std::lock_guard lock(told_mutex_);
  return told_.insert(words).second;
}

std::string House::practice_name() const {
  return config_.practice_name.empty() ? host_.name() : config_.practice_name;
}

SettingsInForce House::detection_settings(store::Reader& reader) const {
  return settings_of(reader.settings.parameters(), config_);
}

Day House::day_of(Instant instant) const {
  return Day{std::chrono::floor<std::chrono::days>(local(host_, instant)).time_since_epoch()};
}

std::chrono::minutes House::minute_of(Instant instant) const {
  const auto there = local(host_, instant);
  return std::chrono::floor<std::chrono::minutes>(there -
                                                  std::chrono::floor<std::chrono::days>(there));
}

}  // namespace holdfast::service
