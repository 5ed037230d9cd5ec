# SPDX-License-Identifier: Apache-2.0
include(GNUInstallDirs)

# netlair_add_library(COMPONENT NAME SOURCES ... [HEADERS ...] [PUBLIC ...] [PRIVATE ...])
# Adds netlair::NAME. Its alias, and the name under which it is exported, are the same. Every header must compile alone.
function(netlair_add_library component name)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE")
  set(target netlair_${name})
  add_library(${target} ${arg_SOURCES})
  add_library(netlair::${name} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
  target_include_directories(${target} PRIVATE src)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    POSITION_INDEPENDENT_CODE ON
    VERIFY_INTERFACE_HEADER_SETS ON)
  if(NETLAIR_INSTALL)
    install(TARGETS ${target} EXPORT netlair-${component} FILE_SET HEADERS)
  endif()
endfunction()
