// SPDX-License-Identifier: Apache-2.0
// Boost.Process v1 under one name, wherever the installed Boost keeps it, and with its vfork(2) enabled: Boost disables
// vfork where the C library follows POSIX 2008, which does not have it, although glibc and musl do. Include only this
// header of Boost.Process.
#pragma once

#include <boost/version.hpp>

#if BOOST_VERSION >= 108600
#include <boost/process/v1/detail/config.hpp>
#else
#include <boost/process/detail/config.hpp>
#endif

#if !defined(BOOST_POSIX_HAS_VFORK)
#define BOOST_POSIX_HAS_VFORK 1
#endif

#if BOOST_VERSION >= 108600
#include <boost/process/v1/args.hpp>
#include <boost/process/v1/child.hpp>
#include <boost/process/v1/error.hpp>
#include <boost/process/v1/exe.hpp>
#include <boost/process/v1/extend.hpp>
#include <boost/process/v1/posix.hpp>
namespace netlair::detail {
namespace bp = boost::process::v1;
}
#else
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/error.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/posix.hpp>
namespace netlair::detail {
namespace bp = boost::process;
}
#endif
