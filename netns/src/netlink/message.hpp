// SPDX-License-Identifier: Apache-2.0
// A netlink request as it is put together: a header of its family, attributes, and what has to be filled in when it is
// sent, because only the kernel knows it then: the indexes of interfaces that are named.
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
  /// A place in the bytes where the 32-bit index of that interface belongs.
  struct IndexOf {
    InterfaceName name;
    std::size_t offset;
  };

  /// `what` says it in a person's words, for errors: "add veth 'eth0'". NLM_F_REQUEST is added to the flags.
  template <class Header>
  Message(std::string what, std::uint16_t type, std::uint16_t flags, const Header& header) : what_(std::move(what)) {
    bytes_.reserve(kUsualSize);
    bytes_.resize(kHeaderSize);
    begin(type, flags);
    append(&header, sizeof header);
  }

  void put(std::uint16_t type, const void* data, std::size_t size);
  /// A number, or one of the kernel's structures, as its bytes are.
  template <class T>
  void put(std::uint16_t type, const T& value) {
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
    put(type, &value, sizeof value);
  }
  /// 16 or 32 bits in network order.
  void put_big_endian(std::uint16_t type, std::uint16_t value);
  void put_big_endian(std::uint16_t type, std::uint32_t value);
  /// With its 0. Throws Error EINVAL at kCheckValue for a text that has another one.
  void put_text(std::uint16_t type, std::string_view text);
  void put_address(std::uint16_t type, const IpAddress& address);
  void put_index(std::uint16_t type, const InterfaceName& name);
  /// Its descriptor, which is kept until the request is gone.
  void put_namespace(std::uint16_t type, const HeldNetNs& ns);

  /// The index goes into the family's header, `offset` bytes from its start.
  void index_in_header(const InterfaceName& name, std::size_t offset);
  /// The index goes into a structure at the very end, `from_end` bytes before it.
  void index_before_end(const InterfaceName& name, std::size_t from_end);
  /// That name means another interface afterwards, or none.
  void affects_name(const InterfaceName& name) { affected_names_.push_back(name); }
  /// So may names that nobody has told: of a veth's other end, which goes with it, or which the kernel has named.
  void affects_other_names() { affects_other_names_ = true; }
  /// Bytes as they are, padded: a structure that stands before nested attributes.
  void append(const void* data, std::size_t size);

  /// All that is put until end() is inside.
  std::size_t begin_nested(std::uint16_t type);
  void end_nested(std::size_t at);

  /// What to say where the kernel does not know the kind: the module that has it.
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
  /// Netlink's lengths have 16 bits.
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
