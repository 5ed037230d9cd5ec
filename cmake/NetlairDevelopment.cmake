# SPDX-License-Identifier: Apache-2.0
# How netlair itself is built, not what it is: included only where it is the top-level project.

# ccache, where it is installed, keeps what was compiled for all checkouts and presets. That works as long as nothing absolute
# counts: below the checkout ccache makes paths relative. The directory of the build, which a debugger is told, may be another's,
# and the language of messages does not count.
# What __FILE__ then says, "../../netns/...", is made relative to the checkout again.
find_program(NETLAIR_CCACHE ccache)
if(NETLAIR_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=locale
    ${NETLAIR_CCACHE})
  file(RELATIVE_PATH up_to_source ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
  string(REGEX REPLACE "/$" "" up_to_source "${up_to_source}")
  add_compile_options(-fmacro-prefix-map=${up_to_source}/=)
endif()

# A linker that takes a third of the time of GNU's, or less where there is much to say about sanitizers.
find_program(NETLAIR_LLD ld.lld)
find_program(NETLAIR_MOLD ld.mold)
if(NETLAIR_MOLD)
  add_link_options(-fuse-ld=mold)
elseif(NETLAIR_LLD)
  add_link_options(-fuse-ld=lld)
endif()
