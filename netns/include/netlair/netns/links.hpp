// SPDX-License-Identifier: Apache-2.0
// The network interfaces of one namespace, over rtnetlink(7). Any thread may use it, one at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace netlair {

class NetNs;

namespace detail {
class NetlinkSocket;
}

struct LinkInfo {
  int index = 0;  ///< from 1; unique in its namespace
  std::string name;
  bool up = false;  ///< IFF_UP: administratively, not whether there is a carrier
};

class Links {
 public:
  /// Opens a socket in `ns`, which it keeps alive. Throws Error at kSetns or kNetlink.
  explicit Links(const NetNs& ns);
  Links(Links&&) noexcept;
  Links& operator=(Links&&) noexcept;
  Links(const Links&) = delete;
  Links& operator=(const Links&) = delete;
  ~Links();

  /// In the kernel's order. Throws Error at kNetlink.
  std::vector<LinkInfo> list();
  /// Throws Error at kNetlink, with the kernel's own words; ENODEV when there is no such link.
  void set_up(std::string_view name);

 private:
  std::unique_ptr<detail::NetlinkSocket> socket_;
};

}  // namespace netlair
