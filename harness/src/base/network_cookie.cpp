// SPDX-License-Identifier: Apache-2.0
#include "base/network_cookie.hpp"

#include <sys/socket.h>

namespace netlair::detail {

std::uint64_t network_cookie(const UniqueFd& socket) noexcept {
  constexpr int kNetNsCookie = 71;  // SO_NETNS_COOKIE, which older headers lack
  std::uint64_t cookie = 0;
  socklen_t size = sizeof cookie;
  return ::getsockopt(socket.get(), SOL_SOCKET, kNetNsCookie, &cookie, &size) == 0 ? cookie : 0;
}

}  // namespace netlair::detail
