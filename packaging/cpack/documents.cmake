# SPDX-License-Identifier: MIT
# What every package says about itself, and what holdfast-doc and holdfast-dev carry to be read.
set(ENV{SOURCE_DATE_EPOCH} ${HOLDFAST_RELEASED})
string(TIMESTAMP HOLDFAST_RELEASED_AS_MAIL "%a, %d %b %Y %H:%M:%S +0000" UTC)
string(TIMESTAMP HOLDFAST_RELEASED_AS_ISO "%Y-%m-%dT%H:%M:%SZ" UTC)
set(HOLDFAST_PACKAGER "Holdfast maintainers <maintainers@holdfast.invalid>" CACHE STRING
    "Who stands for the packages: name and mail address")

configure_file(deb/changelog.in ${CMAKE_CURRENT_BINARY_DIR}/changelog @ONLY)
set(changelog ${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian.gz)
execute_process(COMMAND gzip -9nc ${CMAKE_CURRENT_BINARY_DIR}/changelog OUTPUT_FILE ${changelog}
                COMMAND_ERROR_IS_FATAL ANY)

set(upstream_changelog ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz)
execute_process(COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md OUTPUT_FILE ${upstream_changelog}
                COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/CHANGELOG.md)

# holdfast_package_documents(PACKAGE COMPONENT): the licences and the changes
function(holdfast_package_documents package component)
  install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/deb/copyright ${changelog} ${upstream_changelog}
          DESTINATION ${doc}/${package}
          COMPONENT ${component})
endfunction()

install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/SECURITY.md
              ${PROJECT_SOURCE_DIR}/CONTRIBUTING.md
        DESTINATION ${doc}/holdfast-doc COMPONENT doc)
install(DIRECTORY handbook DESTINATION ${doc}/holdfast-doc COMPONENT doc)
foreach(adapter IN LISTS HOLDFAST_ADAPTERS)
  install(FILES ${PROJECT_SOURCE_DIR}/adapters/${adapter}/README.md
          DESTINATION ${doc}/holdfast-doc/adapters RENAME ${adapter}.md COMPONENT doc OPTIONAL)
endforeach()
# The reference is made by its own target, before the packages are.
install(DIRECTORY ${PROJECT_BINARY_DIR}/reference DESTINATION ${doc}/holdfast-doc COMPONENT doc OPTIONAL)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/host-sdk/examples DESTINATION ${doc}/holdfast-dev COMPONENT dev
        PATTERN CMakeLists.txt EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/host-sdk/bindings DESTINATION ${share} COMPONENT dev
        PATTERN __pycache__ EXCLUDE PATTERN *.egg-info EXCLUDE PATTERN build EXCLUDE)
