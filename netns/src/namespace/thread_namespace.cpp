// SPDX-License-Identifier: Apache-2.0
#include "namespace/thread_namespace.hpp"

#include <netlair/netns/error.hpp>

#include "namespace/nsfs.hpp"

#include <cerrno>
#include <utility>

#include <dlfcn.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {

namespace {

FileId file_of(const NetNsId& id) noexcept {
  return {id.dev, id.ino};
}

void drop_way_back(ThreadNamespace& record) noexcept {
  if (record.fd < 0 || record.owner != ::getpid()) return;
  RememberedFd(UniqueFd(std::exchange(record.fd, -1)), file_of(record.id)).reset();
}

// A thread gets one of these when keep() first gives it a descriptor.
struct EndOfThread {
  EndOfThread() = default;
  EndOfThread(const EndOfThread&) = delete;
  EndOfThread& operator=(const EndOfThread&) = delete;
  ~EndOfThread() { drop_way_back(thread_namespace_record()); }
};

void keep(ThreadNamespace& record, int fd) {
  thread_local const EndOfThread closes_it;
  record.fd = fd;
}

}  // namespace

ThreadNamespace& thread_namespace_record() noexcept {
  thread_local constinit ThreadNamespace record;
  if (record.process.is_of_this_process()) return record;
  record = ThreadNamespace();
  record.process = ProcessStamp::of_this_process();
  record.owner = ::getpid();
  return record;
}

ThreadNamespace& thread_namespace() {
  ThreadNamespace& record = thread_namespace_record();
  if (record.known && record.fd >= 0) {
    if (still_means(record.fd, file_of(record.id))) return record;
    record.fd = -1;  // other code has closed it, and the number may belong to another file now
  }
  drop_way_back(record);
  record.is_a_way_back = false;
  UniqueFd fd = open_namespace_file(kThreadNamespace);
  record.id = identity(fd);
  keep(record, fd.release());
  record.known = true;
  return record;
}

void require_way_back(ThreadNamespace& here) {
  if (here.is_a_way_back) return;
  if (!UniqueFd(::ioctl(here.fd, NS_GET_USERNS)) && errno == EPERM)
    throw Error(
        Step::kSetns, "out of a network namespace to which this thread could not return", EPERM,
        "it belongs to another user namespace: link netlair::main, or call netlair::gain_privilege() first thing");
  here.is_a_way_back = true;
}

RememberedFd take_way_back(ThreadNamespace& here) noexcept {
  return {UniqueFd(std::exchange(here.fd, -1)), file_of(here.id)};
}

void note_returned(const NetNsId& id, RememberedFd way_back) noexcept {
  ThreadNamespace& record = thread_namespace_record();
  drop_way_back(record);
  record.known = true;
  record.id = id;
  record.is_a_way_back = static_cast<bool>(way_back);
  if (way_back) keep(record, way_back.release());
}

void note_entered(const NetNsId& id) noexcept {
  note_returned(id, RememberedFd());
}

void forget_thread_namespace() noexcept {
  ThreadNamespace& record = thread_namespace_record();
  record.known = false;
  drop_way_back(record);
}

int move_thread(int fd) noexcept {
  return ::syscall(SYS_setns, fd, CLONE_NEWNET) == 0 ? 0 : errno;
}

namespace {

template <class Function>
Function next_definition(const char* name) noexcept {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

// Set when the library is loaded, since dlsym(3) takes locks. The pointers are null in a fully static program, and
// during constructors that run earlier: then the system call itself is made.
const auto next_setns = next_definition<int (*)(int, int)>("setns");  // NOLINT(cert-err58-cpp)
const auto next_unshare = next_definition<int (*)(int)>("unshare");   // NOLINT(cert-err58-cpp)

}  // namespace
}  // namespace netlair::detail

// Not declared in a header: these are the C library's own names, see thread_namespace.hpp.
extern "C" {

int setns(int fd, int type) noexcept {
  netlair::detail::forget_thread_namespace();
  const auto next = netlair::detail::next_setns;
  return next != nullptr ? next(fd, type) : static_cast<int>(::syscall(SYS_setns, fd, type));
}

int unshare(int flags) noexcept {
  netlair::detail::forget_thread_namespace();
  const auto next = netlair::detail::next_unshare;
  return next != nullptr ? next(flags) : static_cast<int>(::syscall(SYS_unshare, flags));
}
}
