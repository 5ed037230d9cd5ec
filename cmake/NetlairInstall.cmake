# SPDX-License-Identifier: Apache-2.0
include(CMakePackageConfigHelpers)

set(netlair_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/netlair)
foreach(component IN ITEMS netns harness fixtures)
  install(EXPORT netlair-${component} NAMESPACE netlair:: DESTINATION ${netlair_package_dir})
endforeach()
configure_package_config_file(cmake/netlairConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/netlairConfig.cmake
  INSTALL_DESTINATION ${netlair_package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/netlairConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/netlairConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/netlairConfigVersion.cmake
  cmake/NetlairDependencies.cmake
  DESTINATION ${netlair_package_dir})
