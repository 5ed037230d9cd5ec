// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/address.hpp>
#include <netlair/network/quantities.hpp>

#include "base/check.hpp"
#include "ip/address.hpp"
#include "netlink/attributes.hpp"
#include "netlink/message.hpp"

#include <cstddef>
#include <ostream>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

namespace netlair {
namespace {

using detail::Message;

constexpr std::uint32_t kForEver = UINT32_MAX;

std::uint32_t lifetime(const char* field, const std::optional<std::chrono::seconds>& time) {
  if (!time) return kForEver;
  if (time->count() < 0 || time->count() >= kForEver)
    detail::refuse(field, std::to_string(time->count()) + "s", "it must be at least 0 s, and less than 2^32 - 1 s");
  return static_cast<std::uint32_t>(time->count());
}

std::uint32_t valid_lifetime(const AddressOptions& options) {
  return lifetime("address valid_for", options.valid_for);
}

std::uint32_t preferred_lifetime(const AddressOptions& options) {
  return options.preferred_for ? lifetime("address preferred_for", options.preferred_for) : valid_lifetime(options);
}

std::optional<std::chrono::seconds> to_time(std::uint32_t lifetime) {
  if (lifetime == kForEver) return std::nullopt;
  return std::chrono::seconds(lifetime);
}

void check(const IpPrefix& prefix, const AddressOptions& options) {
  const bool v6 = prefix.address().is_v6();
  if (options.peer && options.peer->family() != prefix.family())
    detail::refuse("address peer", options.peer->str(), "it is of the family of " + prefix.str());
  if (options.broadcast && (v6 || options.broadcast->is_v6()))
    detail::refuse("address broadcast", options.broadcast->str(), "only IPv4 has one");
  if (!options.label.empty() && v6) detail::refuse("address label", options.label, "only IPv4 addresses have one");
  if (options.label.size() >= IFNAMSIZ) detail::refuse("address label", options.label, "it may have 15 bytes");
  if (preferred_lifetime(options) > valid_lifetime(options))
    detail::refuse("address preferred_for", std::to_string(options.preferred_for->count()) + "s",
                   "it must not be longer than valid_for");
}

Message message_for(const std::string& verb, std::uint16_t type, std::uint16_t flags, const InterfaceName& link,
                    const IpPrefix& prefix, const std::optional<IpAddress>& peer) {
  ifaddrmsg header{};
  header.ifa_family = static_cast<std::uint8_t>(prefix.family());
  header.ifa_prefixlen = static_cast<std::uint8_t>(prefix.length());
  const bool is_loopback = prefix.address().bytes()[0] == 127 && prefix.address().is_v4();
  header.ifa_scope = is_loopback ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
  Message message(verb + " address " + prefix.str() + " of link '" + link.str() + "'", type, flags, header);
  message.index_in_header(link, offsetof(ifaddrmsg, ifa_index));
  message.put_address(IFA_LOCAL, prefix.address());
  message.put_address(IFA_ADDRESS, peer.value_or(prefix.address()));
  return message;
}

Request set_address(const std::string& verb, std::uint16_t flags, const InterfaceName& link, const IpPrefix& prefix,
                    const AddressOptions& options) {
  check(prefix, options);
  Message message = message_for(verb, RTM_NEWADDR, flags | NLM_F_CREATE, link, prefix, options.peer);
  if (options.broadcast) message.put_address(IFA_BROADCAST, *options.broadcast);
  if (!options.label.empty()) message.put_text(IFA_LABEL, options.label);
  std::uint32_t address_flags = 0;
  if (prefix.address().is_v6() && options.nodad) address_flags |= IFA_F_NODAD;
  if (options.no_prefix_route) address_flags |= IFA_F_NOPREFIXROUTE;
  if (address_flags != 0) message.put(IFA_FLAGS, address_flags);
  ifa_cacheinfo times{};
  times.ifa_valid = valid_lifetime(options);
  times.ifa_prefered = preferred_lifetime(options);
  if (options.valid_for || options.preferred_for) message.put(IFA_CACHEINFO, times);
  return Request(std::move(message));
}

}  // namespace

std::string to_string(const Address& address) {
  std::string text = address.prefix.str();
  if (address.peer)
    text =
        address.prefix.address().str() + " peer " + address.peer->str() + "/" + std::to_string(address.prefix.length());
  if (address.broadcast) text += " brd " + address.broadcast->str();
  text += " dev " + address.link;
  if (address.no_prefix_route) text += " noprefixroute";
  if (address.duplicate) text += " dadfailed";
  if (address.tentative) text += " tentative";
  if (address.valid_for) text += " valid_lft " + std::to_string(address.valid_for->count()) + "sec";
  return text;
}

std::ostream& operator<<(std::ostream& out, const Address& address) {
  return out << to_string(address);
}

Request add_address(const InterfaceName& link, const IpPrefix& prefix, const AddressOptions& options) {
  return set_address("add", NLM_F_EXCL, link, prefix, options);
}

Request replace_address(const InterfaceName& link, const IpPrefix& prefix, const AddressOptions& options) {
  return set_address("replace", NLM_F_REPLACE, link, prefix, options);
}

Request remove_address(const InterfaceName& link, const IpPrefix& prefix, const std::optional<IpAddress>& peer) {
  return Request(message_for("remove", RTM_DELADDR, 0, link, prefix, peer));
}

namespace detail {

std::vector<Address> parse_address(const nlmsghdr& message, const NameOf& name_of) {
  const auto header = structure_at<ifaddrmsg>(payload(message));
  const auto attributes = Attributes::behind<ifaddrmsg>(message);
  // On a point-to-point link IFA_ADDRESS is the peer. IPv6 omits IFA_LOCAL if there is no peer.
  const auto other = attributes.address(IFA_ADDRESS);
  const auto own = attributes.address(IFA_LOCAL);
  if ((!own && !other) || header.ifa_prefixlen > (own ? own : other)->bits()) return {};
  const IpAddress address = own ? *own : *other;
  const auto flags = attributes.get_or<std::uint32_t>(IFA_FLAGS, header.ifa_flags);
  const auto times = attributes.get_or<ifa_cacheinfo>(IFA_CACHEINFO, {kForEver, kForEver, 0, 0});
  return {{.link = name_of(static_cast<int>(header.ifa_index)).str(),
           .prefix = IpPrefix(address, header.ifa_prefixlen),
           .peer = other != own && own ? other : std::nullopt,
           .broadcast = attributes.address(IFA_BROADCAST),
           .label = attributes.text(IFA_LABEL),
           .tentative = (flags & IFA_F_TENTATIVE) != 0,
           .duplicate = (flags & IFA_F_DADFAILED) != 0,
           .no_prefix_route = (flags & IFA_F_NOPREFIXROUTE) != 0,
           .valid_for = to_time(times.ifa_valid),
           .preferred_for = to_time(times.ifa_prefered)}};
}

}  // namespace detail
}  // namespace netlair
