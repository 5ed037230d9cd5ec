// SPDX-License-Identifier: Apache-2.0
// A server as somebody might have written it, who knows nothing of netlair: greeter PORT.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

int listen_on(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool is_bound = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  return is_bound && ::listen(listener, 8) == 0 ? listener : -1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string greeting = "hello\n";
  const auto port = static_cast<std::uint16_t>(argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 0);
  const int listener = listen_on(port);
  if (listener < 0) {
    std::perror("greeter");
    return EXIT_FAILURE;
  }
  for (int client = 0; (client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(client)) {
    if (::write(client, greeting.data(), greeting.size()) < 0) continue;
    std::puts("greeted somebody");
    std::fflush(stdout);
  }
  return EXIT_FAILURE;
}
