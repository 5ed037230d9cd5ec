// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/held_netns.hpp>
#include <netlair/netns/netns.hpp>

#include <fcntl.h>

namespace netlair {

HeldNetNs::HeldNetNs(const NetNs& ns) : fd_(std::make_shared<const UniqueFd>(::fcntl(ns.fd(), F_DUPFD_CLOEXEC, 0))) {
  throw_error_if(!*fd_, Step::kOpen, "a second descriptor of " + to_string(ns));
}

}  // namespace netlair
