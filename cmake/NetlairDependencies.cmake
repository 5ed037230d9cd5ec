# SPDX-License-Identifier: Apache-2.0
# What each component links. Used by the build and, installed, by find_package(netlair): one list, so that they agree.
# A target that the parent project has defined already wins.
include(CMakeFindDependencyMacro)

macro(netlair_find_dependencies)
  find_dependency(Threads)
  if(NOT TARGET PkgConfig::libmnl)
    find_dependency(PkgConfig)
    pkg_check_modules(libmnl REQUIRED QUIET IMPORTED_TARGET GLOBAL libmnl)
  endif()
  foreach(component IN ITEMS ${ARGN})
    if(component STREQUAL "harness" AND NOT TARGET Boost::filesystem)
      find_dependency(Boost 1.81 COMPONENTS filesystem)
    elseif(component STREQUAL "fixtures" AND NOT TARGET GTest::gmock)
      find_dependency(GTest 1.12)
    endif()
  endforeach()
endmacro()
