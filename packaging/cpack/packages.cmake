# SPDX-License-Identifier: MIT
# Components and how they become packages. An adapter that holdfast_add_adapter() made becomes
# holdfast-adapter-NAME by itself, with whatever else was installed with COMPONENT adapter-NAME: its
# host-side module, say. The practice adapter is part of holdfast, which serves its practice.
get_property(HOLDFAST_ADAPTERS GLOBAL PROPERTY HOLDFAST_ADAPTERS)
set(other_adapters ${HOLDFAST_ADAPTERS})
list(REMOVE_ITEM other_adapters practice)

set(CPACK_PACKAGE_NAME holdfast)
set(CPACK_PACKAGE_VENDOR Holdfast)
set(CPACK_PACKAGE_CONTACT ${HOLDFAST_PACKAGER})
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
    GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_THREADS 0)
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_BINARY_DIR}/project_config.cmake)
configure_file(cpack/project_config.cmake.in ${CPACK_PROJECT_CONFIG_FILE} @ONLY)

set(this_version "holdfast (= ${PROJECT_VERSION}-1)")
set(CPACK_COMPONENTS_ALL)

# holdfast_package(GROUP PACKAGE COMPONENTS c... SUMMARY s TEXT t [SECTION s] [DEPENDS d] [RECOMMENDS r]
#                  [SUGGESTS s])
macro(holdfast_package group package)
  cmake_parse_arguments(PKG "" "SUMMARY;TEXT;SECTION;DEPENDS;RECOMMENDS;SUGGESTS" "COMPONENTS" ${ARGN})
  string(TOUPPER ${group} upper)
  foreach(component IN ITEMS ${PKG_COMPONENTS})
    list(APPEND CPACK_COMPONENTS_ALL ${component})
    string(TOUPPER ${component} component_upper)
    set(CPACK_COMPONENT_${component_upper}_GROUP ${group})
  endforeach()
  set(CPACK_COMPONENT_GROUP_${upper}_DESCRIPTION "${PKG_TEXT}")
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "${PKG_TEXT}")
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${PKG_SUMMARY}\n${PKG_TEXT}")
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${package})
  set(CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS "${PKG_DEPENDS}")
  set(CPACK_DEBIAN_${upper}_PACKAGE_RECOMMENDS "${PKG_RECOMMENDS}")
  set(CPACK_DEBIAN_${upper}_PACKAGE_SUGGESTS "${PKG_SUGGESTS}")
  if(PKG_SECTION)
    set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${PKG_SECTION})
  endif()
  holdfast_package_documents(${package} ${group})
endmacro()

holdfast_package(holdfast holdfast COMPONENTS etc holdfast
  SUMMARY "alliance ratings for practice-management software"
  TEXT "Holdfast adds alliance ratings to a practice system: short forms for client
and therapist, each client's own usual level, a mark on what is out of the
ordinary for that client, and the way back.
.
This package holds the plugin, its instruments, the program holdfast with
its reference host, and the service, which is installed and not started."
  DEPENDS "debconf (>= 0.5) | debconf-2.0, passwd"
  RECOMMENDS "systemd"
  SUGGESTS "nginx | apache2, apparmor, age")
set(scripts ${CMAKE_CURRENT_BINARY_DIR}/deb)
foreach(script IN ITEMS config postinst prerm postrm templates)
  configure_file(deb/holdfast.${script} ${scripts}/${script} COPYONLY)
endforeach()
configure_file(deb/conffiles ${scripts}/conffiles COPYONLY)
set(CPACK_DEBIAN_HOLDFAST_PACKAGE_CONTROL_EXTRA ${scripts}/config ${scripts}/postinst ${scripts}/prerm
    ${scripts}/postrm ${scripts}/templates ${scripts}/conffiles)
set(libraries ${CMAKE_INSTALL_LIBDIR}/holdfast)
holdfast_sbom(holdfast holdfast
  BINARIES ${CMAKE_INSTALL_BINDIR}/holdfast ${libraries}/holdfast.so ${libraries}/holdfast-core.so
    ${libraries}/holdfast-embedded.so ${libraries}/holdfast-store-postgresql.so
    ${libraries}/adapters/holdfast-adapter-practice.so
  COMPILED_IN nlohmann-json3-dev libcli11-dev libkainjow-mustache-dev libboost1.74-dev libhowardhinnant-date-dev
    libstdc++-12-dev)

# dpkg on its own would let an adapter stay whose version is another.
set(breaks)
foreach(adapter IN LISTS other_adapters)
  foreach(side IN ITEMS "<<" ">>")
    list(APPEND breaks "holdfast-adapter-${adapter} (${side} ${PROJECT_VERSION}-1)")
  endforeach()
