// SPDX-License-Identifier: Apache-2.0
#include "netlink/message.hpp"

#include "base/check.hpp"

#include <cstdint>
#include <cstring>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>

namespace netlair::detail {
namespace {

constexpr std::size_t kMostInAttribute = UINT16_MAX - MNL_ATTR_HDRLEN;

}  // namespace

nlmsghdr& Message::header() noexcept {
  return *reinterpret_cast<nlmsghdr*>(bytes_.data());
}

void Message::begin(std::uint16_t type, std::uint16_t flags) {
  static_assert(kHeaderSize == MNL_NLMSG_HDRLEN);
  nlmsghdr* header = mnl_nlmsg_put_header(bytes_.data());
  header->nlmsg_type = type;
  header->nlmsg_flags = NLM_F_REQUEST | flags;
}

std::uint16_t Message::type() const noexcept {
  return reinterpret_cast<const nlmsghdr*>(bytes_.data())->nlmsg_type;
}

void Message::append(const void* data, std::size_t size) {
  bytes_.resize(bytes_.size() + MNL_ALIGN(size));
  std::memcpy(mnl_nlmsg_put_extra_header(&header(), size), data, size);
}

void Message::put(std::uint16_t type, const void* data, std::size_t size) {
  if (size > kMostInAttribute) {
    too_long_ = true;
    return;
  }
  bytes_.resize(bytes_.size() + MNL_ATTR_HDRLEN + MNL_ALIGN(size));
  mnl_attr_put(&header(), type, size, data);
}

void Message::put_big_endian(std::uint16_t type, std::uint16_t value) {
  put(type, htons(value));
}
void Message::put_big_endian(std::uint16_t type, std::uint32_t value) {
  put(type, htonl(value));
}

void Message::put_text(std::uint16_t type, std::string_view text) {
  if (text.find('\0') != std::string_view::npos) refuse("text", text, "it may not have a 0 in it");
  put(type, std::string(text).c_str(), text.size() + 1);
}

void Message::put_address(std::uint16_t type, const IpAddress& address) {
  put(type, address.bytes().data(), address.bytes().size());
}

void Message::put_index(std::uint16_t type, const InterfaceName& name) {
  put(type, std::uint32_t{0});
  index_before_end(name, sizeof(std::uint32_t));
}

void Message::put_namespace(std::uint16_t type, const HeldNetNs& ns) {
  namespaces_.push_back(ns);
  put(type, ns.fd());
}

void Message::index_in_header(const InterfaceName& name, std::size_t offset) {
  indexes_.push_back({name, kHeaderSize + offset});
}

void Message::index_before_end(const InterfaceName& name, std::size_t from_end) {
  indexes_.push_back({name, bytes_.size() - from_end});
}

std::size_t Message::begin_nested(std::uint16_t type) {
  const std::size_t at = bytes_.size();
  put(type, "", 0);
  return at;
}

void Message::end_nested(std::size_t at) {
  too_long_ = too_long_ || bytes_.size() - at > UINT16_MAX;
  const auto length = static_cast<std::uint16_t>(bytes_.size() - at);
  std::memcpy(&bytes_[at], &length, sizeof length);
}

}  // namespace netlair::detail
