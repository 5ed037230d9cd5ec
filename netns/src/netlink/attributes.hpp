// SPDX-License-Identifier: Apache-2.0
// Reads the attributes of a netlink message. Malformed bytes are safe: nothing is read past their end, and a value that
// is missing or too short is empty. Only text() and text_of() allocate, so a trial (support/trial_child.hpp) may use
// everything else.
#pragma once

#include <netlair/network/ip_address.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct nlmsghdr;

namespace netlair::detail {

using Bytes = std::span<const std::uint8_t>;

/// The structure at the start of `bytes`. If `bytes` is shorter, the rest of the structure is 0: older kernels send
/// shorter structures.
template <class T>
T structure_at(Bytes bytes) {
  T value{};
  if (!bytes.empty()) std::memcpy(&value, bytes.data(), std::min(sizeof value, bytes.size()));
  return value;
}

/// The bytes of a message after its nlmsghdr.
Bytes payload(const nlmsghdr& message);

/// The text in `value`, up to its first NUL.
std::string text_of(Bytes value);

/// `size` rounded up to netlink's alignment of 4 bytes (NLMSG_ALIGN, NLA_ALIGN).
constexpr std::size_t aligned(std::size_t size) {
  return (size + 3U) & ~std::size_t{3};
}

class Attributes {
 public:
  explicit Attributes(Bytes bytes) noexcept : bytes_(bytes) {}
  /// The attributes after a message's family header, a `Header` such as ifinfomsg.
  template <class Header>
  static Attributes behind(const nlmsghdr& message) {
    const Bytes all = payload(message);
    return Attributes(all.size() > aligned(sizeof(Header)) ? all.subspan(aligned(sizeof(Header))) : Bytes());
  }

  /// Calls `f(type, value)` for each attribute, in order.
  template <class F>
  void for_each(const F& f) const {
    Bytes left = bytes_;
    Bytes value;
    for (int type = next(left, value); type != 0; type = next(left, value)) f(type, value);
  }

  std::optional<Bytes> find(int type) const noexcept;
  Attributes nested(int type) const { return Attributes(find(type).value_or(Bytes())); }
  std::string text(int type) const;
  /// An attribute of 4 or 16 bytes; empty if it is missing or has another length.
  std::optional<IpAddress> address(int type) const;

  /// An attribute's value as a number or a structure; empty if it is missing or too short.
  template <class T>
  std::optional<T> get(int type) const {
    const auto value = find(type);
    if (!value || value->size() < sizeof(T)) return std::nullopt;
    return structure_at<T>(*value);
  }
  template <class T>
  T get_or(int type, T otherwise) const {
    return get<T>(type).value_or(otherwise);
  }

 private:
  /// Removes the first attribute from `left` and sets `value`. Returns the attribute's type; 0: none was left.
  static int next(Bytes& left, Bytes& value) noexcept;

  Bytes bytes_;
};

/// The kernel's error message in an acknowledgement (NLMSGERR_ATTR_MSG); empty if there is none.
std::string_view extended_text(const nlmsghdr& acknowledgement) noexcept;
/// The kernel's error message in `done`, the NLMSG_DONE that ends a dump.
std::string_view extended_text_of_end(const nlmsghdr& done) noexcept;

}  // namespace netlair::detail
