// SPDX-License-Identifier: Apache-2.0
// One NETLINK_ROUTE socket (netlink(7)), and the two exchanges on it: many requests and their acknowledgements, or one
// query and the dump that answers it.
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
  /// Opens the socket in the namespace of the calling thread. Throws Error at kNetlink.
  NetlinkSocket();
  NetlinkSocket(NetlinkSocket&& other) noexcept;
  NetlinkSocket& operator=(NetlinkSocket&& other) noexcept;
  NetlinkSocket(const NetlinkSocket&) = delete;
  NetlinkSocket& operator=(const NetlinkSocket&) = delete;
  ~NetlinkSocket();

  /// The kernel's reply to a request that it refused.
  struct Refusal {
    std::size_t place;  // of the request in the datagram, from 0
    int error_number;
    std::string text;  // from the extended acknowledgement; may be empty
  };

  /// Sends the requests in `datagram`, each of which begins at an offset in `starts`, and reads the replies. After a
  /// refused request the kernel goes on with the next one. Throws Error at kNetlink, for `object()`, when the exchange
  /// itself fails; ENOBUFS: a reply was lost.
  std::vector<Refusal> exchange(std::vector<char>& datagram, const std::vector<std::size_t>& starts,
                                const std::function<std::string()>& object);

  using OnMessage = std::function<void(const nlmsghdr&)>;

  /// Sends a question, which is a dump (NLM_F_DUMP) or asks for one object with an acknowledgement (NLM_F_ACK). Calls
  /// `on_message` for each message of the reply. Throws Error at kNetlink: EINTR if a part was lost, or the kernel says
  /// that the data changed during the dump; also the kernel's own refusal.
  void ask(const Message& question, const OnMessage& on_message);

  /// The current index of the interface `name` (netdevice(7)); empty: no such interface.
  std::optional<int> index_of(const InterfaceName& name) const;
  /// The name of the interface with that index; empty if it no longer exists.
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
