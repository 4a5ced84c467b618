# SPDX-License-Identifier: MIT
# The gettext catalogues of a folder, carried inside a library: LINGUAS names the languages, <tag>.po
# holds each.
#
#   holdfast_catalogues(NAME [file…])
#
# makes the library Holdfast::NAME of holdfast_embed, with "<tag>.mo" for each language and the other files.
find_program(MSGFMT msgfmt REQUIRED)

function(holdfast_catalogues name)
  foreach(file IN LISTS ARGN)
    configure_file(${file} ${CMAKE_CURRENT_BINARY_DIR}/${file} COPYONLY)
  endforeach()
  set(catalogues ${ARGN})
  file(STRINGS LINGUAS tags)
  foreach(tag IN LISTS tags)
    add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${tag}.mo
      COMMAND ${MSGFMT} --check --output-file=${CMAKE_CURRENT_BINARY_DIR}/${tag}.mo
              ${CMAKE_CURRENT_SOURCE_DIR}/${tag}.po
      DEPENDS ${tag}.po VERBATIM)
    list(APPEND catalogues ${tag}.mo)
  endforeach()
  holdfast_embed(${name} BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${catalogues})
endfunction()
