# SPDX-License-Identifier: MIT
# Files carried inside a library, found by name at run time, without a copy and without start-up work.
#
#   holdfast_embed(NAME BASE DIR FILES a.json sub/b.json)
#
# makes a static library Holdfast::NAME with, in "NAME.hpp":
#   std::optional<std::string_view> holdfast::NAME::find(std::string_view name);  // "sub/b.json"
#   std::span<const std::string_view> holdfast::NAME::names();                    // sorted
# FILES are relative to BASE. The bytes live in read-only memory for the life of the process.
function(holdfast_embed name)
  cmake_parse_arguments(EMBED "" "BASE" "FILES" ${ARGN})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/embed-${name})
  list(SORT EMBED_FILES)
  set(assembly ".section .rodata\n")
  set(declarations "")
  set(entries "")
  set(names "")
  set(depends "")
  set(index 0)
  foreach(file IN LISTS EMBED_FILES)
    set(symbol "holdfast_embedded_${name}_${index}")
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${EMBED_BASE} NORMALIZE OUTPUT_VARIABLE source)
    list(APPEND depends ${source})
    string(APPEND assembly ".hidden ${symbol}, ${symbol}_end\n.global ${symbol}, ${symbol}_end\n"
           "${symbol}:\n.incbin \"${source}\"\n${symbol}_end:\n.byte 0\n")
    string(APPEND declarations "extern const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND entries "  if (name == \"${file}\") return view(${symbol}, ${symbol}_end);\n")
    string(APPEND names "    \"${file}\",\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${folder}/${name}.S CONTENT "${assembly}" @ONLY)
  set(header "#pragma once
#include <optional>
#include <span>
#include <string_view>
namespace holdfast::${name} {
std::optional<std::string_view> find(std::string_view name);
std::span<const std::string_view> names();
}
")
  set(code "#include \"${name}.hpp\"
extern \"C\" {
${declarations}}
namespace holdfast::${name} {
namespace {
std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}
constexpr std::string_view all[] = {
${names}};
}
std::optional<std::string_view> find(std::string_view name) {
${entries}  return std::nullopt;
}
std::span<const std::string_view> names() { return all; }
}
")
  file(CONFIGURE OUTPUT ${folder}/${name}.hpp CONTENT "${header}" @ONLY)
  file(CONFIGURE OUTPUT ${folder}/${name}.cpp CONTENT "${code}" @ONLY)
  set_source_files_properties(${folder}/${name}.S PROPERTIES LANGUAGE C OBJECT_DEPENDS "${depends}"
                              COMPILE_OPTIONS "-xassembler-with-cpp")
  add_library(holdfast_${name} STATIC ${folder}/${name}.cpp ${folder}/${name}.S)
  add_library(Holdfast::${name} ALIAS holdfast_${name})
  target_include_directories(holdfast_${name} PUBLIC ${folder})
  target_compile_options(holdfast_${name} PRIVATE -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
endfunction()
