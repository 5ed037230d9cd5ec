// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <unistd.h>

#include <sys/socket.h>

// tour: begin
NETLAIR_TEST(Leaks, AreNamed) {
  [[maybe_unused]] const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (::fork() == 0) ::pause();
}
// tour: end
