# SPDX-License-Identifier: MIT
# Each package with binaries carries its bill of materials, written from the files as they are
# installed: share/doc/PACKAGE/PACKAGE.spdx.json (SPDX 2.3).

# holdfast_sbom(PACKAGE COMPONENT BINARIES bin/a lib/b.so COMPILED_IN a-dev b-dev)
#   BINARIES: its programs and libraries, under the prefix; COMPILED_IN: Debian packages whose code is inside
function(holdfast_sbom package component)
  cmake_parse_arguments(SBOM "" "" "BINARIES;COMPILED_IN" ${ARGN})
  list(SORT SBOM_BINARIES)
  install(CODE "
    set(SBOM_ROOT \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}\")
    set(SBOM_PACKAGE ${package})
    set(SBOM_VERSION ${PROJECT_VERSION})
    set(SBOM_CREATED ${HOLDFAST_RELEASED_AS_ISO})
    set(SBOM_BINARIES \"${SBOM_BINARIES}\")
    set(SBOM_COMPILED_IN \"${SBOM_COMPILED_IN}\")
    set(SBOM_FILE \"\${SBOM_ROOT}/${doc}/${package}/${package}.spdx.json\")
    set(SBOM_OBJDUMP \"${CMAKE_OBJDUMP}\")
    include(\"${CMAKE_CURRENT_SOURCE_DIR}/cpack/write_sbom.cmake\")"
    COMPONENT ${component})
endfunction()
