// SPDX-License-Identifier: Apache-2.0
// The network inside one namespace: lists it and changes it, over rtnetlink(7). Any thread may use an object, but only
// one thread at a time. An object does not move the thread, and keeps the namespace alive.
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
  /// The same; errors call the namespace `name`.
  Network(const NetNs& ns, std::string name);
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  ~Network();

  /// Carries out one request. Throws Error at kNetlink with the request, the namespace, the kernel's errno and the
  /// kernel's message.
  void apply(const Request& request, SourceLocation where = SourceLocation::current()) {
    apply(std::span(&request, 1), where);
  }
  /// Carries out the requests in order, in few system calls: up to 128 requests are sent together. A request may name
  /// an interface that an earlier request makes. Throws Error for the first request that is refused, with its position.
  /// This is no transaction: the requests before it stay in effect. The later requests that were sent together with it
  /// have been tried as well; the error's hint tells how many.
  void apply(std::span<const Request> requests, SourceLocation where = SourceLocation::current());
  void apply(std::initializer_list<Request> requests, SourceLocation where = SourceLocation::current()) {
    apply(std::span(requests.begin(), requests.size()), where);
  }

  /// In the kernel's order, like all lists below. If a list changes while the kernel reports it, it is read again, at
  /// most a thousand times. The names of interfaces in a list are looked up a moment later. Throws Error at kNetlink;
  /// EINTR: the list changed at every try.
  std::vector<Link> links();
  std::optional<Link> find_link(const InterfaceName& name);
  std::optional<Link> find_link(int index);
  /// Finds a link by any of its names. Linux 5.5.
  std::optional<Link> find_link(const AlternativeName& name);
  /// Throws Error ENODEV at kNetlink if there is no such link.
  Link link(const InterfaceName& name, SourceLocation where = SourceLocation::current());

  /// Returns when packets get through: the link is up, something is up at its other end, and the kernel has installed
  /// the link's qdisc. The kernel needs a moment for that after both ends are up, and drops outgoing packets until
  /// then. Throws Error ETIMEDOUT at kNetlink.
  void wait_until_running(const InterfaceName& name, std::chrono::milliseconds timeout = patience(),
                          SourceLocation where = SourceLocation::current());

  /// Returns when that address of the link can be bound; it may not exist yet at the call. An IPv6 address cannot be
  /// bound during duplicate address detection (RFC 4862), for about a second after the link is up with a carrier.
  /// Throws Error at kNetlink: ENODEV, there is no such link; EADDRINUSE, another host on the link has the address;
  /// ETIMEDOUT, with what was found instead.
  Address wait_until_usable(const InterfaceName& link, const IpAddress& address,
                            std::chrono::milliseconds timeout = patience(),
                            SourceLocation where = SourceLocation::current());
  /// The same for the address in fe80::/10, whichever it is, that the kernel gives the link when it comes up (RFC 4291,
  /// 2.5.6). To bind it, a program must also put Link::index into sin6_scope_id, ipv6(7).
  Address wait_for_link_local(const InterfaceName& link, std::chrono::milliseconds timeout = patience(),
                              SourceLocation where = SourceLocation::current());

  /// The kernel's number for another namespace in this one, its "netnsid" (ip-netns(8)), as in Link::lower_ns. The
  /// kernel assigns a number when a link leads to that namespace; not set: there is no number. Throws Error at
  /// kNetlink, also when `other` is closed.
  std::optional<int> number_of(const NetNs& other);

  std::vector<Address> addresses();
  std::vector<Route> routes(std::uint32_t table = Route::kMainTable);
  /// The routes of every table, including the local table, which the kernel fills.
  std::vector<Route> all_routes();
  /// The rules of IPv4, then those of IPv6.
  std::vector<Rule> rules();
  /// Permanent entries, proxies, and entries that the kernel has learnt; not entries that need no resolution, such as
  /// multicast.
  std::vector<Neighbour> neighbours();
  std::vector<Qdisc> qdiscs();
  /// The classes of classful qdiscs. Throws Error ENODEV at kNetlink if there is no such link.
  std::vector<QdiscClass> qdisc_classes(const InterfaceName& link);
  /// The VLANs of bridges' ports, and of bridges themselves.
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
  std::string ns_;  // the name of the namespace in errors
};

}  // namespace netlair
