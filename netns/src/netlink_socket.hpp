// SPDX-License-Identifier: Apache-2.0
// One NETLINK_ROUTE socket (netlink(7)) and the conversation on it: a request, then its acknowledgement or its dump.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

struct mnl_socket;
struct nlattr;
struct nlmsghdr;

namespace netlair::detail {

class NetlinkSocket {
 public:
  /// In the namespace of the calling thread. Throws Error at kNetlink.
  NetlinkSocket();
  NetlinkSocket(const NetlinkSocket&) = delete;
  NetlinkSocket& operator=(const NetlinkSocket&) = delete;
  ~NetlinkSocket();

  using OnMessage = std::function<void(const nlmsghdr&)>;

  /// Sends `request`, with NLM_F_ACK or NLM_F_DUMP set, and reads to the end of the answer. A dump that the kernel says
  /// was interrupted is Error EINTR. Throws Error at kNetlink: `object`, then the kernel's words of its extended
  /// acknowledgement.
  void ask(nlmsghdr& request, const std::string& object, const OnMessage& on_message = nullptr);

 private:
  void send(nlmsghdr& request, const std::string& object);

  mnl_socket* socket_;
  unsigned sequence_ = 0;
};

/// The attribute of that type behind `offset` bytes of the payload, or null.
const nlattr* find_attribute(const nlmsghdr& header, std::size_t offset, int type);

}  // namespace netlair::detail
