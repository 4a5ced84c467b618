// SPDX-License-Identifier: MIT
#include "service/merged_files.hpp"

#include <algorithm>

namespace holdfast::service {

std::vector<store::ClientKey> files_of(store::Reader& reader, const store::ClientKey& key) {
  std::vector<store::ClientKey> files{key};
  for (std::size_t i = 0; i < files.size(); ++i)
    for (auto& merged : reader.erasures.merged_into(files[i]))
      if (std::find(files.begin(), files.end(), merged) == files.end())
        files.push_back(std::move(merged));
  std::reverse(files.begin(), files.end());
  return files;
}

}  // namespace holdfast::service
