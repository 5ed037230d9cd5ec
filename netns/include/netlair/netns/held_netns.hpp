// SPDX-License-Identifier: Apache-2.0
// A namespace that something names which may outlive the handle: it is kept alive, and its identity with it. A value
// that is cheap to copy; any thread may use it.
#pragma once

#include <netlair/netns/unique_fd.hpp>

#include <memory>

namespace netlair {

class NetNs;

class HeldNetNs {
 public:
  /// A descriptor of its own, which the copies share. Throws Error at kOpen, also when `ns` is closed.
  HeldNetNs(const NetNs& ns);  // NOLINT(*-explicit-*): wherever a namespace is named

  int fd() const noexcept { return fd_->get(); }

 private:
  std::shared_ptr<const UniqueFd> fd_;
};

}  // namespace netlair
