// SPDX-License-Identifier: MIT
#include "visible_text.hpp"

#include <algorithm>
#include <cctype>

namespace holdfast::web {

std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (word.size() > 1) words.push_back(word);
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') {  // an entity is not a word
      end_word();
      i = std::min(text.find(';', i), text.size());
    } else if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      word += c;
    } else {
      // A letter with an accent continues the word, and such a word was translated.
      const bool is_accented = (static_cast<unsigned char>(c) & 0x80) != 0;
      if (is_accented && !word.empty()) word.clear();
      end_word();
    }
  }
  end_word();
  return words;
}

}  // namespace holdfast::web
