# SPDX-License-Identifier: MIT
# How everything in this tree is compiled: one language level, one set of warnings, one place for
# what is built. Included once, by the top CMakeLists.txt.
option(HOLDFAST_TESTS "Build the tests and the benchmark" ON)
set(HOLDFAST_SANITIZE "" CACHE STRING "Sanitizers to build with, for example address,undefined")
option(HOLDFAST_COVERAGE "Count which lines run" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/static)

find_program(CCACHE ccache)
if(CCACHE)
  # Build folders differ only in their name; the same source compiles once for all of them.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Warnings, sanitizers and reproducible paths, for our own targets only.
add_library(holdfast_build INTERFACE)
add_library(Holdfast::build ALIAS holdfast_build)
target_compile_options(holdfast_build INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion
  "$<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor;-Woverloaded-virtual;-Wextra-semi>"
  # Designated initialisers leave the rest to its defaults, which is what they are for.
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=
  # A score must come out the same on every processor: no fused multiply-add anywhere.
  -ffp-contract=off -fstack-protector-strong)
# A build id is a hash of the debug information too, which spells paths as the compiler cache likes; what is
# packaged is stripped, and the same from every folder.
target_link_options(holdfast_build INTERFACE -Wl,-z,defs -Wl,-z,relro -Wl,-z,now -Wl,--as-needed
  -Wl,--build-id=none)
if(HOLDFAST_SANITIZE)
  target_compile_options(holdfast_build INTERFACE
    -fsanitize=${HOLDFAST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    # gcc 12 sees uninitialised memory that is not there once it is instrumented (GCC bug 105562).
    -Wno-maybe-uninitialized)
  target_link_options(holdfast_build INTERFACE -fsanitize=${HOLDFAST_SANITIZE})
endif()
if(HOLDFAST_COVERAGE)
  target_compile_options(holdfast_build INTERFACE --coverage)
  target_link_options(holdfast_build INTERFACE --coverage)
endif()

# A shared library that a host loads: one exported symbol, never unloaded, no "lib" prefix.
#   holdfast_loadable(TARGET SYMBOL)
function(holdfast_loadable target symbol)
  set(map ${CMAKE_CURRENT_BINARY_DIR}/${target}.map)
  file(CONFIGURE OUTPUT ${map} CONTENT "{ global: @symbol@; local: *; };\n" @ONLY)
  target_link_options(${target} PRIVATE -Wl,--version-script=${map} -Wl,-z,nodelete)
  set_target_properties(${target} PROPERTIES PREFIX "" LINK_DEPENDS ${map})
endfunction()
