# SPDX-License-Identifier: Apache-2.0
include(GoogleTest)

set(NETLAIR_TIME_FACTOR 1 CACHE STRING "How much longer than usual everything may take, as under a sanitizer")
option(NETLAIR_TEST_BY_PROGRAM "CTest runs a program of tests as one process, and not each test by itself" OFF)

# netlair_add_test(NAME LABEL SOURCES ... [LIBRARIES ...])
# One binary, one CTest label: unit needs no privilege, kernel makes namespaces. Every test may run beside every other one.
function(netlair_add_test name label)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;LIBRARIES")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} GTest::gmock)
  # Of each test by itself, and longer than netlair's patience: a wait that is in vain says so.
  math(EXPR limit "600 * ${NETLAIR_TIME_FACTOR}")
  if(NETLAIR_TEST_BY_PROGRAM)
    math(EXPR timeout "1800 * ${NETLAIR_TIME_FACTOR}")
    add_test(NAME ${label}.${name} COMMAND ${name})
    set_tests_properties(${label}.${name} PROPERTIES LABELS ${label} TIMEOUT ${timeout}
      ENVIRONMENT "NETLAIR_TIME_FACTOR=${NETLAIR_TIME_FACTOR};NETLAIR_TEST_TIMEOUT=${limit}")
  else()
    # Longer than netlair's patience, so that a test says what it has waited for in vain.
    math(EXPR timeout "900 * ${NETLAIR_TIME_FACTOR}")
    gtest_discover_tests(${name} TEST_PREFIX ${label}. DISCOVERY_TIMEOUT 120 PROPERTIES LABELS ${label} TIMEOUT ${timeout}
      ENVIRONMENT NETLAIR_TEST_TIMEOUT=${limit})
  endif()
endfunction()
