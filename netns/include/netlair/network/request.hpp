// SPDX-License-Identifier: Apache-2.0
// One change to the network of a namespace, said and not yet done: add_link(), add_address(), add_route() and their
// like make them, and Network::apply() carries out one, or many in few system calls. A value that is cheap to copy; any
// thread may use it.
#pragma once

#include <memory>
#include <string>

namespace netlair {

namespace detail {
class Message;
}

class [[nodiscard]] Request {
 public:
  /// Throws Error EINVAL at kCheckValue for what netlink cannot say, such as a route with thousands of hops.
  explicit Request(detail::Message message);

  /// "add veth 'eth0'", as errors have it.
  const std::string& what() const noexcept;

  const detail::Message& message() const noexcept { return *message_; }

 private:
  std::shared_ptr<const detail::Message> message_;
};

namespace detail {

/// How many requests this process has sent that put an end of a link into another namespace. While the number is the
/// same as before, netlair has made no link that leads across. Any thread may call.
unsigned requests_across() noexcept;
void count_request_across() noexcept;

}  // namespace detail

}  // namespace netlair
