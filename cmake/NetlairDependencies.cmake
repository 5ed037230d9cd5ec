# SPDX-License-Identifier: Apache-2.0
# What each component links. Used by the build and, installed, by find_package(netlair): one list, so that they agree.
# A target that the parent project has defined already wins.
#
# The caller says what to do about a missing one, since find_dependency() is for installed packages only: elsewhere it returns
# from the file that it stands in, and says nothing.
#   netlair_find(PACKAGE ...)   like find_package()
#   netlair_missing(WHAT)       libmnl has no package of CMake's

macro(netlair_find_dependencies)
  if(NOT TARGET Threads::Threads)
    netlair_find(Threads)
  endif()
  if(NOT TARGET PkgConfig::libmnl)
    netlair_find(PkgConfig)
    pkg_check_modules(libmnl QUIET IMPORTED_TARGET GLOBAL libmnl)
    if(NOT TARGET PkgConfig::libmnl)
      netlair_missing(libmnl)
    endif()
  endif()
  foreach(component IN ITEMS ${ARGN})
    if(component STREQUAL "harness" AND NOT TARGET Boost::filesystem)
      netlair_find(Boost 1.81 COMPONENTS filesystem)
    elseif(component STREQUAL "fixtures")
      if(NOT TARGET GTest::gmock)
        netlair_find(GTest 1.12)
      endif()
      if(NOT TARGET Boost::stacktrace_basic)
        netlair_find(Boost 1.81 COMPONENTS stacktrace_basic OPTIONAL_COMPONENTS stacktrace_backtrace)
      endif()
    endif()
  endforeach()
endmacro()
