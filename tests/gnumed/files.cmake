# SPDX-License-Identifier: MIT
# Installs what the packages bring for GNUmed's client and its database, into a folder: -DBUILD, -DINSTALLED
file(REMOVE_RECURSE ${INSTALLED})
foreach(component IN ITEMS adapter-gnumed python)
  execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${INSTALLED} --component ${component}
                  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endforeach()
