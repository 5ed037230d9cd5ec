// SPDX-License-Identifier: Apache-2.0
// Conditions that a program reports itself.
#include <netlair/harness/conditions.hpp>
#include <netlair/harness/line_pattern.hpp>
#include <netlair/harness/process.hpp>
#include <netlair/harness/spawn_options.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>

#include "streams/watching.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <sstream>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace netlair {
namespace {

// Checks each line as it arrives, and again when it is continued, so that no line is missed, however much output there
// is.
class Search final : public detail::OutputWatcher {
 public:
  explicit Search(LinePattern pattern) : pattern_(std::move(pattern)) {}

  void see(Stream stream, std::string_view text) override {
    if (is_found_) return;
    const std::lock_guard lock(mutex_);
    std::string& line = lines_.at(static_cast<std::size_t>(stream));
    line.append(text);
    is_found_ = pattern_.is_found_in(line, LinePattern::kMayGoOn);
    line.erase(0, line.rfind('\n') + 1);
    if (line.size() > kLongest) line.clear();
  }
  // A program that has ended continues no line.
  bool is_found(bool has_ended) {
    if (is_found_ || !has_ended) return is_found_;
    const std::lock_guard lock(mutex_);
    return std::any_of(lines_.begin(), lines_.end(),
                       [this](const auto& line) { return !line.empty() && pattern_.is_found_in(line); });
  }

 private:
  static constexpr std::size_t kLongest = std::size_t{1} << 20U;  // the most that is kept of a line without an end

  LinePattern pattern_;
  std::mutex mutex_;
  std::array<std::string, 2> lines_;  // the unfinished line of each stream
  std::atomic<bool> is_found_ = false;
};

// The socket of sd_notify(3). It receives datagrams of lines "NAME=value". It is abstract, so only its network can see
// it, whatever files the program has. The kernel chooses the name, unix(7), autobind.
class NotifySocket final : public detail::SideChannel {
 public:
  explicit NotifySocket(const NetNs& ns) : SideChannel(ns.socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto* const unnamed = reinterpret_cast<const sockaddr*>(&address);
    throw_error_if(::bind(fd().get(), unnamed, sizeof address.sun_family) != 0, Step::kReady, "socket of notify()");
  }
  std::string name() const {
    sockaddr_un address{};
    socklen_t size = sizeof address;
    throw_error_if(::getsockname(fd().get(), reinterpret_cast<sockaddr*>(&address), &size) != 0, Step::kReady,
                   "socket of notify()");
    return "@" + std::string(&address.sun_path[1], size - offsetof(sockaddr_un, sun_path) - 1);
  }
  void see(std::string_view message) override {
    const std::lock_guard lock(mutex_);
    std::istringstream lines{std::string(message)};
    for (std::string line; std::getline(lines, line);) {
      is_ready_ = is_ready_ || line == "READY=1";
      if (line.starts_with("STATUS=")) status_ = line;
    }
  }
  bool is_ready() {
    const std::lock_guard lock(mutex_);
    return is_ready_;
  }
  std::string status() {
    const std::lock_guard lock(mutex_);
    return status_.empty() ? "it has reported nothing" : "it has reported '" + status_ + "'";
  }

 private:
  std::mutex mutex_;
  bool is_ready_ = false;
  std::string status_;
};

struct Pipe {
  UniqueFd source;
  UniqueFd sink;
};

Pipe open_pipe(int number) {
  std::array<int, 2> ends{};
  const std::string what = "pipe for descriptor " + std::to_string(number);
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kReady, what);
  Pipe pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
  throw_error_if(::fcntl(pipe.source.get(), F_SETFL, O_NONBLOCK) != 0, Step::kReady, what);
  ::fchmod(pipe.sink.get(), 0666);  // for a program that runs as another user and opens it by name
  return pipe;
}

class Written final : public detail::SideChannel {
 public:
  explicit Written(Pipe pipe) : SideChannel(std::move(pipe.source)), sink_(std::move(pipe.sink)) {}

  void see(std::string_view text) override { is_written_to_ = is_written_to_ || !text.empty(); }
  bool is_written_to() const noexcept { return is_written_to_; }
  int sink() const noexcept { return sink_.get(); }

 private:
  UniqueFd sink_;
  std::atomic<bool> is_written_to_ = false;
};

// `holds` before begin() has been called.
bool not_yet(const Starting& /*starting*/) {
  return false;
}

bool has_ended(const Starting& starting) {
  return starting.process != nullptr && starting.process->look_for(std::chrono::milliseconds(0)).has_value();
}

}  // namespace

Ready log_line(const std::string& pattern, SourceLocation where) {
  const std::string what = "announced by a line like '" + pattern + "'";
  Ready ready{what, not_yet};
  ready.begin = [what, compiled = LinePattern(pattern, where)](const NetNs& /*ns*/, SpawnOptions& options) {
    const auto search = std::make_shared<Search>(compiled);
    options.output_watchers.push_back(search);
    return Ready{what, [search](const Starting& starting) { return search->is_found(has_ended(starting)); }};
  };
  return ready;
}

Ready notify() {
  const std::string what = "announced by sd_notify(3)";
  Ready ready{what, not_yet};
  ready.begin = [what](const NetNs& ns, SpawnOptions& options) {
    const auto socket = std::make_shared<NotifySocket>(ns);
    options.side_channels.push_back(socket);
    options.environment.emplace_back("NOTIFY_SOCKET", socket->name());
    return Ready{what, [socket](const Starting& /*starting*/) { return socket->is_ready(); }, false,
                 [socket](const Starting& /*starting*/) { return socket->status(); }};
  };
  return ready;
}

Ready written_to(int descriptor) {
  const std::string what = "announced by its descriptor " + std::to_string(descriptor);
  Ready ready{what, not_yet};
  ready.begin = [what, descriptor](const NetNs& /*ns*/, SpawnOptions& options) {
    const auto written = std::make_shared<Written>(open_pipe(descriptor));
    options.side_channels.push_back(written);
    options.descriptors.emplace_back(descriptor, written->sink());
    return Ready{what, [written](const Starting& /*starting*/) { return written->is_written_to(); }};
  };
  return ready;
}

}  // namespace netlair
