// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/network/sysctl.hpp>

#include "base/check.hpp"
#include "base/fresh_thread.hpp"
#include "settings/proc_sys.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair {
namespace {

// As in sysctl(8): in a name whose first separator is a dot, a slash stands for a dot.
void swap_separators(std::string& name, std::size_t from, std::size_t to) {
  for (std::size_t at = from; at < to; ++at)
    if (name[at] == '.' || name[at] == '/') name[at] = name[at] == '.' ? '/' : '.';
}

// net.ipv4.conf.eth0.5.forwarding: the part between "conf" (or "neigh") and the last dot is an interface, whose name
// may contain dots, or slashes in place of dots.
std::string with_slashes(std::string name) {
  const std::size_t last = name.rfind('.');
  for (const std::string_view prefix : {"net.ipv4.conf.", "net.ipv6.conf.", "net.ipv4.neigh.", "net.ipv6.neigh."}) {
    if (!name.starts_with(prefix) || last < prefix.size()) continue;
    swap_separators(name, 0, prefix.size());
    std::replace(name.begin() + static_cast<std::ptrdiff_t>(prefix.size()), name.end(), '/', '.');
    swap_separators(name, last, name.size());
    return name;
  }
  swap_separators(name, 0, name.size());
  return name;
}

// The path below /proc/sys: "net/ipv4/ip_forward". Refuses a name that leads out of net, where the sysctls are the
// whole machine's.
std::string path_of(std::string_view name) {
  const std::size_t separator = name.find_first_of("./");
  const bool slashes = separator != std::string_view::npos && name[separator] == '/';
  std::string path = slashes ? std::string(name) : with_slashes(std::string(name));
  const std::string bounded = path + "/";
  const bool odd = bounded.find("//") != std::string::npos || bounded.find("/./") != std::string::npos ||
                   bounded.find("/../") != std::string::npos || path.find('\0') != std::string::npos;
  if (odd || path.compare(0, 4, "net/") != 0)
    detail::refuse("sysctl name", name,
                   "it is below net, as in net.ipv4.ip_forward; others are not a network namespace's");
  return path;
}

std::string object_of(std::string_view name, const NetNs& ns) {
  return std::string(name) + " in " + to_string(ns);
}

std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 100;
  return text.size() > kMost ? text.substr(0, kMost) + "…" : text;
}

ino_t inode_of(const char* path) {
  struct stat status {};
  return ::stat(path, &status) == 0 ? status.st_ino : 0;
}

// True if `ns` is the machine's own network. /proc/<pid>/net/dev has a different inode in each namespace, and everybody
// may see it. /proc/1/ns/net is hidden in some places, even from root.
bool is_of_init(const NetNs& ns) {
  const ino_t machine = inode_of("/proc/1/net/dev");
  return machine != 0 && machine == ns.run([] { return inode_of("/proc/thread-self/net/dev"); });
}

// Runs on a new thread, whose mount namespace ends with it.
void write_with_own_proc(const NetNs& ns, const std::string& path, const std::string& value, const std::string& object,
                         int first_error) {
  detail::on_fresh_thread([&] {
    ns.enter();
    if (const auto failure = detail::mount_own_proc())
      throw Error(Step::kSysctl, object, first_error,
                  "this process's /proc/sys is read-only or missing, and " +
                      std::string(Error(failure.step, failure.object, failure.error_number, "").what()));
    throw_error_if(!detail::write_proc_sys(path.c_str(), value.c_str()), Step::kSysctl, object);
  });
}

bool is_read_only(int error_number) {
  return error_number == EROFS || (error_number == ENOENT && ::access("/proc/sys/net", F_OK) != 0);
}

}  // namespace

std::string read_sysctl(const NetNs& ns, std::string_view name) {
  const std::string path = "/proc/sys/" + path_of(name);
  return ns.run([&] {
    const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    throw_error_if(!fd, Step::kSysctl, object_of(name, ns));
    // The kernel cuts a long list to about the size of one read(2), and a second read gets nothing. So the whole value
    // is read again with a larger buffer.
    constexpr std::size_t kMost = 1U << 20U;
    std::string value(4096, '\0');
    ssize_t size = ::pread(fd.get(), value.data(), value.size(), 0);
    while (size > static_cast<ssize_t>(value.size() / 2) && value.size() < kMost) {
      value.resize(value.size() * 2);
      size = ::pread(fd.get(), value.data(), value.size(), 0);
    }
    throw_error_if(size < 0, Step::kSysctl, object_of(name, ns));
    value.resize(static_cast<std::size_t>(size));
    while (!value.empty() && value.back() == '\n') value.pop_back();
    return value;
  });
}

void write_sysctl(const NetNs& ns, std::string_view name, std::string_view value) {
  const std::string path = path_of(name);
  const std::string text(value);
  const std::string object = object_of(name, ns) + " to '" + shortened(text) + "'";
  if (text.empty() || text.find('\0') != std::string::npos)
    detail::refuse("sysctl value", text, "it is not empty, and has no 0 in it");
  if (is_of_init(ns))
    throw Error(Step::kSysctl, object, EPERM,
                "that network is the machine's own, whose sysctls netlair does not change");
  const int error_number = ns.run([&] { return detail::write_proc_sys(path.c_str(), text.c_str()) ? 0 : errno; });
  if (is_read_only(error_number)) return write_with_own_proc(ns, path, text, object, error_number);
  if (error_number != 0) throw Error(Step::kSysctl, object, error_number);
}

void write_sysctl(const NetNs& ns, std::string_view name, long value) {
  write_sysctl(ns, name, std::to_string(value));
}

}  // namespace netlair
