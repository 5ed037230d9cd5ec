// SPDX-License-Identifier: Apache-2.0
// A reference to a namespace, for objects that may outlive the NetNs handle. It keeps the namespace, and so its
// identity, alive. A value that is cheap to copy; any thread may use it.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <memory>

namespace netlair {

class NetNs;

class HeldNetNs {
 public:
  /// Opens a descriptor of its own, which copies share. Throws Error at kOpen, also when `ns` is closed.
  HeldNetNs(const NetNs& ns);  // NOLINT(*-explicit-*): wherever a namespace is named

  int fd() const noexcept { return fd_->get(); }

 private:
  std::shared_ptr<const UniqueFd> fd_;
};

}  // namespace netlair
