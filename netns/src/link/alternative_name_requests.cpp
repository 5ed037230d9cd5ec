// SPDX-License-Identifier: Apache-2.0
// Requests that add and remove alternative names of links; link.hpp declares them.
#include <netlair/network/link.hpp>

#include "netlink/message.hpp"

#include <cstddef>
#include <string>
#include <utility>

#include <linux/rtnetlink.h>

namespace netlair {
namespace {

Request change(const std::string& verb, std::uint16_t type, std::uint16_t flags, const InterfaceName& link,
               const AlternativeName& name) {
  detail::Message message(verb + " alternative name '" + name.str() + "' of link '" + link.str() + "'", type, flags,
                          ifinfomsg{});
  message.index_in_header(link, offsetof(ifinfomsg, ifi_index));
  {
    const detail::ScopedNest properties(message, IFLA_PROP_LIST | NLA_F_NESTED);
    message.put_text(IFLA_ALT_IFNAME, name.str());
  }
  message.affects_other_names();  // requests may name the link by a short alternative name
  return Request(std::move(message));
}

}  // namespace

Request add_alternative_name(const InterfaceName& link, const AlternativeName& name) {
  return change("add", RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND, link, name);
}

Request remove_alternative_name(const InterfaceName& link, const AlternativeName& name) {
  return change("remove", RTM_DELLINKPROP, 0, link, name);
}

}  // namespace netlair
