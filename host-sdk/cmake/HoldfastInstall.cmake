# SPDX-License-Identifier: MIT
# What a vendor gets: headers, schemas, CMake and pkg-config files, the template. Component dev;
# nothing in it but the folder that holdfast.pc names is made for one machine.
set(HOLDFAST_SDK_VERSION 1.0.0) # its major is the ABI's
include(CMakePackageConfigHelpers)

install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/include/holdfast DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT dev FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp" PATTERN "schemas" EXCLUDE)
install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/include/holdfast/schemas
        DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast COMPONENT dev)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/adapters/template DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast
        COMPONENT dev)

set(package ${CMAKE_INSTALL_DATADIR}/cmake/Holdfast)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/HoldfastConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/HoldfastConfig.cmake INSTALL_DESTINATION ${package}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/HoldfastConfigVersion.cmake
  VERSION ${HOLDFAST_SDK_VERSION} COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/HoldfastConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/HoldfastConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/HoldfastAdapter.cmake
        DESTINATION ${package} COMPONENT dev)

file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/adapter.map "{ global: holdfast_adapter_entry_of; local: *; };\n")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/adapter.map DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast
        COMPONENT dev)
file(RELATIVE_PATH prefix_from_pc /usr/${CMAKE_INSTALL_LIBDIR}/pkgconfig /usr)
configure_file(${CMAKE_CURRENT_LIST_DIR}/holdfast.pc.in ${CMAKE_CURRENT_BINARY_DIR}/holdfast.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/holdfast.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
