# SPDX-License-Identifier: MIT
# Writes SBOM_FILE: the ELF files under SBOM_ROOT, every library they name as NEEDED with the Debian
# package it comes from, and what was compiled in. Run by install scripts (sbom.cmake); the same
# input gives the same bytes.

cmake_policy(PUSH)
cmake_policy(SET CMP0057 NEW) # IN_LIST, in an install script

# The licences of what Debian 12 carries; anything else is told as NOASSERTION, which a test refuses.
function(licence_of package result)
  set(licences
    "libpoco[a-z0-9]*" "BSL-1.0"
    "libsqlite3-0" "blessing"
    "libssl3" "Apache-2.0"
    "libfmt9|libfmt-dev" "MIT"
    "libargon2-1" "CC0-1.0 OR Apache-2.0"
    "liboath0|libqrencode4" "LGPL-2.1-or-later"
    "libc6" "LGPL-2.1-or-later"
    "libstdc\\+\\+6|libgcc-s1|libstdc\\+\\+-[0-9]+-dev" "GPL-3.0-or-later WITH GCC-exception-3.1"
    "libpq5" "PostgreSQL"
    "libmariadb3" "LGPL-2.1-or-later"
    "libboost[a-z0-9.-]*" "BSL-1.0"
    "libhowardhinnant-date[a-z0-9.-]*|libdate-tz[0-9]*" "MIT"
    "libcurl4[a-z-]*" "curl"
    "nlohmann-json3-dev" "MIT"
    "libcli11-dev" "BSD-3-Clause"
    "libvalijson-dev" "BSD-2-Clause"
    "libkainjow-mustache-dev" "BSL-1.0")
  set(found NOASSERTION)
  while(licences)
    list(POP_FRONT licences pattern licence)
    if(package MATCHES "^(${pattern})$")
      set(found ${licence})
    endif()
  endwhile()
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# "libPocoNet.so.80" -> libpoconet80; empty where dpkg does not know it
function(package_of_library library result)
  execute_process(COMMAND ldconfig -p OUTPUT_VARIABLE known ERROR_QUIET)
  set(package "")
  string(REPLACE "+" "\\+" pattern "${library}")
  string(REPLACE "." "\\." pattern "${pattern}")
  if(known MATCHES "\t${pattern} \\([^)]*\\) => ([^\n]+)")
    # With the folder's name: a machine may hold the same library for another architecture.
    cmake_path(GET CMAKE_MATCH_1 FILENAME name)
    cmake_path(GET CMAKE_MATCH_1 PARENT_PATH folder)
    cmake_path(GET folder FILENAME folder)
    execute_process(COMMAND dpkg-query -S "*/${folder}/${name}" OUTPUT_VARIABLE owners ERROR_QUIET)
    if(owners MATCHES "(^|\n)([a-z0-9.+-]+)(:[a-z0-9]+)?: [^\n]*/${pattern}(\n|$)")
      set(package ${CMAKE_MATCH_2})
    endif()
  endif()
  set(${result} "${package}" PARENT_SCOPE)
endfunction()

function(version_of package result)
  execute_process(COMMAND dpkg-query -W -f "\${Version}" ${package}
                  OUTPUT_VARIABLE version ERROR_QUIET RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR version STREQUAL "")
    set(version NOASSERTION)
  endif()
  set(${result} "${version}" PARENT_SCOPE)
endfunction()

function(spdx_id text result)
  string(REGEX REPLACE "[^A-Za-z0-9.]" "-" id "${text}")
  set(${result} "SPDXRef-${id}" PARENT_SCOPE)
endfunction()

macro(add_package package)
  spdx_id("Package-${package}" id)
  version_of(${package} version)
  licence_of("${package}" licence)
  list(APPEND packages "{\"SPDXID\":\"${id}\",\"name\":\"${package}\",\"versionInfo\":\"${version}\",\"supplier\":\"Organization: Debian\",\"downloadLocation\":\"NOASSERTION\",\"filesAnalyzed\":false,\"licenseConcluded\":\"${licence}\",\"licenseDeclared\":\"${licence}\",\"copyrightText\":\"NOASSERTION\"}")
endmacro()

