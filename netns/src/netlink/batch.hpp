// SPDX-License-Identifier: Apache-2.0
// Carrying out requests in order, as many of them in one system call as their names allow: where a name is given that
// an earlier request has brought about, the earlier ones go first.
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
  /// `ns` is how the namespace prints, for errors. Both must outlive the batch.
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
  std::size_t sent_ = 0;                       // of them
  std::vector<char> datagram_;                 // the ones behind those
  std::vector<std::size_t> starts_;            // of each in it
  std::vector<InterfaceName> affected_names_;  // by those in it
  bool other_names_affected_ = false;          // and perhaps others
  // The last name that was asked for, as neighbours in a batch mostly name the same one.
  std::optional<std::pair<InterfaceName, int>> resolved_;
};

}  // namespace netlair::detail
