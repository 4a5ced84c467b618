# SPDX-License-Identifier: MIT
# One function that makes an adapter library as a host expects it: one exported symbol, hidden
# visibility, never unloaded, its manifest beside it. Needs nothing but the target Holdfast::sdk, so it
# serves this tree and a vendor's own.
#
#   include(HoldfastAdapter)
#   holdfast_add_adapter(practice
#     ID org.holdfast.adapter.practice  TITLE "Practice"  [VERSION 0.1.0]
#     SOURCES entry.cpp ...  [USES Poco::Data ...]
#     [REQUIRES holdfast.host.log/1 ...]  ids of the base host without which create() fails
#     [OPTIONAL holdfast.host.store/1 ...]  ids that it uses when they are there
#     [SCOPES clients.read ...]  what it gives a plugin access to
#     [COMPONENT holdfast]  whose package it is part of; its own, adapter-NAME, otherwise
#     [NOT_INSTALLED])  for tests
#
# makes the target holdfast-adapter-NAME (holdfast-adapter-NAME.so, .manifest.json) and installs both,
# the manifest with the library's SHA-256 and, with the cache variable HOLDFAST_SIGNING_KEY naming an
# Ed25519 key (PEM), its signature. Further files of an adapter, such as a module for the host, are
# installed with COMPONENT adapter-NAME and go into the same package.
# NAME is letters, digits and dashes.
function(holdfast_add_adapter name)
  cmake_parse_arguments(ADAPTER "NOT_INSTALLED" "ID;TITLE;VERSION;COMPONENT" "SOURCES;USES;REQUIRES;OPTIONAL;SCOPES" ${ARGN})
  foreach(needed IN ITEMS ID TITLE SOURCES)
    if(NOT ADAPTER_${needed})
      message(FATAL_ERROR "holdfast_add_adapter(${name}): ${needed} is missing")
    endif()
  endforeach()
  if(NOT name MATCHES "^[a-z0-9-]+$")
    message(FATAL_ERROR "holdfast_add_adapter(${name}): a name is small letters, digits and dashes")
  endif()
  if(NOT ADAPTER_COMPONENT)
    set(ADAPTER_COMPONENT adapter-${name})
  endif()
  if(NOT ADAPTER_VERSION)
    set(ADAPTER_VERSION ${PROJECT_VERSION})
  endif()
  include(GNUInstallDirs)

  set(target holdfast-adapter-${name})
  add_library(${target} MODULE ${ADAPTER_SOURCES})
  target_link_libraries(${target} PRIVATE Holdfast::sdk ${ADAPTER_USES})
  if(TARGET Holdfast::build)
    target_link_libraries(${target} PRIVATE Holdfast::build)
  endif()
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_compile_definitions(${target} PRIVATE
    HOLDFAST_ADAPTER_ID="${ADAPTER_ID}" HOLDFAST_ADAPTER_TITLE="${ADAPTER_TITLE}"
    HOLDFAST_ADAPTER_VERSION="${ADAPTER_VERSION}")
  set(map ${CMAKE_CURRENT_BINARY_DIR}/${target}.map)
  file(CONFIGURE OUTPUT ${map}
       CONTENT "{ global: holdfast_adapter_entry_of; local: *; };\n")
  target_link_options(${target} PRIVATE -Wl,--version-script=${map} -Wl,-z,nodelete
    -Wl,-z,defs -Wl,-z,relro -Wl,-z,now)
  set_target_properties(${target} PROPERTIES PREFIX "" SUFFIX ".so" LINK_DEPENDS ${map}
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)

  foreach(part IN ITEMS REQUIRES OPTIONAL SCOPES)
    list(TRANSFORM ADAPTER_${part} REPLACE "(.+)" "\"\\1\"")
    list(JOIN ADAPTER_${part} ", " ${part})
  endforeach()
  set(manifest $<TARGET_FILE_DIR:${target}>/${target}.manifest.json)
  file(GENERATE OUTPUT ${manifest} CONTENT "{
  \"schema\": \"holdfast.manifest/1\",
  \"id\": \"${ADAPTER_ID}\",
  \"kind\": \"adapter\",
  \"name\": \"${ADAPTER_TITLE}\",
  \"version\": \"${ADAPTER_VERSION}\",
  \"abi_major\": 1,
  \"abi_minor\": 0,
  \"file\": \"${target}.so\",
  \"requires\": [${REQUIRES}],
  \"optional\": [${OPTIONAL}],
  \"scopes\": [${SCOPES}]
}
")
  if(ADAPTER_NOT_INSTALLED)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY HOLDFAST_ADAPTERS ${name})
  set_property(GLOBAL PROPERTY HOLDFAST_ADAPTER_TITLE_${name} "${ADAPTER_TITLE}")
  set(folder ${CMAKE_INSTALL_LIBDIR}/holdfast/adapters)
  install(TARGETS ${target} LIBRARY DESTINATION ${folder} COMPONENT ${ADAPTER_COMPONENT})
  install(FILES ${manifest} DESTINATION ${folder} COMPONENT ${ADAPTER_COMPONENT})
  # What is installed, stripped or not, is what the manifest speaks for.
  install(CODE "
    set(installed \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${folder}/${target}\")
    file(SHA256 \"\${installed}.so\" digest)
    file(READ \"\${installed}.manifest.json\" text)
    string(JSON text SET \"\${text}\" sha256 \"\\\"\${digest}\\\"\")
    file(WRITE \"\${installed}.manifest.json\" \"\${text}\\n\")
    if(\"${HOLDFAST_SIGNING_KEY}\")
      execute_process(COMMAND openssl pkeyutl -sign -rawin -inkey \"${HOLDFAST_SIGNING_KEY}\"
        -in \"\${installed}.manifest.json\" -out \"\${installed}.manifest.json.sig\" COMMAND_ERROR_IS_FATAL ANY)
    endif()"
    COMPONENT ${ADAPTER_COMPONENT})
endfunction()
