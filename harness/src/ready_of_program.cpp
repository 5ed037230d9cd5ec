// SPDX-License-Identifier: Apache-2.0
// Conditions that a program tells of by itself. One that is used again begins again.
#include <netlair/harness/line_pattern.hpp>
#include <netlair/harness/ready.hpp>
#include <netlair/harness/spawn_options.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <functional>
#include <memory>
#include <sstream>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace netlair {
namespace {

// Looks at each line as it comes, and again when it goes on. On the thread that reads the output, so that none is
// missed, however much there is.
class Search {
 public:
  explicit Search(LinePattern pattern) : pattern_(std::move(pattern)) {}

  const LinePattern& pattern() const noexcept { return pattern_; }
  void look_at(std::string_view text) {
    if (is_found_) return;
    line_.append(text);
    is_found_ = pattern_.is_found_in(line_);
    line_.erase(0, line_.rfind('\n') + 1);
    if (line_.size() > kLongest) line_.clear();
  }
  bool is_found() const noexcept { return is_found_; }

 private:
  static constexpr std::size_t kLongest = std::size_t{1} << 20U;  // what is looked at of a line that has no end

  LinePattern pattern_;
  std::string line_;  // the beginning of one
  std::atomic<bool> is_found_ = false;
};

// The socket of sd_notify(3), of datagrams of lines "NAME=value". Abstract: it is seen in its network only, whatever
// files the program has.
class NotifySocket {
 public:
  // The kernel gives it a name, unix(7), autobind.
  explicit NotifySocket(const NetNs& ns) : socket_(ns.socket(AF_UNIX, SOCK_DGRAM)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto* const unnamed = reinterpret_cast<const sockaddr*>(&address);
    throw_error_if(::bind(socket_.get(), unnamed, sizeof address.sun_family) != 0, Step::kReady, "socket of notify()");
  }
  std::string name() const {
    sockaddr_un address{};
    socklen_t size = sizeof address;
    throw_error_if(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0, Step::kReady,
                   "socket of notify()");
    return "@" + std::string(&address.sun_path[1], size - offsetof(sockaddr_un, sun_path) - 1);
  }
  // Then it is closed: one that nobody reads would be full soon, and the program would wait for it.
  bool has_been_told() {
    std::array<char, 4096> buffer;
    while (socket_) {
      const ssize_t size = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return false;
      if (is_ready(std::string(buffer.data(), static_cast<std::size_t>(size)))) socket_.reset();
    }
    return true;
  }
  std::string status() const { return status_.empty() ? "it has told nothing" : "it has told '" + status_ + "'"; }

 private:
  bool is_ready(const std::string& message) {
    bool ready = false;
    std::istringstream lines(message);
    for (std::string line; std::getline(lines, line);) {
      ready = ready || line == "READY=1";
      if (line.starts_with("STATUS=")) status_ = line;
    }
    return ready;
  }

  UniqueFd socket_;
  std::string status_;
};

struct ReadyPipe {
  explicit ReadyPipe(int number) {
    std::array<int, 2> ends{};
    const std::string what = "pipe for descriptor " + std::to_string(number);
    throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kReady, what);
    source.reset(ends[0]);
    sink.reset(ends[1]);
    throw_error_if(::fcntl(source.get(), F_SETFL, O_NONBLOCK) != 0, Step::kReady, what);
  }
  bool has_been_written_to() {
    sink.reset();  // the program has its own
    char first = 0;
    return ::read(source.get(), &first, 1) == 1;
  }
  UniqueFd source;
  UniqueFd sink;
};

// What a condition has while a program starts: made anew for each.
template <class T>
using Current = std::shared_ptr<std::shared_ptr<T>>;

template <class T>
Current<T> none_yet() {
  return std::make_shared<std::shared_ptr<T>>();
}

}  // namespace

Ready log_line(const std::string& pattern) {
  const LinePattern compiled(pattern);
  const auto search = none_yet<Search>();
  Ready ready{"announced by a line like '" + pattern + "'",
              [search](const Starting& /*starting*/) { return *search != nullptr && (*search)->is_found(); }};
  ready.prepare = [search, compiled](const NetNs& /*ns*/, SpawnOptions& options) {
    *search = std::make_shared<Search>(compiled);
    options.on_output = [its = *search, also = std::move(options.on_output)](std::string_view text) {
      its->look_at(text);
      if (also) also(text);
    };
  };
  return ready;
}

Ready notify() {
  const auto socket = none_yet<NotifySocket>();
  Ready ready{"announced by sd_notify(3)",
              [socket](const Starting& /*starting*/) { return *socket != nullptr && (*socket)->has_been_told(); }};
  ready.instead = [socket](const Starting& /*starting*/) { return (*socket)->status(); };
  ready.prepare = [socket](const NetNs& ns, SpawnOptions& options) {
    *socket = std::make_shared<NotifySocket>(ns);
    options.environment.emplace_back("NOTIFY_SOCKET", (*socket)->name());
  };
  return ready;
}

Ready written_to(int descriptor) {
  const auto pipe = none_yet<ReadyPipe>();
  Ready ready{"announced by its descriptor " + std::to_string(descriptor),
              [pipe](const Starting& /*starting*/) { return *pipe != nullptr && (*pipe)->has_been_written_to(); }};
  ready.prepare = [pipe, descriptor](const NetNs& /*ns*/, SpawnOptions& options) {
    *pipe = std::make_shared<ReadyPipe>(descriptor);
    options.descriptors.emplace_back(descriptor, (*pipe)->sink.get());
  };
  return ready;
}

}  // namespace netlair
