// SPDX-License-Identifier: Apache-2.0
// What the tests of every layer ask the kernel about this process.
#pragma once

#include <filesystem>
#include <functional>
#include <set>

namespace netlair::test {

std::set<int> open_descriptors();

/// Is it so, now or within netlair's patience()? For what should happen a little later: a thread can be joined before
/// it has left its namespaces, and /proc.
bool eventually(const std::function<bool()>& holds);

/// Where a test may write files and run them: TMPDIR, unless it is mounted noexec and there is another place.
std::filesystem::path temporary_directory();
/// A new directory there, for the caller to remove.
std::filesystem::path make_temporary_directory();

/// The program `name` beside this one, wherever the build is.
std::filesystem::path sibling_program(const char* name);

}  // namespace netlair::test
