# SPDX-License-Identifier: MIT
# Writes SBOM_FILE: the ELF files SBOM_BINARIES under SBOM_ROOT, every library they name as NEEDED with
# the Debian package it comes from, and what was compiled in. Run by install scripts (sbom.cmake); the
# same input gives the same bytes.

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

# What a binary names as NEEDED, in its order.
function(needed_by binary result)
  execute_process(COMMAND ${SBOM_OBJDUMP} -p ${binary} OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "NEEDED +[^\n]+" needed "${headers}")
  list(TRANSFORM needed REPLACE "NEEDED +" "")
  set(${result} "${needed}" PARENT_SCOPE)
endfunction()

# For "libPocoNet.so.80" sets package_of_libPocoNet.so.80 to libpoconet80, and to the library's own name
# where dpkg does not know it. All of them in one question: dpkg reads its whole list for each.
function(find_packages_of libraries)
  execute_process(COMMAND ldconfig -p OUTPUT_VARIABLE known ERROR_QUIET)
  set(places)
  foreach(library IN LISTS libraries)
    string(REGEX REPLACE "([+.])" "\\\\\\1" pattern "${library}")
    if(known MATCHES "\t${pattern} \\([^)]*\\) => ([^\n]+)")
      # With the folder's name: a machine may hold the same library for another architecture.
      cmake_path(GET CMAKE_MATCH_1 PARENT_PATH folder)
      cmake_path(GET folder FILENAME folder)
      list(APPEND places "*/${folder}/${library}")
    endif()
  endforeach()
  set(owners)
  if(places)
    execute_process(COMMAND dpkg-query -S ${places} OUTPUT_VARIABLE owners ERROR_QUIET)
  endif()
  foreach(library IN LISTS libraries)
    string(REGEX REPLACE "([+.])" "\\\\\\1" pattern "${library}")
    set(package "${library}")
    if(owners MATCHES "(^|\n)([a-z0-9.+-]+)(:[a-z0-9]+)?: [^\n]*/${pattern}(\n|$)")
      set(package "${CMAKE_MATCH_2}")
    endif()
    set(package_of_${library} "${package}" PARENT_SCOPE)
  endforeach()
endfunction()

function(find_versions_of packages)
  execute_process(COMMAND dpkg-query -W -f "\${Package} \${Version}\n" ${packages} OUTPUT_VARIABLE told ERROR_QUIET)
  foreach(package IN LISTS packages)
    string(REGEX REPLACE "([+.])" "\\\\\\1" pattern "${package}")
    set(version NOASSERTION)
    if(told MATCHES "(^|\n)${pattern} ([^\n]+)")
      set(version "${CMAKE_MATCH_2}")
    endif()
    set(version_of_${package} "${version}" PARENT_SCOPE)
  endforeach()
endfunction()

function(spdx_id text result)
  string(REGEX REPLACE "[^A-Za-z0-9.]" "-" id "${text}")
  set(${result} "SPDXRef-${id}" PARENT_SCOPE)
endfunction()

macro(add_package package)
  spdx_id("Package-${package}" id)
  set(version "${version_of_${package}}")
  licence_of("${package}" licence)
  list(APPEND packages "{\"SPDXID\":\"${id}\",\"name\":\"${package}\",\"versionInfo\":\"${version}\",\"supplier\":\"Organization: Debian\",\"downloadLocation\":\"NOASSERTION\",\"filesAnalyzed\":false,\"licenseConcluded\":\"${licence}\",\"licenseDeclared\":\"${licence}\",\"copyrightText\":\"NOASSERTION\"}")
endmacro()

set(libraries)
foreach(binary IN LISTS SBOM_BINARIES)
  needed_by(${SBOM_ROOT}/${binary} needed_by_${binary})
  list(APPEND libraries ${needed_by_${binary}})
endforeach()
list(REMOVE_DUPLICATES libraries)
find_packages_of("${libraries}")
set(parts)
foreach(library IN LISTS libraries)
  list(APPEND parts ${package_of_${library}})
endforeach()
list(APPEND parts ${SBOM_COMPILED_IN})
list(REMOVE_DUPLICATES parts)
find_versions_of("${parts}")

set(packages)
foreach(part IN LISTS parts)
  add_package(${part})
endforeach()
set(files)
set(relations)
spdx_id("Package-${SBOM_PACKAGE}" own)
foreach(binary IN LISTS SBOM_BINARIES)
  file(SHA1 ${SBOM_ROOT}/${binary} sha1)
  file(SHA256 ${SBOM_ROOT}/${binary} sha256)
  spdx_id("File-${binary}" file)
  list(APPEND files "{\"SPDXID\":\"${file}\",\"fileName\":\"./${binary}\",\"fileTypes\":[\"BINARY\"],\"checksums\":[{\"algorithm\":\"SHA1\",\"checksumValue\":\"${sha1}\"},{\"algorithm\":\"SHA256\",\"checksumValue\":\"${sha256}\"}],\"licenseConcluded\":\"MIT\",\"copyrightText\":\"2026 The Holdfast contributors\"}")
  list(APPEND relations "{\"spdxElementId\":\"${own}\",\"relationshipType\":\"CONTAINS\",\"relatedSpdxElement\":\"${file}\"}")
  foreach(library IN LISTS needed_by_${binary})
    spdx_id("Package-${package_of_${library}}" linked)
    list(APPEND relations "{\"spdxElementId\":\"${file}\",\"relationshipType\":\"DYNAMIC_LINK\",\"relatedSpdxElement\":\"${linked}\",\"comment\":\"${library}\"}")
  endforeach()
endforeach()
foreach(part IN LISTS SBOM_COMPILED_IN)
  spdx_id("Package-${part}" linked)
  list(APPEND relations "{\"spdxElementId\":\"${own}\",\"relationshipType\":\"STATIC_LINK\",\"relatedSpdxElement\":\"${linked}\"}")
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
