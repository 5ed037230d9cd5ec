// SPDX-License-Identifier: Apache-2.0
// Conditions that are checked from outside the program.
#include <netlair/harness/conditions.hpp>
#include <netlair/harness/spawn_options.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/network/bound_socket.hpp>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <sstream>
#include <system_error>
#include <utility>

#include <sys/un.h>
#include <unistd.h>

namespace netlair {
namespace {

std::string what_is_bound(const NetNs& ns) {
  std::string text;
  for (const auto& socket : bound_sockets(ns)) text += (text.empty() ? "" : ", ") + to_string(socket);
  return (text.empty() ? "nothing" : text) + " is bound there";
}

Ready bound(std::string what, Protocol protocol, std::uint16_t port) {
  return {std::move(what) + std::to_string(port),
          [=](const Starting& starting) { return is_port_bound(starting.ns, protocol, port); }, true,
          [](const Starting& starting) { return what_is_bound(starting.ns); }};
}

void check_path(const std::string& what, const std::string& path, SourceLocation where) {
  const auto end = path.find('\0');
  if (path.empty() || end != std::string::npos)
    throw Error(Step::kCheckValue, what + " '" + path.substr(0, end) + "'", EINVAL,
                path.empty() ? "its path is empty" : "a null byte follows, which would end the path")
        .at(where);
}

// The columns are "Num RefCount Protocol Flags Type St Inode Path", net/unix/af_unix.c.
bool is_bound_unix(const std::string& path) {
  constexpr unsigned kListens = 0x10000;  // __SO_ACCEPTCON
  constexpr unsigned kDatagrams = 2;      // SOCK_DGRAM
  std::ifstream lines("/proc/thread-self/net/unix");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string passed_by;
    std::string bound;
    unsigned flags = 0;
    unsigned type = 0;
    words >> passed_by >> passed_by >> passed_by >> std::hex >> flags >> type >> passed_by >> passed_by >> std::ws;
    std::getline(words, bound);
    if (bound == path && ((flags & kListens) != 0 || type == kDatagrams)) return true;
  }
  return false;
}

}  // namespace

Ready listening_tcp(std::uint16_t port) {
  return bound("listening on TCP port ", Protocol::kTcp, port);
}

Ready listening_udp(std::uint16_t port) {
  return bound("listening on UDP port ", Protocol::kUdp, port);
}

Ready listening_unix(std::string path, SourceLocation where) {
  check_path("unix socket", path, where);
  if (path.size() >= sizeof sockaddr_un{}.sun_path)
    throw Error(Step::kCheckValue, "unix socket '" + path + "'", EINVAL, "its address has 107 bytes at most, unix(7)")
        .at(where);
  std::string what = "listening on the unix socket '" + path + "'";
  return {std::move(what),
          [path = std::move(path)](const Starting& starting) {
            return starting.ns.run([&] { return is_bound_unix(path); });
          },
          true};
}

Ready file(std::filesystem::path path, SourceLocation where) {
  check_path("file", path.native(), where);
  Ready ready{"announced by the file '" + path.string() + "'",
              [path](const Starting& /*starting*/) { return ::access(path.c_str(), F_OK) == 0; }, true};
  ready.if_before = "the file '" + path.string() + "' is there already";
  ready.instead = [path = std::move(path)](const Starting& /*starting*/) {
    if (::access(path.c_str(), F_OK) == 0) return std::string("it has just come");
    return "the kernel says of it: " + std::generic_category().message(errno);
  };
  return ready;
}

namespace {

std::string names_of(const std::vector<Ready>& conditions) {
  std::string text;
  for (const Ready& each : conditions) text += (text.empty() ? "" : " and ") + each.what;
  return text;
}

// The conditions of one start, and which of them have held so far.
struct Progress {
  explicit Progress(std::vector<Ready> all) : conditions(std::move(all)), held(conditions.size(), false) {}

  // Every condition is checked, also after one that does not hold.
  bool ask(const Starting& starting) {
    for (std::size_t i = 0; i < conditions.size(); ++i)
      held[i] = held[i] || !conditions[i].holds || conditions[i].holds(starting);
    return std::all_of(held.begin(), held.end(), [](bool each) { return each; });
  }
  std::string what_is_missing(const Starting& starting) const {
    std::string text;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      if (held[i]) continue;
      text += (text.empty() ? "" : "; ") + ("not " + conditions[i].what);
      if (conditions[i].instead) text += " (" + conditions[i].instead(starting) + ")";
    }
    return text;
  }

  std::vector<Ready> conditions;
  std::vector<bool> held;
};

Ready begin_all(const std::vector<Ready>& conditions, const NetNs& ns, SpawnOptions& options) {
  std::vector<Ready> begun;
  for (const Ready& each : conditions) begun.push_back(each.begin ? each.begin(ns, options) : each);
  const auto progress = std::make_shared<Progress>(std::move(begun));
  return {"ready", [progress](const Starting& starting) { return progress->ask(starting); }, false,
          [progress](const Starting& starting) { return progress->what_is_missing(starting); }};
}

}  // namespace

Ready all_of(std::vector<Ready> conditions) {
  Ready ready{names_of(conditions), [](const Starting& /*starting*/) { return false; }};
  ready.begin = [conditions](const NetNs& ns, SpawnOptions& options) { return begin_all(conditions, ns, options); };
  ready.parts = std::move(conditions);
  return ready;
}

}  // namespace netlair
