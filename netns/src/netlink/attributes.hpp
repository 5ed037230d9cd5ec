// SPDX-License-Identifier: Apache-2.0
// Reading the attributes of a netlink message. Whatever the bytes are, nothing is read beyond them: what is missing or
// too short is empty. Nothing here but text() allocates, so that a trial may use it.
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

/// A structure at the start of `bytes`; what they lack of it is 0: older kernels' structures are shorter.
template <class T>
T structure_at(Bytes bytes) {
  T value{};
  if (!bytes.empty()) std::memcpy(&value, bytes.data(), std::min(sizeof value, bytes.size()));
  return value;
}

/// What a message carries behind its nlmsghdr.
Bytes payload(const nlmsghdr& message);

/// A text, which ends with its first 0.
std::string text_of(Bytes value);

/// The length that netlink gives to `size` bytes (NLMSG_ALIGN, NLA_ALIGN).
constexpr std::size_t aligned(std::size_t size) {
  return (size + 3U) & ~std::size_t{3};
}

class Attributes {
 public:
  explicit Attributes(Bytes bytes) noexcept : bytes_(bytes) {}
  /// Those behind a message's own header, a `Header` such as ifinfomsg.
  template <class Header>
  static Attributes behind(const nlmsghdr& message) {
    const Bytes all = payload(message);
    return Attributes(all.size() > aligned(sizeof(Header)) ? all.subspan(aligned(sizeof(Header))) : Bytes());
  }

  /// Calls `f(type, value)` for each, in order.
  template <class F>
  void for_each(const F& f) const {
    Bytes left = bytes_;
    Bytes value;
    for (int type = next(left, value); type != 0; type = next(left, value)) f(type, value);
  }

  std::optional<Bytes> find(int type) const noexcept;
  Attributes nested(int type) const { return Attributes(find(type).value_or(Bytes())); }
  std::string text(int type) const;
  /// Of 4 or 16 bytes; empty for others.
  std::optional<IpAddress> address(int type) const;

  /// A number, or a structure; empty when there are fewer bytes.
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
  /// Takes one off `left`. Returns its type, which is not 0; 0: there is none left.
  static int next(Bytes& left, Bytes& value) noexcept;

  Bytes bytes_;
};

/// The kernel's words in an acknowledgement (NLMSGERR_ATTR_MSG); empty when it has none.
std::string_view extended_text(const nlmsghdr& acknowledgement) noexcept;
/// The same at the end of a dump.
std::string_view extended_text_of_end(const nlmsghdr& done) noexcept;

}  // namespace netlair::detail
