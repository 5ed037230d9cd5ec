// SPDX-License-Identifier: Apache-2.0
#include "thread_net.hpp"

#include <netlair/netns/error.hpp>

#include "nsfs.hpp"

#include <cerrno>

#include <dlfcn.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {

ThreadNet& thread_net_record() noexcept {
  thread_local ThreadNet record;
  return record;
}

namespace {

bool still_means(const UniqueFd& fd, const NetNsId& id) noexcept {
  struct stat status {};
  return ::fstat(fd.get(), &status) == 0 && NetNsId{status.st_dev, status.st_ino} == id;
}

}  // namespace

ThreadNet& thread_net() {
  ThreadNet& record = thread_net_record();
  if (record.known && record.fd) {
    if (still_means(record.fd, record.id)) return record;
    (void)record.fd.release();  // closed behind our back, and somebody else's number now
  }
  record.is_a_way_back = false;
  record.fd = open_namespace_file(kThreadNet);
  record.id = identity(record.fd);
  record.owner = ::getpid();
  record.known = true;
  return record;
}

void require_way_back(ThreadNet& here) {
  if (here.is_a_way_back) return;
  if (!UniqueFd(::ioctl(here.fd.get(), NS_GET_USERNS)) && errno == EPERM)
    throw Error(
        Step::kSetns, "out of a network namespace to which this thread could not return", EPERM,
        "it belongs to another user namespace: link netlair::main, or call netlair::gain_privilege() first thing");
  here.is_a_way_back = true;
}

void note_entered(const NetNsId& id) noexcept {
  ThreadNet& record = thread_net_record();
  record.known = true;
  record.id = id;
  record.fd.reset();
}

int move_thread(int fd) noexcept {
  return ::syscall(SYS_setns, fd, CLONE_NEWNET) == 0 ? 0 : errno;
}

namespace {

void forget() noexcept {
  ThreadNet& record = thread_net_record();
  record.known = false;
  if (record.fd && record.owner == ::getpid()) record.fd.reset();
}

template <class Function>
Function next_definition(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace
}  // namespace netlair::detail

// Not in a header: these are the C library's own names, see thread_net.hpp. In a fully static program there is no next
// definition to be had, and the system call itself is made.
extern "C" {

int setns(int fd, int type) noexcept {
  using Function = int (*)(int, int);
  static const auto next = netlair::detail::next_definition<Function>("setns");
  netlair::detail::forget();
  return next != nullptr ? next(fd, type) : static_cast<int>(::syscall(SYS_setns, fd, type));
}

int unshare(int flags) noexcept {
  using Function = int (*)(int);
  static const auto next = netlair::detail::next_definition<Function>("unshare");
  netlair::detail::forget();
  return next != nullptr ? next(flags) : static_cast<int>(::syscall(SYS_unshare, flags));
}
}
