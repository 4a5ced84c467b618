// SPDX-License-Identifier: MIT
#include "file_target.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "mapping/people.hpp"
#include "signing_key.hpp"

namespace holdfast::adapters::fhir {
namespace {

using mapping::text_in;

// The same identifier gives the same id, so that a repeat is one resource.
std::string id_of(const std::string& system, const std::string& value) {
  const auto text = system + "|" + value;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  auto id = base64url({reinterpret_cast<const char*>(digest.data()), 24});
  for (auto& c : id)
    if (c == '_') c = '.';  // an id has no '_'
  return id;
}

[[noreturn]] void cannot_write() {
  throw Failure(HOLDFAST_E_UNAVAILABLE,
                "the FHIR adapter cannot write into \"folder\"; check space and rights");
}

}  // namespace

FileTarget::FileTarget(const Settings& settings) : settings_(settings) {
  struct stat found {};
  if (::stat(settings_.folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode))
    throw Failure(HOLDFAST_E_INVALID, "fhir adapter: \"folder\" is no folder; make it, mode 0700");
}

std::string FileTarget::file_of(const std::string& type) const {
  return settings_.folder + "/" + type + ".ndjson";
}

void FileTarget::must_take(const std::string& type) {
  if (!takes(type))
    throw Failure(HOLDFAST_E_UNSUPPORTED,
                  type +
                      " is switched off; \"writes\" of the FHIR adapter switches it on, and then"
                      " whoever may read \"folder\" reads it");
}

std::optional<Json> FileTarget::last_of(const std::string& reference) const {
  const auto slash = reference.find('/');
  std::ifstream in(file_of(reference.substr(0, slash)), std::ios::binary);
  const auto wanted = Json(reference.substr(slash + 1)).dump();
  std::optional<Json> last;
  for (std::string line; std::getline(in, line);) {
    if (line.find(wanted) == std::string::npos) continue;
    auto one = Json::parse(line, nullptr, false);  // a line cut off by a crash is none
    if (text_in(one, "id") == reference.substr(slash + 1)) last = std::move(one);
  }
  return last;
}

void FileTarget::append(const Json& resource) const {
  const auto file = file_of(text_in(resource, "resourceType"));
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) cannot_write();
  auto line = resource.dump() + "\n";
  // What a crash cut off ends where the next begins.
  char last = '\n';
  const auto size = ::lseek(descriptor, 0, SEEK_END);
  if (size > 0 && ::pread(descriptor, &last, 1, size - 1) == 1 && last != '\n') line = "\n" + line;
  std::size_t done = 0;
  while (done < line.size()) {
    const auto written = ::write(descriptor, line.data() + done, line.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    done += static_cast<std::size_t>(written);
  }
  const bool is_safe = done == line.size() && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!is_safe) cannot_write();
}

Stored FileTarget::create_once(const Json& resource, const std::string& system,
                               const std::string& value) {
  const auto reference = text_in(resource, "resourceType") + "/" + id_of(system, value);
  if (auto known = last_of(reference)) return {reference, {}, std::move(*known)};
  Json whole{{"resourceType", resource["resourceType"]}, {"id", id_of(system, value)}};
  for (const auto& [name, part] : resource.items()) whole[name] = part;
  append(whole);
  return {reference, {}, std::move(whole)};
}

Stored FileTarget::update(const Stored& stored, const Server::Change& change) {
  const auto current = last_of(stored.reference);
  if (!current) return stored;
  auto changed = change(*current);
  if (!changed) return {stored.reference, {}, *current};
  (*changed)["id"] = stored.reference.substr(stored.reference.find('/') + 1);
  append(*changed);
  return {stored.reference, {}, std::move(*changed)};
}

std::optional<Stored> FileTarget::read(const std::string& reference) {
  auto known = last_of(reference);
  return known ? std::optional{Stored{reference, {}, std::move(*known)}} : std::nullopt;
}

std::string FileTarget::response_of(const std::string& rating, const std::string&) {
  const auto reference =
      "QuestionnaireResponse/" + id_of(settings_.names.naming_system("rating-id"), rating);
  return last_of(reference) ? reference : std::string{};
}

}  // namespace holdfast::adapters::fhir
