// SPDX-License-Identifier: Apache-2.0
#include "netlink/attributes.hpp"

#include <algorithm>

#include <libmnl/libmnl.h>
#include <linux/netlink.h>

namespace netlair::detail {

Bytes payload(const nlmsghdr& message) {
  return {static_cast<const std::uint8_t*>(mnl_nlmsg_get_payload(&message)), mnl_nlmsg_get_payload_len(&message)};
}

// libmnl's own loop, mnl_attr_for_each(), is a macro that is not valid C++.
int Attributes::next(Bytes& left, Bytes& value) noexcept {
  while (left.size() >= sizeof(nlattr)) {
    const auto* each = reinterpret_cast<const nlattr*>(left.data());
    if (!mnl_attr_ok(each, static_cast<int>(left.size()))) return 0;
    value = {static_cast<const std::uint8_t*>(mnl_attr_get_payload(each)), mnl_attr_get_payload_len(each)};
    left = left.subspan(std::min(left.size(), aligned(mnl_attr_get_len(each))));
    if (mnl_attr_get_type(each) != 0)
      return mnl_attr_get_type(each);  // 0 is padding, or an attribute that no caller needs
  }
  return 0;
}

std::optional<Bytes> Attributes::find(int type) const noexcept {
  std::optional<Bytes> found;
  for_each([&](int each, Bytes value) {
    if (each == type && !found) found = value;
  });
  return found;
}

std::string text_of(Bytes value) {
  return {value.begin(), std::find(value.begin(), value.end(), 0)};
}

std::string Attributes::text(int type) const {
  return text_of(find(type).value_or(Bytes()));
}

std::optional<IpAddress> Attributes::address(int type) const {
  const auto value = find(type);
  if (!value || (value->size() != 4 && value->size() != 16)) return std::nullopt;
  return IpAddress::from_bytes(*value);
}

namespace {

std::string_view text_behind(const nlmsghdr& message, std::size_t offset) noexcept {
  const Bytes bytes = payload(message);
  if ((message.nlmsg_flags & NLM_F_ACK_TLVS) == 0 || offset >= bytes.size()) return {};
  const Bytes text = Attributes(bytes.subspan(offset)).find(NLMSGERR_ATTR_MSG).value_or(Bytes());
  const auto size = std::find(text.begin(), text.end(), 0) - text.begin();
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)};
}

}  // namespace

std::string_view extended_text(const nlmsghdr& acknowledgement) noexcept {
  const Bytes bytes = payload(acknowledgement);
  // A capped acknowledgement repeats only the request's header. Otherwise the request's payload comes before the
  // attributes.
  std::size_t offset = sizeof(nlmsgerr);
  if ((acknowledgement.nlmsg_flags & NLM_F_CAPPED) == 0)
    offset += aligned(structure_at<nlmsgerr>(bytes).msg.nlmsg_len) - sizeof(nlmsghdr);
  return text_behind(acknowledgement, offset);
}

std::string_view extended_text_of_end(const nlmsghdr& done) noexcept {
  return text_behind(done, sizeof(int));
}

}  // namespace netlair::detail
