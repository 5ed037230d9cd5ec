// SPDX-License-Identifier: Apache-2.0
#include "host/host_namespaces.hpp"

#include <netlair/harness/isolated_thread.hpp>
#include <netlair/netns/error.hpp>

#include "base/network_cookie.hpp"
#include "files/host_files.hpp"
#include "files/mount_namespace.hpp"

#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

// Uses ioctl(2), netdevice(7): three system calls, where a netlink socket of netlair's takes eight. Returns the
// network's cookie, read through the same socket; 0 if the kernel has none.
std::uint64_t bring_loopback_up() {
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::memcpy(&request.ifr_name[0], "lo", sizeof "lo");
  request.ifr_flags = IFF_UP;
  throw_error_if(!socket || ::ioctl(socket.get(), SIOCSIFFLAGS, &request) != 0, Step::kNetlink, "'lo' of a host up");
  return network_cookie(socket);
}

// Without this setting (Linux 4.6), set_down() would remove IPv6 addresses, but not IPv4 ones, in the calling thread's
// network. Without IPv6, or if /proc/sys is read-only, the kernel's default stays.
void keep_addresses_of_links_that_are_down() {
  const UniqueFd file(::open("/proc/sys/net/ipv6/conf/all/keep_addr_on_down", O_WRONLY | O_CLOEXEC));
  [[maybe_unused]] const ssize_t ignored = file ? ::write(file.get(), "1", 1) : 0;
}

}  // namespace

HostNamespaces::HostNamespaces(NetNs net, UniqueFd names) noexcept : net_(std::move(net)), names_(std::move(names)) {}

HostNamespaces HostNamespaces::make_around_this_thread(const std::string& name) {
  NetNs net = NetNs::unshare();
  const bool has_mounts = is_at_root_of_mounts();
  const int kinds = CLONE_NEWUTS | (has_mounts ? CLONE_NEWNS : 0);
  // The raw system call: netlair's own unshare() would make the thread forget in which network it is.
  throw_error_if(::syscall(SYS_unshare, kinds) != 0, Step::kUnshare,
                 has_mounts ? "CLONE_NEWNS | CLONE_NEWUTS" : "CLONE_NEWUTS");
  throw_error_if(::sethostname(name.c_str(), name.size()) != 0, Step::kName, "'" + name + "' as a host's name");
  HostNamespaces host(std::move(net), open_own("/proc/thread-self/ns/uts"));
  host.cookie_ = bring_loopback_up();
  keep_addresses_of_links_that_are_down();
  std::vector<std::string> points;
  const OwnFiles files = has_mounts ? set_up_files(name, points) : OwnFiles::kNoMounts;
  if (files != OwnFiles::kNoMounts) {
    host.has_mounts_ = true;
    host.mounts_ = open_own("/proc/thread-self/ns/mnt");
    host.mount_watch_ = MountWatch(open_own("/proc/thread-self/mountinfo"), std::move(points));
  }
  host.has_own_files_ = files == OwnFiles::kAll;
  return host;
}

HostNamespaces HostNamespaces::of_thread(pid_t thread) const {
  const std::string path = "/proc/self/task/" + std::to_string(thread);
  const UniqueFd task(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  throw_error_if(!task, Step::kOpen, path);
  HostNamespaces same(NetNs::from_fd(open_own("ns/net", task)), open_own("ns/uts", task));
  if (has_mounts_) {
    same.has_mounts_ = true;
    same.mounts_ = open_own("ns/mnt", task);
    same.mount_watch_ = MountWatch(open_own("mountinfo", task), mount_watch_.points());
  }
  same.has_own_files_ = has_own_files_;
  same.cookie_ = cookie_;
  return same;
}

HostNamespaces HostNamespaces::make(const std::string& name) {
  std::optional<HostNamespaces> made;
  UniqueFd origin = open_own("/proc/thread-self/mountinfo");  // the calling thread may be in a host
  IsolatedThread(IsolatedThread::Bare()).run([&] { made = make_around_this_thread(name); }, IsolatedThread::Then::kEnd);
  made->mount_watch_.set_origin(std::move(origin));
  return std::move(*made);
}

void HostNamespaces::enter() const {
  net_.enter();
  throw_error_if(::syscall(SYS_setns, names_.get(), CLONE_NEWUTS) != 0, Step::kSetns, "the UTS namespace of a host");
  if (!mounts_) return;
  const std::string directory = working_directory();
  move_to_mounts(mounts_);
  change_to(directory);
}

}  // namespace netlair::detail
