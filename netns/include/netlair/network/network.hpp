// SPDX-License-Identifier: Apache-2.0
// The network inside one namespace: what is in it, and the changes to it, over rtnetlink(7). Any thread may use an
// object, one at a time; it does not move the thread, and it keeps the namespace alive.
#pragma once

#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/netns/patience.hpp>
#include <netlair/netns/source_location.hpp>
#include <netlair/network/address.hpp>
#include <netlair/network/alternative_name.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/link.hpp>
#include <netlair/network/neighbour.hpp>
#include <netlair/network/qdisc.hpp>
#include <netlair/network/request.hpp>
#include <netlair/network/route.hpp>
#include <netlair/network/rule.hpp>

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace netlair {

namespace detail {
class NetlinkSocket;
class Message;
}  // namespace detail

class Network {
 public:
  /// Throws Error at kSetns or kNetlink.
  explicit Network(const NetNs& ns);
  /// The same; errors call the namespace by that name.
  Network(const NetNs& ns, std::string name);
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  ~Network();

  /// Carries it out. Throws Error at kNetlink: what it was, the namespace, the kernel's errno and its own words.
  void apply(const Request& request, SourceLocation where = SourceLocation::current()) {
    apply(std::span(&request, 1), where);
  }
  /// Carries them out in order, in few system calls: up to 128 of them travel together. An interface that an earlier
  /// one makes may be named by a later one. Throws Error for the first that is refused, with its place. It is no
  /// transaction: what came before it stays, and those that travelled with it behind it have been tried as well, which
  /// the error's hint tells.
  void apply(std::span<const Request> requests, SourceLocation where = SourceLocation::current());
  void apply(std::initializer_list<Request> requests, SourceLocation where = SourceLocation::current()) {
    apply(std::span(requests.begin(), requests.size()), where);
  }

  /// In the kernel's order, like all the lists below. When it changes while the kernel reads it out, it is read again,
  /// a thousand times at most. The names of interfaces in it are those of a moment later. Throws Error at kNetlink,
  /// EINTR: it never stood still.
  std::vector<Link> links();
  std::optional<Link> find_link(const InterfaceName& name);
  std::optional<Link> find_link(int index);
  /// By any of its names. Linux 5.5.
  std::optional<Link> find_link(const AlternativeName& name);
  /// Throws Error ENODEV at kNetlink when there is none.
  Link link(const InterfaceName& name, SourceLocation where = SourceLocation::current());

  /// Returns when a packet gets through: the link is up, there is something at its other end, and the kernel, which
  /// takes a moment for that after the later of the two ends is up, has put its qdisc into place. Until then it drops
  /// what is sent. Throws Error ETIMEDOUT at kNetlink.
  void wait_until_running(const InterfaceName& name, std::chrono::milliseconds timeout = patience(),
                          SourceLocation where = SourceLocation::current());

  /// Returns when that address of the link, which may be yet to come, can be bound: one of IPv6 cannot as long as
  /// duplicate address detection (RFC 4862) goes on, for about a second after the link is up with a carrier. Throws
  /// Error at kNetlink: ENODEV, there is no such link; EADDRINUSE, another host on the link has it; ETIMEDOUT, with
  /// what there is instead.
  Address wait_until_usable(const InterfaceName& link, const IpAddress& address,
                            std::chrono::milliseconds timeout = patience(),
                            SourceLocation where = SourceLocation::current());
  /// The same of whichever address of fe80::/10 the kernel gives the link when it comes up (RFC 4291, 2.5.6). Whoever
  /// binds it tells the link as well, by Link::index in sin6_scope_id, ipv6(7).
  Address wait_for_link_local(const InterfaceName& link, std::chrono::milliseconds timeout = patience(),
                              SourceLocation where = SourceLocation::current());

  /// The kernel's number for another namespace in this one, its "netnsid" (ip-netns(8)), as in Link::lower_ns. The
  /// kernel gives one when a link leads there; not set: it has none. Throws Error at kNetlink, also when `other` is
  /// closed.
  std::optional<int> number_of(const NetNs& other);

  std::vector<Address> addresses();
  std::vector<Route> routes(std::uint32_t table = Route::kMainTable);
  /// Of every table: the local one as well, which the kernel fills.
  std::vector<Route> all_routes();
  /// Of IPv4, then of IPv6.
  std::vector<Rule> rules();
  /// Permanent ones, proxies, and those that the kernel has learnt; not those that need none, such as multicast.
  std::vector<Neighbour> neighbours();
  std::vector<Qdisc> qdiscs();
  /// Of classful qdiscs. Throws Error ENODEV at kNetlink when there is no such link.
  std::vector<QdiscClass> qdisc_classes(const InterfaceName& link);
  /// Of a bridge's ports, and of bridges themselves.
  std::vector<BridgeVlan> bridge_vlans();

 private:
  template <class Parse>
  auto list(const detail::Message& question, const Parse& parse);
  template <class Parse>
  auto list_named(const detail::Message& question, const Parse& parse);
  std::optional<Link> find(const detail::Message& message);
  template <class Wanted>
  Address wait_for_address(const InterfaceName& link, const std::string& what, const Wanted& wanted,
                           std::chrono::milliseconds timeout, SourceLocation where);

  std::unique_ptr<detail::NetlinkSocket> socket_;
  std::string ns_;  // as errors call it
};

}  // namespace netlair
