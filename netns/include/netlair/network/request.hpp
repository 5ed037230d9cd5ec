// SPDX-License-Identifier: Apache-2.0
// The description of one change to the network of a namespace, not yet carried out. add_link(), add_address(),
// add_route() and similar functions make requests. Network::apply() carries out one request, or many in few system
// calls. A value that is cheap to copy; any thread may use it.
#pragma once

#include <memory>
#include <string>

namespace netlair {

namespace detail {
class Message;
}

class [[nodiscard]] Request {
 public:
  /// Throws Error EINVAL at kCheckValue for a request that does not fit into a netlink message, such as a route with
  /// thousands of hops.
  explicit Request(detail::Message message);

  /// "add veth 'eth0'", as errors print it.
  const std::string& what() const noexcept;

  const detail::Message& message() const noexcept { return *message_; }

 private:
  std::shared_ptr<const detail::Message> message_;
};

namespace detail {

/// The number of requests sent by this process that put an end of a link into another namespace. While the number is
/// unchanged, netlair has made no link that leads into another namespace. Any thread may call.
unsigned requests_across() noexcept;
void count_request_across() noexcept;

}  // namespace detail

}  // namespace netlair
