// SPDX-License-Identifier: MIT
// Everything the store holds about one client, for a request to see it: as a document that people
// read, and as JSON. Other people's answers are not in it: no partner's, no carer's, no observer's.
#pragma once
#include <string>
#include <vector>

#include "service/house.hpp"
#include "text/language.hpp"

namespace holdfast::service {

struct FileSection {
  std::string title;
  std::vector<std::string> lines;
};

struct ClientFile {
  std::string client;  // name, as the mirror has it
  std::vector<FileSection> sections;
  std::string json;  // holdfast.client-file/1
};

// The document is in the reader's language, the JSON in the words of the store. Nothing is written
// to the audit log here: the caller's door does that.
ClientFile read_client_file(store::Reader& reader, const House& house, const ClientId& client,
                            const text::Language& language);

std::string text_of(const ClientFile& file, const text::Language& language);  // plain text, UTF-8

}  // namespace holdfast::service
