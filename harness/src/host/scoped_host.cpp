// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/scoped_host.hpp>
#include <netlair/netns/error.hpp>

#include "files/mount_namespace.hpp"
#include "host/host_namespaces.hpp"

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <string>

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair {
namespace {

bool is_same(const UniqueFd& a, const UniqueFd& b) {
  struct stat first {};
  struct stat second {};
  throw_error_if(::fstat(a.get(), &first) != 0 || ::fstat(b.get(), &second) != 0, Step::kOpen, "a host's namespace");
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// EPERM: the namespace belongs to an ancestor of this user namespace, ioctl_ns(2), so setns(2) would refuse the way
// back.
void require_a_way_back(const UniqueFd& home, const char* what) {
  if (!UniqueFd(::ioctl(home.get(), NS_GET_USERNS)) && errno == EPERM)
    throw Error(Step::kSetns, std::string("out of the ") + what + ", to which this thread could not return", EPERM,
                "link netlair::main, or call netlair::gain_privilege() first thing in main()");
}

[[noreturn]] void end_program_inside(const char* what, int error_number) noexcept {
  const Error error(Step::kSetns, what, error_number,
                    error_number == EBADF ? "the body has closed a descriptor that it had not opened" : "");
  std::cerr << "netlair: this thread is in a host and cannot return to where it came from: " << error.what()
            << ".\nnetlair: no code may go on in the wrong place: the program ends." << std::endl;
  std::abort();
}

}  // namespace

ScopedHost::ScopedHost(const detail::HostNamespaces& host) : network_(host.net()) {
  UniqueFd names = detail::open_own("/proc/thread-self/ns/uts");
  if (!is_same(names, host.names())) {
    require_a_way_back(names, "UTS namespace");
    throw_error_if(::syscall(SYS_setns, host.names().get(), CLONE_NEWUTS) != 0, Step::kSetns,
                   "the UTS namespace of a host");
    names_.home = detail::RememberedFd(std::move(names));
  }
  if (!host.mounts()) return;
  UniqueFd mounts = detail::open_own("/proc/thread-self/ns/mnt");
  if (is_same(mounts, host.mounts())) return;
  require_a_way_back(mounts, "mount namespace");
  mounts_.name_of_directory = detail::working_directory();
  mounts_.directory = detail::RememberedFd(detail::open_working_directory());
  detail::move_to_mounts(host.mounts());
  mounts_.home = detail::RememberedFd(std::move(mounts));  // only now is there something to return from
  detail::change_to(mounts_.name_of_directory);
}

ScopedHost::~ScopedHost() = default;

ScopedHost::Mounts::~Mounts() {
  if (!home) return;
  const int mounts = home.get_namespace("mnt");
  const int error_number = mounts < 0 ? EBADF : detail::return_to_mounts(mounts, directory.get(), name_of_directory);
  if (error_number != 0) end_program_inside("back to its mount namespace", error_number);
}

ScopedHost::Names::~Names() {
  if (home && ::syscall(SYS_setns, home.get_namespace("uts"), CLONE_NEWUTS) != 0)
    end_program_inside("back to its UTS namespace", errno);
}

}  // namespace netlair
