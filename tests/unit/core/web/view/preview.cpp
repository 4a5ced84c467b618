// SPDX-License-Identifier: MIT
// Writes every page in every language as a file, to be looked at in a browser:
//   look-preview FOLDER
#include <filesystem>
#include <fstream>
#include <iostream>

#include "samples.hpp"

namespace {

void write(const std::filesystem::path& file, std::string_view bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

// Pages opened from a folder have no server: their links to assets lead into it.
std::string local(std::string html) {
  const std::string served = "\"/holdfast/assets/";
  for (std::size_t at; (at = html.find(served)) != std::string::npos;)
    html.replace(at, served.size(), "\"assets/");
  return html;
}

}  // namespace

int main(int count, char** words) {
  using namespace holdfast;
  if (count != 2) {
    std::cerr << "look-preview FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = words[1];
  const text::Texts texts = web::plugin_texts();
  const web::Look look(texts);
  for (const std::string& tag : texts.tags()) {
    const text::Language& language = texts.of(tag);
    for (const auto& [name, html] : web::samples::all(look, language))
      write(folder / (name + '.' + tag + ".html"), local(html));
    const auto graph = web::samples::course(40);
    using web::chart::Size;
    using web::chart::Use;
    for (const auto& [size, name] :
         {std::pair{Size::card, "card"}, std::pair{Size::phone, "phone"},
          std::pair{Size::page, "page"}, std::pair{Size::sheet, "sheet"}})
      write(folder / ("graph-" + std::string(name) + '.' + tag + ".svg"),
            web::chart::svg(graph, {size, Use::stand_alone, "graph"}, language));
  }
  write(folder / "csp.txt", look.content_security_policy());
  for (const std::string_view name : {"form.js"})
    write(folder / "assets" / look.stamped(name), look.asset(name)->bytes);
  std::cout << look.style(web::Look::Sheet::form).size() << " and "
            << look.style(web::Look::Sheet::staff).size() << " bytes of style\n";
}
