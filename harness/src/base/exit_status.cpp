// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/exit_status.hpp>

#include <ostream>

#include <string.h>

namespace netlair {

std::ostream& operator<<(std::ostream& out, const ExitStatus& status) {
  if (status.signal() == 0) return out << "exited with status " << status.code();
  const char* name = ::sigabbrev_np(status.signal());
  if (name == nullptr) return out << "was ended by signal " << status.signal();
  return out << "was ended by SIG" << name;
}

}  // namespace netlair
