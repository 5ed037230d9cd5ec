// SPDX-License-Identifier: Apache-2.0
// The addresses of interfaces (ip-address(8)): how the kernel lists them, and the requests that add and remove them.
#pragma once

#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_prefix.hpp>
#include <netlair/network/request.hpp>

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>

namespace netlair {

struct AddressOptions {
  std::optional<IpAddress> peer = {};       ///< the other end of a point-to-point link
  std::optional<IpAddress> broadcast = {};  ///< IPv4 only
  std::string label = {};                   ///< IPv4 only, 15 bytes at most; by custom it begins with the link's name
  /// IPv6: the address can be used at once. If false, the address is tentative for about a second, until duplicate
  /// address detection (RFC 4862) is complete; a tentative address cannot be bound.
  bool nodad = true;
  bool no_prefix_route = false;  ///< the kernel adds no route to the address's network (Linux 4.4)
  std::optional<std::chrono::seconds> valid_for = {};  ///< after it, the kernel removes the address; not set: for ever
  std::optional<std::chrono::seconds> preferred_for =
      {};  ///< after it, nothing new uses the address as its source; not set: as valid_for
};

struct Address {
  std::string link;
  IpPrefix prefix;
  std::optional<IpAddress> peer = {};
  std::optional<IpAddress> broadcast = {};
  std::string label = {};
  bool tentative = false;        ///< IPv6: the address cannot be used yet
  bool duplicate = false;        ///< IPv6: it can never be used, as another host on the link has it (RFC 4862, 5.4)
  bool no_prefix_route = false;  ///< the kernel added no route to its network
  std::optional<std::chrono::seconds> valid_for = {};      ///< empty: for ever
  std::optional<std::chrono::seconds> preferred_for = {};  ///< empty: for ever

  friend bool operator==(const Address&, const Address&) = default;
};

/// As ip-address(8) writes it: "10.0.0.1/24 dev eth0"
std::string to_string(const Address& address);
std::ostream& operator<<(std::ostream& out, const Address& address);

/// EEXIST: the link has the address already. add_address() and replace_address() throw Error EINVAL at kCheckValue for
/// options that contradict each other.
Request add_address(const InterfaceName& link, const IpPrefix& prefix, const AddressOptions& options = {});
/// Adds the address, or changes the lifetimes of an existing one.
Request replace_address(const InterfaceName& link, const IpPrefix& prefix, const AddressOptions& options = {});
/// `peer` is the one that the address was added with. EADDRNOTAVAIL: the link does not have the address.
Request remove_address(const InterfaceName& link, const IpPrefix& prefix, const std::optional<IpAddress>& peer = {});

}  // namespace netlair
