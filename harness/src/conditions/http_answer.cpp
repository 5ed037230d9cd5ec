// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/conditions.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace netlair {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kAnswerWithin(1000);  // then a new request is sent
constexpr std::size_t kStatusLine = 12;      // "HTTP/1.1 200"
constexpr std::size_t kMostOfAnswer = 65536;

// One GET request, until the status line has arrived.
class Question {
 public:
  Question(const NetNs& ns, int family) : socket_(ns.socket(family, SOCK_STREAM | SOCK_NONBLOCK)), family_(family) {}

  // Returns the status line, "HTTP/1.1 200", or why there is none.
  std::string ask(std::uint16_t port, const std::string& path) {
    if (!connect(port)) return std::generic_category().message(errno);
    const std::string request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    if (::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0)
      return std::generic_category().message(errno);
    std::string answer = status_line();
    if (answer.starts_with("HTTP/")) read_the_rest();
    return answer;
  }

 private:
  bool connect(std::uint16_t port) {
    sockaddr_in6 to{};  // sockaddr_in has the family and the port at the same offsets
    to.sin6_family = static_cast<sa_family_t>(family_);
    to.sin6_port = htons(port);
    to.sin6_addr = in6addr_loopback;
    if (family_ == AF_INET) reinterpret_cast<sockaddr_in&>(to).sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const socklen_t size = family_ == AF_INET ? sizeof(sockaddr_in) : sizeof to;
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&to), size) == 0) return true;
    if (errno != EINPROGRESS || !is_ready_for(POLLOUT)) return false;
    socklen_t error_size = sizeof errno;
    return ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &errno, &error_size) == 0 && errno == 0;
  }

  std::string status_line() {
    std::string text;
    std::array<char, kStatusLine> buffer;
    while (text.size() < kStatusLine) {
      if (!is_ready_for(POLLIN)) return "no answer yet";
      const ssize_t size = ::recv(socket_.get(), buffer.data(), kStatusLine - text.size(), 0);
      if (size == 0) return "an end without an answer";
      if (size < 0) return std::generic_category().message(errno);
      text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
  }

  // If the client does not read an answer to its end, the server may treat that as an error.
  void read_the_rest() {
    std::array<char, 4096> buffer;
    for (std::size_t read = 0; read < kMostOfAnswer && is_ready_for(POLLIN);) {
      const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
      if (size <= 0) return;
      read += static_cast<std::size_t>(size);
    }
  }

  bool is_ready_for(short events) {
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - steady_clock::now());
    pollfd ready{socket_.get(), events, 0};
    errno = ETIMEDOUT;
    return ::poll(&ready, 1, static_cast<int>(std::max(left, milliseconds(0)).count())) > 0;
  }

  UniqueFd socket_;
  int family_;
  steady_clock::time_point deadline_ = steady_clock::now() + kAnswerWithin;
};

bool is_success(std::string_view answer) {
  return answer.starts_with("HTTP/1.") && answer.size() > 9 && (answer[9] == '2' || answer[9] == '3');
}

// A host without IPv6 is asked by IPv4 only.
std::string ask(const NetNs& ns, std::uint16_t port, const std::string& path) {
  std::string answer = Question(ns, AF_INET).ask(port, path);
  if (answer.starts_with("HTTP/")) return answer;
  try {
    std::string answer6 = Question(ns, AF_INET6).ask(port, path);
    if (answer6.starts_with("HTTP/")) return answer6;
  } catch (const std::system_error&) {  // no IPv6
  }
  return answer;
}

// The request line consists of words, and the path is one of them.
void check_path(const std::string& path, SourceLocation where) {
  const auto bad =
      std::find_if(path.begin(), path.end(), [](unsigned char each) { return each <= ' ' || each == 0x7f; });
  if (path.starts_with('/') && bad == path.end()) return;
  throw Error(Step::kCheckValue, "path of http_answer() '" + std::string(path.begin(), bad) + "'", EINVAL,
              bad == path.end() ? "it begins with '/'"
                                : "the next character is a space or a control character: write it as %20 and so on")
      .at(where);
}

}  // namespace

Ready http_answer(std::uint16_t port, const std::string& path, SourceLocation where) {
  check_path(path, where);
  const std::string what = "answering GET http://localhost:" + std::to_string(port) + path;
  Ready ready{what, [port, path](const Starting& starting) { return is_success(ask(starting.ns, port, path)); }, true};
  ready.begin = [what, port, path](const NetNs& /*ns*/, SpawnOptions& /*options*/) {
    const auto last = std::make_shared<std::string>();
    const auto holds = [last, port, path](const Starting& starting) {
      *last = ask(starting.ns, port, path);
      return is_success(*last);
    };
    return Ready{what, holds, false, [last](const Starting& /*starting*/) { return "its last answer: " + *last; }};
  };
  return ready;
}

}  // namespace netlair
