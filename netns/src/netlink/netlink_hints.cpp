// SPDX-License-Identifier: Apache-2.0
#include "netlink/netlink_hints.hpp"

#include <netlair/netns/step.hpp>

#include "base/hints.hpp"

#include <cerrno>

#include <linux/rtnetlink.h>

namespace netlair::detail {

// The messages of rtnetlink.c about links, and of sch_api.c about qdiscs, in old and new kernels.
bool is_of_unknown_kind(std::string_view kernel_text) {
  return kernel_text.starts_with("Unknown device type") || kernel_text.starts_with("Specified qdisc kind is unknown") ||
         kernel_text.starts_with("Specified qdisc not found");
}

namespace {

// For all of these types the kernel says only "File exists".
std::string already_there(std::uint16_t type) {
  switch (type) {
    case RTM_NEWLINK: return "a link of that name is there already: choose another name, or set_link() that one";
    case RTM_NEWLINKPROP: return "a link of that name is there already";
    case RTM_NEWADDR:
      return "the link has that address already: leave this out, or use replace_address(), which takes it as it is";
    case RTM_NEWROUTE:
      return "a route of that table, destination and metric is there already: give this one another metric, or use "
             "replace_route()";
    case RTM_NEWRULE:
      return "a rule of that priority is there that the kernel takes for the same: give this one another priority";
    case RTM_NEWNEIGH: return "that address has an entry already: use replace_neighbour()";
    case RTM_NEWQDISC: return "a qdisc is at that place already: use replace_qdisc()";
    case RTM_NEWTCLASS: return "a class of that number is there already: use replace_qdisc_class()";
    default: return {};
  }
}

}  // namespace

std::string netlink_hint(int error_number, std::string_view kernel_text, const std::string& module,
                         std::uint16_t type) {
  if (is_of_unknown_kind(kernel_text) && !module.empty())
    return "load its module ('modprobe " + module + "' as root), or use a kernel that has it";
  // Only if the kernel gave no message of its own, which would say more than this guess.
  if (error_number == EOPNOTSUPP && !module.empty() && kernel_text.empty())
    return "this kernel lacks one of the settings";
  if (error_number == EPERM && kernel_text.empty()) return need_of("CAP_NET_ADMIN over the namespace");
  if (error_number == ENETUNREACH || error_number == EHOSTUNREACH)
    return "a gateway must be reachable by an address of a link that is up, or the route be onlink";
  if (error_number == EEXIST) return already_there(type);
  return hint_for(Step::kNetlink, error_number);
}

}  // namespace netlair::detail
