// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/network.hpp>

#include "ip/address.hpp"
#include "ip/neighbour.hpp"
#include "ip/route_reply.hpp"
#include "ip/rule_reply.hpp"
#include "link/link_reply.hpp"
#include "netlink/attributes.hpp"
#include "netlink/batch.hpp"
#include "netlink/netlink_socket.hpp"
#include "qdisc/qdisc.hpp"

#include <cerrno>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace netlair {
namespace {

using detail::Message;
using detail::NetlinkSocket;

// Retries of a dump that changes interrupt: the first at once, the others after a pause, so that the changes can end.
// The limit is a number of tries, not a time, because a busy machine may spend that time on something else.
constexpr int kTriesWithoutPause = 10;
constexpr int kMostTries = 1000;
constexpr auto kPause = std::chrono::milliseconds(1);

template <class Header>
Message question(const char* what, std::uint16_t type, Header header = {}) {
  return {what, type, NLM_F_DUMP, header};
}

InterfaceName name_or_number(const NetlinkSocket& socket, int index) {
  return socket.name_of(index).value_or(InterfaceName("#" + std::to_string(index)));
}

}  // namespace

Network::Network(const NetNs& ns) : Network(ns, to_string(ns)) {}

Network::Network(const NetNs& ns, std::string name)
    : socket_(ns.run([] { return std::make_unique<NetlinkSocket>(); })), ns_(std::move(name)) {}

Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

void Network::apply(std::span<const Request> requests, SourceLocation where) {
  detail::located(where, [&] { detail::Batch(*socket_, ns_).apply(requests); });
}

// A dump that the kernel interrupts is discarded and requested again.
template <class Parse>
auto Network::list(const Message& question, const Parse& parse) {
  for (int tries = 1;; ++tries) {
    if (tries > kTriesWithoutPause) std::this_thread::sleep_for(kPause);
    decltype(parse(std::declval<const nlmsghdr&>())) result;
    try {
      socket_->ask(question, [&](const nlmsghdr& message) {
        for (auto& each : parse(message)) result.push_back(std::move(each));
      });
      return result;
    } catch (const Error& error) {
      if (error.error_number() != EINTR || tries == kMostTries)
        throw Error(error.step(), error.object() + " in " + ns_, error.error_number());
    }
  }
}

// Looks up the name of each interface only once: in a list of many routes, nearly all are on the same few interfaces.
template <class Parse>
auto Network::list_named(const Message& question, const Parse& parse) {
  std::map<int, InterfaceName> names;
  const detail::NameOf name_of = [&](int index) {
    const auto known = names.find(index);
    if (known != names.end()) return known->second;
    return names.emplace(index, name_or_number(*socket_, index)).first->second;
  };
  return list(question, [&](const nlmsghdr& message) { return parse(message, name_of); });
}

std::vector<Link> Network::links() {
  return list(question<ifinfomsg>("list of links", RTM_GETLINK), detail::parse_link);
}

std::optional<Link> Network::find_link(const InterfaceName& name) {
  Message message("link '" + name.str() + "'", RTM_GETLINK, NLM_F_ACK, ifinfomsg{});
  message.put_text(IFLA_IFNAME, name.view());
  return find(message);
}

std::optional<Link> Network::find_link(int index) {
  if (index <= 0) return std::nullopt;
  ifinfomsg header{};
  header.ifi_index = index;
  return find({"link " + std::to_string(index), RTM_GETLINK, NLM_F_ACK, header});
}

std::optional<Link> Network::find_link(const AlternativeName& name) {
  Message message("link '" + name.str() + "'", RTM_GETLINK, NLM_F_ACK, ifinfomsg{});
  message.put_text(IFLA_ALT_IFNAME, name.str());
  return find(message);
}

std::optional<Link> Network::find(const Message& message) {
  try {
    return list(message, detail::parse_link).at(0);
  } catch (const Error& error) {
    if (error.error_number() == ENODEV) return std::nullopt;
    throw;
  }
}

Link Network::link(const InterfaceName& name, SourceLocation where) {
  if (auto link = find_link(name)) return *std::move(link);
  throw Error(Step::kNetlink, "link '" + name.str() + "' in " + ns_, ENODEV).at(where);
}

std::optional<int> Network::number_of(const NetNs& other) {
  Message message("number of " + to_string(other), RTM_GETNSID, NLM_F_ACK, rtgenmsg{});
  message.put_namespace(NETNSA_FD, other);
  const auto numbers = list(message, [](const nlmsghdr& reply) {
    return std::vector{detail::Attributes::behind<rtgenmsg>(reply).get_or<int>(NETNSA_NSID, NETNSA_NSID_NOT_ASSIGNED)};
  });
  return numbers.empty() || numbers.front() < 0 ? std::nullopt : std::optional(numbers.front());
}

std::vector<Address> Network::addresses() {
  return list_named(question<ifaddrmsg>("list of addresses", RTM_GETADDR), detail::parse_address);
}

std::vector<Route> Network::routes(std::uint32_t table) {
  std::vector<Route> routes = all_routes();
  std::erase_if(routes, [&](const Route& route) { return route.table != table; });
  return routes;
}

std::vector<Route> Network::all_routes() {
  return list_named(question<rtmsg>("list of routes", RTM_GETROUTE), detail::parse_route);
}

std::vector<Rule> Network::rules() {
  return list(question<fib_rule_hdr>("list of rules", RTM_GETRULE), detail::parse_rule);
}

std::vector<Neighbour> Network::neighbours() {
  ndmsg proxies{};
  proxies.ndm_flags = NTF_PROXY;
  auto result = list_named(question<ndmsg>("list of neighbours", RTM_GETNEIGH), detail::parse_neighbour);
  for (auto& each : list_named(question("list of neighbour proxies", RTM_GETNEIGH, proxies), detail::parse_neighbour))
    result.push_back(std::move(each));
  return result;
}

std::vector<Qdisc> Network::qdiscs() {
  return list_named(question<tcmsg>("list of qdiscs", RTM_GETQDISC), detail::parse_qdisc);
}

std::vector<QdiscClass> Network::qdisc_classes(const InterfaceName& link) {
  tcmsg header{};
  header.tcm_ifindex = this->link(link).index;
  return list_named(question("list of qdisc classes", RTM_GETTCLASS, header), detail::parse_qdisc_class);
}

std::vector<BridgeVlan> Network::bridge_vlans() {
  ifinfomsg header{};
  header.ifi_family = AF_BRIDGE;
  Message message = question("list of bridge vlans", RTM_GETLINK, header);
  message.put(IFLA_EXT_MASK, std::uint32_t{RTEXT_FILTER_BRVLAN_COMPRESSED});
  return list_named(message, detail::parse_bridge_vlans);
}

}  // namespace netlair