endforeach()
list(JOIN breaks ", " CPACK_DEBIAN_HOLDFAST_PACKAGE_BREAKS)

foreach(adapter IN LISTS other_adapters)
  get_property(title GLOBAL PROPERTY HOLDFAST_ADAPTER_TITLE_${adapter})
  # What the host-side part needs from Debian besides linked libraries; and what it needs in one of
  # the places that it is installed in, the client's machine, say, and not the server's.
  get_property(needs GLOBAL PROPERTY HOLDFAST_ADAPTER_NEEDS_${adapter})
  get_property(recommends GLOBAL PROPERTY HOLDFAST_ADAPTER_RECOMMENDS_${adapter})
  set(depends "${this_version}")
  if(needs)
    string(APPEND depends ", ${needs}")
  endif()
  holdfast_package(adapter-${adapter} holdfast-adapter-${adapter} COMPONENTS adapter-${adapter}
    SUMMARY "Holdfast's adapter to ${title}"
    TEXT "Translates between Holdfast, which adds alliance ratings to a practice
system, and ${title}: clients, sessions, records and messages.
.
It holds the adapter and what is installed on the side of ${title}, with its
own documentation in holdfast-doc."
    DEPENDS "${depends}"
    RECOMMENDS "${recommends}")
  holdfast_sbom(holdfast-adapter-${adapter} adapter-${adapter}
    BINARIES ${libraries}/adapters/holdfast-adapter-${adapter}.so COMPILED_IN nlohmann-json3-dev)
endforeach()

holdfast_package(dev holdfast-dev COMPONENTS dev SECTION libdevel
  SUMMARY "headers and template for Holdfast's adapters and hosts"
  TEXT "The C interface of Holdfast with its schemas, CMake and pkg-config files, a
template for adapters to copy, and bindings for Python, PHP and Java.
.
A host loads holdfast.so and makes four calls; an adapter exports one
function."
  DEPENDS "nlohmann-json3-dev (>= 3.11)"
  SUGGESTS "holdfast-conform, holdfast-doc")

holdfast_package(python python3-holdfast COMPONENTS python SECTION python
  SUMMARY "Holdfast in a Python host"
  TEXT "The module holdfast: a host in Python loads Holdfast's plugin into its own
process and makes its calls, by ctypes alone. GNUmed's client is such a host."
  DEPENDS "python3"
  RECOMMENDS "holdfast")

holdfast_package(conform holdfast-conform COMPONENTS conform SECTION devel
  SUMMARY "tests for adapters, plugins and hosts of Holdfast"
  TEXT "Tries an adapter, a plugin or a host against the whole C interface of
Holdfast, each case in a process of its own, with results as text, JSON or
JUnit."
  SUGGESTS "holdfast-dev")
holdfast_sbom(holdfast-conform conform
  BINARIES ${CMAKE_INSTALL_BINDIR}/holdfast-conform ${libraries}/holdfast-conform-probe.so
  COMPILED_IN nlohmann-json3-dev libcli11-dev libvalijson-dev libhowardhinnant-date-dev libboost1.74-dev)

holdfast_package(doc holdfast-doc COMPONENTS doc SECTION doc
  SUMMARY "handbooks and reference pages of Holdfast"
  TEXT "Handbooks for IT, for questions of security and privacy, and for operations,
the reference of the interface, and a page for each adapter.")
foreach(group IN ITEMS DOC DEV PYTHON)
  set(CPACK_DEBIAN_${group}_PACKAGE_SHLIBDEPS OFF)
endforeach()
set(CPACK_DEBIAN_DOC_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_PYTHON_PACKAGE_ARCHITECTURE all)

include(CPack)

# Everything that is released, in one call.
add_custom_target(packages
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${CPACK_PACKAGE_DIRECTORY}
  COMMAND ${CMAKE_CPACK_COMMAND} --config ${PROJECT_BINARY_DIR}/CPackConfig.cmake -G DEB
  COMMAND ${CMAKE_CPACK_COMMAND} --config ${PROJECT_BINARY_DIR}/CPackConfig.cmake -G TXZ
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${CPACK_PACKAGE_DIRECTORY}/_CPack_Packages
  COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/sums.sh ${CPACK_PACKAGE_DIRECTORY}
  WORKING_DIRECTORY ${PROJECT_BINARY_DIR} VERBATIM USES_TERMINAL)
set(shipped holdfast_program holdfast holdfast-core holdfast-embedded holdfast-store-postgresql holdfast_conform
    holdfast-conform-probe)
foreach(adapter IN LISTS HOLDFAST_ADAPTERS)
  list(APPEND shipped holdfast-adapter-${adapter})
endforeach()
add_dependencies(packages ${shipped})
if(TARGET reference)
  add_dependencies(packages reference)
endif()
