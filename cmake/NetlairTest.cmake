# SPDX-License-Identifier: Apache-2.0
include(GoogleTest)

# netlair_add_test(NAME LABEL SOURCES ... [LIBRARIES ...])
# One binary, one CTest label: unit needs no privilege, kernel makes namespaces.
function(netlair_add_test name label)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gmock)
  gtest_discover_tests(${name} TEST_PREFIX ${label}. PROPERTIES LABELS ${label} TIMEOUT 120)
endfunction()
