// SPDX-License-Identifier: Apache-2.0
// A netlink request under construction: its family header, its attributes, and the places where the indexes of named
// interfaces go. Only the kernel knows these indexes, and only when the request is sent, so they are filled in then.
#pragma once

#include <netlair/netns/held_netns.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_address.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

struct nlmsghdr;

namespace netlair::detail {

class Message {
 public:
  /// The offset in the bytes where the 32-bit index of the interface `name` goes.
  struct IndexOf {
    InterfaceName name;
    std::size_t offset;
  };

  /// `what` describes the request in error messages: "add veth 'eth0'". NLM_F_REQUEST is added to `flags`.
  template <class Header>
  Message(std::string what, std::uint16_t type, std::uint16_t flags, const Header& header) : what_(std::move(what)) {
    bytes_.reserve(kUsualSize);
    bytes_.resize(kHeaderSize);
    begin(type, flags);
    append(&header, sizeof header);
  }

  void put(std::uint16_t type, const void* data, std::size_t size);
  /// Puts the bytes of a number, or of one of the kernel's structures, as they are in memory.
  template <class T>
  void put(std::uint16_t type, const T& value) {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
    put(type, &value, sizeof value);
  }
  /// Puts a number of 16 or 32 bits in network byte order.
  void put_big_endian(std::uint16_t type, std::uint16_t value);
  void put_big_endian(std::uint16_t type, std::uint32_t value);
  /// Puts a text with a terminating NUL. Throws Error EINVAL at kCheckValue for a text that contains a NUL.
  void put_text(std::uint16_t type, std::string_view text);
  void put_address(std::uint16_t type, const IpAddress& address);
  void put_index(std::uint16_t type, const InterfaceName& name);
  /// Puts the descriptor of `ns`, which stays open until the request is destroyed.
  void put_namespace(std::uint16_t type, const HeldNetNs& ns);

  /// The index of `name` goes into the family header, `offset` bytes from the header's start.
  void index_in_header(const InterfaceName& name, std::size_t offset);
  /// The index of `name` goes into the structure that was put last, `from_end` bytes before its end.
  void index_before_end(const InterfaceName& name, std::size_t from_end);
  /// After this request `name` means another interface, or none.
  void affects_name(const InterfaceName& name) { affected_names_.push_back(name); }
  /// Other names may change meaning too: a veth's peer, or a name the kernel chose.
  void affects_other_names() { affects_other_names_ = true; }
  /// Appends bytes as they are, padded: for a structure that precedes nested attributes.
  void append(const void* data, std::size_t size);

  /// Attributes that are put before end_nested() are nested in this one. Returns the argument for end_nested().
  std::size_t begin_nested(std::uint16_t type);
  void end_nested(std::size_t at);

  /// The module that has this kind of link or qdisc, for the hint when the kernel does not know the kind.
  void needs_module(std::string module) { module_ = std::move(module); }

  /// RTM_NEWLINK and the like.
  std::uint16_t type() const noexcept;
  const std::string& what() const noexcept { return what_; }
  const std::string& module() const noexcept { return module_; }
  const std::vector<char>& bytes() const noexcept { return bytes_; }
  const std::vector<IndexOf>& indexes() const noexcept { return indexes_; }
  const std::vector<InterfaceName>& affected_names() const noexcept { return affected_names_; }
  bool may_affect_other_names() const noexcept { return affects_other_names_; }
  bool names_namespace() const noexcept { return !namespaces_.empty(); }
  /// True if an attribute is longer than netlink's 16-bit lengths allow.
  bool is_too_long() const noexcept { return too_long_; }

 private:
  static constexpr std::size_t kHeaderSize = 16;  // of an nlmsghdr
  static constexpr std::size_t kUsualSize = 192;  // most requests are smaller

  void begin(std::uint16_t type, std::uint16_t flags);
  nlmsghdr& header() noexcept;

  std::string what_;
  std::string module_;
  std::vector<char> bytes_;
  std::vector<IndexOf> indexes_;
  std::vector<InterfaceName> affected_names_;
  bool affects_other_names_ = false;
  bool too_long_ = false;
  std::vector<HeldNetNs> namespaces_;
};

/// begin_nested() and end_nested() around a scope.
class [[nodiscard]] ScopedNest {
 public:
  ScopedNest(Message& message, std::uint16_t type) : message_(message), at_(message.begin_nested(type)) {}
  ScopedNest(const ScopedNest&) = delete;
  ScopedNest& operator=(const ScopedNest&) = delete;
  ~ScopedNest() { message_.end_nested(at_); }

 private:
  Message& message_;
  std::size_t at_;
};

}  // namespace netlair::detail