file(GLOB_RECURSE binaries LIST_DIRECTORIES false RELATIVE ${SBOM_ROOT} ${SBOM_ROOT}/*.so ${SBOM_ROOT}/bin/*)
list(SORT binaries)
set(files)
set(packages)
set(relations)
set(seen)
spdx_id("Package-${SBOM_PACKAGE}" own)
foreach(binary IN LISTS binaries)
  execute_process(COMMAND ${SBOM_OBJDUMP} -p ${SBOM_ROOT}/${binary} OUTPUT_VARIABLE headers ERROR_QUIET
                  RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    continue()
  endif()
  file(SHA1 ${SBOM_ROOT}/${binary} sha1)
  file(SHA256 ${SBOM_ROOT}/${binary} sha256)
  spdx_id("File-${binary}" file)
  list(APPEND files "{\"SPDXID\":\"${file}\",\"fileName\":\"./${binary}\",\"fileTypes\":[\"BINARY\"],\"checksums\":[{\"algorithm\":\"SHA1\",\"checksumValue\":\"${sha1}\"},{\"algorithm\":\"SHA256\",\"checksumValue\":\"${sha256}\"}],\"licenseConcluded\":\"MIT\",\"copyrightText\":\"2026 The Holdfast contributors\"}")
  list(APPEND relations "{\"spdxElementId\":\"${own}\",\"relationshipType\":\"CONTAINS\",\"relatedSpdxElement\":\"${file}\"}")
  string(REGEX MATCHALL "NEEDED +[^\n]+" needed "${headers}")
  foreach(line IN LISTS needed)
    string(REGEX REPLACE "NEEDED +" "" library "${line}")
    package_of_library(${library} package)
    if(package STREQUAL "")
      set(package ${library})
    endif()
    spdx_id("Package-${package}" linked)
    list(APPEND relations "{\"spdxElementId\":\"${file}\",\"relationshipType\":\"DYNAMIC_LINK\",\"relatedSpdxElement\":\"${linked}\",\"comment\":\"${library}\"}")
    if(NOT package IN_LIST seen)
      list(APPEND seen ${package})
      add_package(${package})
    endif()
  endforeach()
endforeach()
foreach(package IN LISTS SBOM_COMPILED_IN)
  spdx_id("Package-${package}" linked)
  list(APPEND relations "{\"spdxElementId\":\"${own}\",\"relationshipType\":\"STATIC_LINK\",\"relatedSpdxElement\":\"${linked}\"}")
  if(NOT package IN_LIST seen)
    list(APPEND seen ${package})
    add_package(${package})
  endif()
endforeach()

list(JOIN packages ",\n  " packages)
list(JOIN files ",\n  " files)
list(JOIN relations ",\n  " relations)
string(UUID uuid NAMESPACE 6ba7b811-9dad-11d1-80b4-00c04fd430c8 NAME "${packages}${files}" TYPE SHA1)
file(WRITE ${SBOM_FILE} "{\"spdxVersion\":\"SPDX-2.3\",\"dataLicense\":\"CC0-1.0\",\"SPDXID\":\"SPDXRef-DOCUMENT\",
 \"name\":\"${SBOM_PACKAGE}-${SBOM_VERSION}\",\"documentNamespace\":\"urn:uuid:${uuid}\",
 \"creationInfo\":{\"created\":\"${SBOM_CREATED}\",\"creators\":[\"Organization: Holdfast\",\"Tool: write_sbom.cmake-${SBOM_VERSION}\"]},
 \"packages\":[
  {\"SPDXID\":\"${own}\",\"name\":\"${SBOM_PACKAGE}\",\"versionInfo\":\"${SBOM_VERSION}\",\"supplier\":\"Organization: Holdfast\",\"downloadLocation\":\"NOASSERTION\",\"filesAnalyzed\":false,\"licenseConcluded\":\"MIT\",\"licenseDeclared\":\"MIT\",\"copyrightText\":\"2026 The Holdfast contributors\"},
  ${packages}],
 \"files\":[
  ${files}],
 \"relationships\":[
  {\"spdxElementId\":\"SPDXRef-DOCUMENT\",\"relationshipType\":\"DESCRIBES\",\"relatedSpdxElement\":\"${own}\"},
  ${relations}]}
")
cmake_policy(POP)
