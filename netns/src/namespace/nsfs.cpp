// SPDX-License-Identifier: Apache-2.0
#include "namespace/nsfs.hpp"

#include <netlair/netns/error.hpp>

#include <cerrno>

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

namespace netlair::detail {
namespace {

std::string kind_of_file(const UniqueFd& fd) {
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return "a closed descriptor";
  if (S_ISDIR(status.st_mode)) return "a directory";
  if (S_ISREG(status.st_mode)) return "an ordinary file";
  if (S_ISSOCK(status.st_mode)) return "a socket";
  if (S_ISFIFO(status.st_mode)) return "a pipe";
  return "a device";
}

std::string kind_of_namespace(int type) {
  switch (type) {
    case CLONE_NEWNS: return "a mount namespace";
    case CLONE_NEWUTS: return "a UTS namespace";
    case CLONE_NEWIPC: return "an IPC namespace";
    case CLONE_NEWUSER: return "a user namespace";
    case CLONE_NEWPID: return "a PID namespace";
    case CLONE_NEWCGROUP: return "a cgroup namespace";
    default: return "another kind of namespace";
  }
}

bool is_on_nsfs(const UniqueFd& fd) {
  struct statfs file_system {};
  return ::fstatfs(fd.get(), &file_system) == 0 && file_system.f_type == NSFS_MAGIC;
}

}  // namespace

UniqueFd open_namespace_file(const char* path) {
  // O_NONBLOCK: a FIFO of that name must not hang the caller. The flag does not affect namespaces.
  UniqueFd fd(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  throw_error_if(!fd, Step::kOpen, "'" + std::string(path) + "'");
  return fd;
}

void require_net_namespace(const UniqueFd& fd, const std::string& object) {
  if (!is_on_nsfs(fd)) {
    const std::string kind = kind_of_file(fd);
    const bool stale = kind == "an ordinary file";
    throw Error(Step::kOpen, object + " is not a network namespace but " + kind, EINVAL,
                stale ? "a file that a namespace was once mounted on: delete it" : "");
  }
  const int type = ::ioctl(fd.get(), NS_GET_NSTYPE);
  if (type != CLONE_NEWNET)
    throw Error(Step::kOpen, object + " is not a network namespace but " + kind_of_namespace(type), EINVAL);
}

NetNsId identity(const UniqueFd& fd) {
  struct stat status {};
  throw_error_if(::fstat(fd.get(), &status) != 0, Step::kOpen, "fstat of a namespace's descriptor");
  return {status.st_dev, status.st_ino};
}

}  // namespace netlair::detail
