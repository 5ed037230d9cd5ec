// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/links.hpp>
#include <netlair/netns/netns.hpp>

#include "netlink_socket.hpp"

#include <array>
#include <cerrno>

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

namespace netlair {
namespace {

constexpr int kTries = 10;  // of a dump that is interrupted by changes

// A request of a header, an ifinfomsg and a few attributes.
class LinkRequest {
 public:
  LinkRequest(std::uint16_t type, std::uint16_t flags)
      : header_(mnl_nlmsg_put_header(buffer_.data())),
        info_(static_cast<ifinfomsg*>(mnl_nlmsg_put_extra_header(header_, sizeof(ifinfomsg)))) {
    header_->nlmsg_type = type;
    header_->nlmsg_flags = NLM_F_REQUEST | flags;
  }
  nlmsghdr& header() noexcept { return *header_; }
  ifinfomsg& info() noexcept { return *info_; }

 private:
  alignas(nlmsghdr) std::array<char, 512> buffer_{};
  nlmsghdr* header_;
  ifinfomsg* info_;
};

LinkInfo to_link(const nlmsghdr& header) {
  const auto* info = static_cast<const ifinfomsg*>(mnl_nlmsg_get_payload(&header));
  const nlattr* name = detail::find_attribute(header, sizeof(ifinfomsg), IFLA_IFNAME);
  return {info->ifi_index, name != nullptr ? mnl_attr_get_str(name) : "", (info->ifi_flags & IFF_UP) != 0};
}

}  // namespace

Links::Links(const NetNs& ns) : socket_(ns.run([] { return std::make_unique<detail::NetlinkSocket>(); })) {}

Links::Links(Links&&) noexcept = default;
Links& Links::operator=(Links&&) noexcept = default;
Links::~Links() = default;

std::vector<LinkInfo> Links::list() {
  for (int tries = 1;; ++tries) {
    std::vector<LinkInfo> links;
    LinkRequest request(RTM_GETLINK, NLM_F_DUMP);
    try {
      socket_->ask(request.header(), "list of links",
                   [&](const nlmsghdr& header) { links.push_back(to_link(header)); });
      return links;
    } catch (const Error& error) {
      if (error.error_number() != EINTR || tries == kTries) throw;
    }
  }
}

void Links::set_up(std::string_view name) {
  const std::string text(name);
  if (text.empty() || text.size() >= IFNAMSIZ)
    throw Error(Step::kNetlink, "link '" + text + "'", EINVAL, "names of links have 1 to 15 bytes");
  LinkRequest request(RTM_NEWLINK, NLM_F_ACK);
  request.info().ifi_flags = IFF_UP;
  request.info().ifi_change = IFF_UP;
  mnl_attr_put_strz(&request.header(), IFLA_IFNAME, text.c_str());
  socket_->ask(request.header(), "link '" + text + "' up");
}

}  // namespace netlair
