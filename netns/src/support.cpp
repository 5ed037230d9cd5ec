// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/links.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/netns/support.hpp>
#include <netlair/netns/user_namespace.hpp>

#include <array>
#include <cerrno>
#include <exception>
#include <functional>
#include <ostream>
#include <string>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair {
namespace {

Support attempt(const std::function<void()>& f) {
  try {
    f();
    return {true, {}, {}};
  } catch (const Error& error) {
    std::string reason = error.what();
    if (!error.hint().empty()) reason.resize(reason.size() - error.hint().size() - 2);
    return {false, reason, error.hint()};
  } catch (const std::exception& error) {
    return {false, error.what(), {}};
  }
}

void write_all(int fd, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t size = ::write(fd, text.data() + done, text.size() - done);
    if (size < 0 && errno != EINTR) return;
    if (size > 0) done += static_cast<std::size_t>(size);
  }
}

std::string read_all(int fd) {
  std::string text;
  std::array<char, 1024> buffer;
  for (;;) {
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Support& support) {
  if (support) return out << "yes";
  out << "no: " << support.reason;
  return support.fix.empty() ? out : out << "; fix: " << support.fix;
}

Support probe_network_namespace() {
  return attempt([] { Links(NetNs::create()).set_up("lo"); });
}

Support probe_user_namespace() {
  std::array<int, 2> ends{};
  throw_error_if(::pipe2(ends.data(), O_CLOEXEC) != 0, Step::kOpen, "pipe of a probe");
  const UniqueFd source(ends[0]);
  UniqueFd sink(ends[1]);
  const pid_t child = ::fork();
  throw_error_if(child < 0, Step::kSpawn, "fork of a probe");
  if (child == 0) {
    const Support result = attempt(enter_user_namespace);
    write_all(sink.get(), result ? "yes" : "no" + result.reason + '\n' + result.fix);
    ::_exit(0);
  }
  sink.reset();
  const std::string text = read_all(source.get());
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  if (text == "yes") return {true, {}, {}};
  const auto end = text.find('\n');
  if (text.size() < 2 || end == std::string::npos) return {false, "the probe ended without a result", {}};
  return {false, text.substr(2, end - 2), text.substr(end + 1)};
}

}  // namespace netlair
