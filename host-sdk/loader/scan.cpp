// SPDX-License-Identifier: MIT
#include <algorithm>
#include <holdfast/cpp/guard.hpp>

#include "loader/library.hpp"

namespace holdfast::loader {
namespace {

constexpr std::string_view ending = ".manifest.json";

bool is_manifest(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  return name.size() > ending.size() && name.ends_with(ending);
}

std::vector<std::filesystem::path> manifests_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> all;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    if (is_manifest(at->path())) all.push_back(at->path());
  std::sort(all.begin(), all.end());
  return all;
}

std::filesystem::path library_of(const std::filesystem::path& manifest) {
  auto name = manifest.filename().string();
  name.erase(name.size() - ending.size());
  return manifest.parent_path() / (name + ".so");
}

}  // namespace

Scan scan(const std::vector<std::filesystem::path>& folders) {
  Scan scan;
  for (const auto& folder : folders) {
    for (const auto& path : manifests_in(folder)) {
      try {
        auto library = library_of(path);
        auto manifest = manifest_of(library);
        if (!manifest) continue;
        if (library.filename() != manifest->file)
          throw Failure(HOLDFAST_E_INVALID, path.string() + ": file: expected " +
                                                library.filename().string() + ", found " +
                                                manifest->file);
        scan.found.push_back({std::move(library), std::move(*manifest)});
      } catch (const Failure& refusal) {
        scan.refusals.emplace_back(refusal.what());
      }
    }
  }
  return scan;
}

std::filesystem::path find(Kind kind, const std::string& id,
                           const std::vector<std::filesystem::path>& folders) {
  const auto offered = scan(folders);
  for (const auto& one : offered.found)
    if (one.manifest.kind == kind && one.manifest.id == id) return one.library;
  std::string looked;
  for (const auto& folder : folders) looked += (looked.empty() ? "" : ", ") + folder.string();
  std::string text = "expected the " + std::string(word_of(kind)) + " " + id + " in " + looked +
                     ", found none; install its package";
  if (!offered.refusals.empty()) text += " (passed over: " + offered.refusals.front() + ")";
  throw Failure(HOLDFAST_E_NOT_FOUND, text);
}

}  // namespace holdfast::loader
