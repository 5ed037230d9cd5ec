// SPDX-License-Identifier: Apache-2.0
// Packs requests into one datagram; flushes first when a request names an interface that was created or renamed earlier
// in the batch, since its index is not known yet. Requests are carried out in order.
#pragma once

#include <netlair/network/request.hpp>

#include "netlink/message.hpp"
#include "netlink/netlink_socket.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace netlair::detail {

class Batch {
 public:
  /// `ns` is the namespace's text in error messages. `socket` and `ns` must outlive the batch.
  Batch(NetlinkSocket& socket, const std::string& ns) : socket_(socket), ns_(ns) {}

  /// Throws Error at kNetlink, see Network::apply().
  void apply(std::span<const Request> requests);

 private:
  void add(const Message& message);
  int resolve(const InterfaceName& name);
  bool is_full() const noexcept;
  void flush();
  std::string object_of(std::size_t place, const std::string& kernel_text) const;
  [[noreturn]] void throw_first(const std::vector<NetlinkSocket::Refusal>& refusals) const;

  NetlinkSocket& socket_;
  const std::string& ns_;
  std::span<const Request> requests_;
  std::size_t sent_ = 0;                       // how many of requests_ were sent
  std::vector<char> datagram_;                 // the requests packed since the last flush
  std::vector<std::size_t> starts_;            // offset of each request in datagram_
  std::vector<InterfaceName> affected_names_;  // names that the requests in datagram_ change
  bool other_names_affected_ = false;          // those requests may change other names as well
  // The last name that was looked up, and its index: successive requests mostly name the same interface.
  std::optional<std::pair<InterfaceName, int>> resolved_;
};

}  // namespace netlair::detail
