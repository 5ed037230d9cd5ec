// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/alternative_name.hpp>
#include <netlair/network/link.hpp>

#include "base/check.hpp"
#include "netlink/message.hpp"

#include <cstddef>
#include <ostream>
#include <utility>

#include <linux/rtnetlink.h>

namespace netlair {
namespace {

constexpr std::size_t kMost = 127;  // ALTIFNAMSIZ, without its end

Request change(const std::string& verb, std::uint16_t type, std::uint16_t flags, const InterfaceName& link,
               const AlternativeName& name) {
  detail::Message message(verb + " alternative name '" + name.str() + "' of link '" + link.str() + "'", type, flags,
                          ifinfomsg{});
  message.index_in_header(link, offsetof(ifinfomsg, ifi_index));
  {
    const detail::ScopedNest properties(message, IFLA_PROP_LIST | NLA_F_NESTED);
    message.put_text(IFLA_ALT_IFNAME, name.str());
  }
  message.moves_any();  // a short one may be used in a request like the link's own name
  return Request(std::move(message));
}

}  // namespace

AlternativeName::AlternativeName(std::string name) : text_(std::move(name)) {
  detail::refuse_null("alternative name", text_);
  if (text_.empty() || text_.size() > kMost)
    detail::refuse("alternative name", text_,
                   "it has " + std::to_string(text_.size()) + " bytes, and may have 1 to " + std::to_string(kMost));
}

std::ostream& operator<<(std::ostream& out, const AlternativeName& name) {
  return out << name.str();
}

Request add_alternative_name(const InterfaceName& link, const AlternativeName& name) {
  return change("add", RTM_NEWLINKPROP, NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND, link, name);
}

Request remove_alternative_name(const InterfaceName& link, const AlternativeName& name) {
  return change("remove", RTM_DELLINKPROP, 0, link, name);
}

}  // namespace netlair
