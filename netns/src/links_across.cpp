// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/network/links_across.hpp>
#include <netlair/network/network.hpp>

#include "netlink/message.hpp"

#include <cstddef>
#include <utility>

#include <linux/rtnetlink.h>

namespace netlair::detail {
namespace {

// A link group that very likely nobody else uses: every link in it gets removed, no matter who put it there.
constexpr std::uint32_t kGroup = 0x6e6c6169;

Request into_group(const Link& link) {
  ifinfomsg header{};
  header.ifi_index = link.index;
  Message message("group of link '" + link.name + "'", RTM_NEWLINK, 0, header);
  message.put(IFLA_GROUP, kGroup);
  return Request(std::move(message));
}

// Removes all links of the group at once. rtnl_dellink() in net/core/rtnetlink.c then waits only once for readers of
// the links' structures.
Request remove_group() {
  Message message("remove links that lead across", RTM_DELLINK, 0, ifinfomsg{});
  message.put(IFLA_GROUP, kGroup);
  return Request(std::move(message));
}

}  // namespace

void remove_links_across(const NetNs& ns) {
  Network network(ns);
  std::vector<Request> requests;
  for (const Link& link : network.links())
    if (link.lower_ns && !link.kind.empty()) requests.push_back(into_group(link));
  if (requests.empty()) return;
  requests.push_back(remove_group());
  network.apply(requests);
}

}  // namespace netlair::detail
