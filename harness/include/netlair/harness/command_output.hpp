// SPDX-License-Identifier: Apache-2.0
// What a command has written to its standard streams, see Host::run(). A value.
#pragma once

#include <string>

namespace netlair {

struct CommandOutput {
  std::string out;  ///< standard output; for more than 2 MiB see Process::output()
  std::string err;  ///< standard error
};

}  // namespace netlair
