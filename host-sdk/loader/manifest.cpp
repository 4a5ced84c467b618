// SPDX-License-Identifier: MIT
#include "loader/manifest.hpp"

#include <holdfast/abi.h>

#include <algorithm>
#include <holdfast/cpp/guard.hpp>
#include <nlohmann/json.hpp>

#include "loader/checked_file.hpp"

namespace holdfast::loader {
namespace {

using Json = nlohmann::json;
constexpr std::size_t largest_manifest = 64UL * 1024;

// One manifest and the name it is known by in every sentence about it.
struct Reader {
  const Json& object;
  const std::string& file;

  [[noreturn]] void refuse(const char* member, const std::string& expected,
                           const std::string& found) const {
    throw Failure(HOLDFAST_E_INVALID,
                  file + ": " + member + ": expected " + expected + ", found " + found);
  }

  std::string text(const char* member) const {
    const auto at = object.find(member);
    if (at == object.end()) refuse(member, "a text", "nothing");
    if (!at->is_string() || at->get_ref<const std::string&>().empty())
      refuse(member, "a text", at->dump());
    return at->get<std::string>();
  }

  std::uint32_t number(const char* member) const {
    const auto at = object.find(member);
    if (at == object.end()) refuse(member, "a whole number", "nothing");
    if (!at->is_number_unsigned() || at->get<std::uint64_t>() > 0xffff)
      refuse(member, "a whole number", at->dump());
    return at->get<std::uint32_t>();
  }

  std::vector<std::string> texts(const char* member) const {
    const auto at = object.find(member);
    if (at == object.end()) return {};
    if (!at->is_array()) refuse(member, "a list of texts", at->type_name());
    std::vector<std::string> all;
    for (const auto& one : *at) {
      if (!one.is_string()) refuse(member, "a list of texts", one.dump());
      all.push_back(one.get<std::string>());
    }
    return all;
  }
};

Kind kind_of(const Reader& reader) {
  const auto word = reader.text("kind");
  for (const auto kind : {Kind::plugin, Kind::core, Kind::adapter})
    if (word == word_of(kind)) return kind;
  reader.refuse("kind", "plugin, core or adapter", word);
}

// A manifest speaks for a file in its own folder and for no other.
std::string plain_file(const Reader& reader) {
  auto name = reader.text("file");
  if (name.find('/') != std::string::npos || name == "." || name == "..")
    reader.refuse("file", "a file name without a folder", name);
  return name;
}

std::string digest(const Reader& reader) {
  if (!reader.object.contains("sha256")) return {};
  auto hex = reader.text("sha256");
  const bool is_hex = std::all_of(hex.begin(), hex.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (hex.size() != 64 || !is_hex) reader.refuse("sha256", "64 lower-case hex digits", hex);
  return hex;
}

}  // namespace

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::plugin:
      return "plugin";
    case Kind::core:
      return "core";
    case Kind::adapter:
      return "adapter";
  }
  return "";
}

Manifest parse_manifest(std::string_view json, const std::string& shown_name) {
  Json object;
  try {
    object = Json::parse(json);
  } catch (const Json::parse_error& error) {
    throw Failure(HOLDFAST_E_INVALID, shown_name +
                                          ": expected a manifest in JSON, found an error at byte " +
                                          std::to_string(error.byte) + "; reinstall the package");
  }
  const Reader reader{object, shown_name};
  if (!object.is_object()) reader.refuse("manifest", "an object", object.type_name());
  if (const auto schema = reader.text("schema"); schema != "holdfast.manifest/1")
    reader.refuse("schema", "holdfast.manifest/1", schema);
  Manifest manifest;
  manifest.id = reader.text("id");
  manifest.kind = kind_of(reader);
  manifest.name = reader.text("name");
  manifest.version = reader.text("version");
  manifest.abi_major = reader.number("abi_major");
  manifest.abi_minor = reader.number("abi_minor");
  manifest.file = plain_file(reader);
  manifest.sha256 = digest(reader);
  manifest.requires_ids = reader.texts("requires");
  manifest.optional_ids = reader.texts("optional");
  manifest.scopes = reader.texts("scopes");
  return manifest;
}

std::filesystem::path manifest_path_of(const std::filesystem::path& library) {
  auto path = library;
  return path.replace_extension(".manifest.json");
}

std::optional<ReadManifest> read_manifest_of(const std::filesystem::path& library) {
  const auto path = manifest_path_of(library);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  auto bytes = CheckedFile::open(path).read(largest_manifest);
  auto manifest = parse_manifest(bytes, path.string());
  if (manifest.abi_major != HOLDFAST_ABI_MAJOR)
    throw Failure(HOLDFAST_E_UNSUPPORTED, path.string() + ": expected ABI major " +
                                              std::to_string(HOLDFAST_ABI_MAJOR) + ", found " +
                                              std::to_string(manifest.abi_major) + "; install a " +
                                              manifest.name + " built for Holdfast ABI " +
                                              std::to_string(HOLDFAST_ABI_MAJOR));
  return ReadManifest{std::move(manifest), std::move(bytes)};
}

std::optional<Manifest> manifest_of(const std::filesystem::path& library) {
  auto read = read_manifest_of(library);
  if (!read) return std::nullopt;
  return std::move(read->manifest);
}

}  // namespace holdfast::loader
