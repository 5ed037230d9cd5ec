// SPDX-License-Identifier: Apache-2.0
// Boost.Process v1 under one name, wherever the installed Boost keeps it. Include this and nothing else of
// Boost.Process.
#pragma once

#include <boost/version.hpp>

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
