// SPDX-License-Identifier: Apache-2.0
// Fuzzes the parsers of netlink replies with libFuzzer: whatever the bytes are, nothing is read beyond them, and
// nothing throws.
#include "ip/address.hpp"
#include "ip/neighbour.hpp"
#include "ip/route_reply.hpp"
#include "ip/rule_reply.hpp"
#include "link/link_reply.hpp"
#include "netlink/attributes.hpp"
#include "qdisc/qdisc.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <linux/netlink.h>

namespace {

// A message of exactly the fuzzer's bytes, on the heap, where the sanitizer detects reads past its end. Its length
// field is made correct, because the receiving loop checks it before parsing.
class Message {
 public:
  Message(const std::uint8_t* data, std::size_t size) : bytes_(sizeof(nlmsghdr) + size) {
    std::memcpy(bytes_.data() + sizeof(nlmsghdr), data, size);
    header().nlmsg_len = static_cast<std::uint32_t>(bytes_.size());
    header().nlmsg_flags = NLM_F_ACK_TLVS | (size > 0 && (data[0] & 1U) != 0 ? NLM_F_CAPPED : 0);
  }
  nlmsghdr& header() { return *reinterpret_cast<nlmsghdr*>(bytes_.data()); }

 private:
  std::vector<std::uint8_t> bytes_;
};

netlair::InterfaceName name_of(int index) {
  return "#" + std::to_string(index);
}

// Every object that was parsed can be printed.
template <class T>
void print(const std::vector<T>& parsed) {
  for (const T& each : parsed)
    if (to_string(each).empty()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Message message(data, size);
  namespace detail = netlair::detail;
  detail::parse_link(message.header());
  detail::parse_address(message.header(), name_of);
  print(detail::parse_route(message.header(), name_of));
  print(detail::parse_rule(message.header()));
  detail::parse_neighbour(message.header(), name_of);
  detail::parse_qdisc(message.header(), name_of);
  detail::parse_qdisc_class(message.header(), name_of);
  detail::parse_bridge_vlans(message.header(), name_of);
  detail::extended_text(message.header());
  return 0;
}
