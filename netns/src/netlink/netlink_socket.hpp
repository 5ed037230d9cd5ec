// SPDX-License-Identifier: Apache-2.0
// One NETLINK_ROUTE socket (netlink(7)) and the conversations on it: many requests and their acknowledgements, or one
// question and the dump that answers it.
#pragma once

#include <netlair/network/interface_name.hpp>

#include "netlink/message.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

struct mnl_socket;
struct nlmsghdr;

namespace netlair::detail {

class NetlinkSocket {
 public:
  /// In the namespace of the calling thread. Throws Error at kNetlink.
  NetlinkSocket();
  NetlinkSocket(NetlinkSocket&& other) noexcept;
  NetlinkSocket& operator=(NetlinkSocket&& other) noexcept;
  NetlinkSocket(const NetlinkSocket&) = delete;
  NetlinkSocket& operator=(const NetlinkSocket&) = delete;
  ~NetlinkSocket();

  /// What the kernel says of a request that it has refused.
  struct Refusal {
    std::size_t place;  // in the datagram, from 0
    int error_number;
    std::string text;  // of its extended acknowledgement; may be empty
  };

  /// Sends requests that stand one behind the other, `starts` being where each begins, in one datagram, and reads the
  /// answer. The kernel goes on to the next one after one that it has refused. Throws Error at kNetlink, for
  /// `object()`, when the conversation itself fails; ENOBUFS: an answer was lost.
  std::vector<Refusal> exchange(std::vector<char>& datagram, const std::vector<std::size_t>& starts,
                                const std::function<std::string()>& object);

  using OnMessage = std::function<void(const nlmsghdr&)>;

  /// A question is a dump (NLM_F_DUMP), or for one object, acknowledged (NLM_F_ACK). Calls `on_message` for each part
  /// of the answer. Throws Error at kNetlink: EINTR when a part was lost, or the kernel says that what it has read out
  /// has changed meanwhile; also the kernel's own refusal.
  void ask(const Message& question, const OnMessage& on_message);

  /// The index that the name has now (netdevice(7)); empty: no such interface.
  std::optional<int> index_of(const InterfaceName& name) const;
  /// The name of an index; empty when it is gone.
  std::optional<InterfaceName> name_of(int index) const;

 private:
  /// Returns an errno value, or 0.
  int send(const void* data, std::size_t size) noexcept;
  struct Received {
    std::size_t size;
    int error_number;  // 0, or an errno value; ENOBUFS: the kernel had no room for a datagram, and dropped it
  };
  Received receive(std::span<char> buffer) noexcept;
  void drain() noexcept;

  mnl_socket* socket_;
  unsigned sequence_ = 0;
};

}  // namespace netlair::detail
