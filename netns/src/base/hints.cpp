// SPDX-License-Identifier: Apache-2.0
#include "base/hints.hpp"

#include <cerrno>
#include <fstream>

namespace netlair::detail {
namespace {

constexpr const char* kGain =
    "run as root (sudo), or call netlair::gain_privilege() first thing in main(), as netlair::main does";

struct Limit {
  explicit Limit(const std::string& kind) : name("user.max_" + kind + "_namespaces") {
    std::ifstream("/proc/sys/user/max_" + kind + "_namespaces") >> value;
  }
  std::string name;
  std::string value = "?";
};

std::string to_string(const Limit& limit) {
  return limit.name + " = " + limit.value;
}

// ENOSPC from unshare(2) has nothing to do with a disk: a limit of namespaces(7) was reached.
std::string namespace_limit() {
  for (const char* kind : {"user", "net", "mnt", "uts", "pid"})
    if (const Limit limit(kind); limit.value == "0")
      return "this kind of namespace is forbidden here (sysctl " + to_string(limit) +
             "): raise the limit, or run elsewhere";
  return "a limit of namespaces is reached (sysctl " + to_string(Limit("net")) + ", " + to_string(Limit("user")) +
         "): close some, or raise it, here or in a user namespace above";
}

std::string permission(Step step) {
  std::string privilege = need_of("CAP_SYS_ADMIN") + "; in a container add --cap-add SYS_ADMIN";
  switch (step) {
    case Step::kUnshare:
    case Step::kSetns: return privilege;
    case Step::kMount: return privilege + " --security-opt apparmor=unconfined; anonymous namespaces need no mount";
    case Step::kUserNamespace:
    case Step::kMap:
      return "user namespaces are restricted here: allow them (sysctl kernel.apparmor_restrict_unprivileged_userns=0 "
             "on "
             "Ubuntu, kernel.unprivileged_userns_clone=1 on older Debians; not from a chroot), or run as root";
    case Step::kCreateDir:
    case Step::kCreate: return "run as root, or give a PersistDir that you may write to";
    default: return {};
  }
}

}  // namespace

std::string need_of(const char* capability) {
  return std::string("this needs ") + capability + ": " + kGain;
}

std::string hint_for(Step step, int error_number) {
  if (error_number == ENOSPC && (step == Step::kUnshare || step == Step::kUserNamespace)) return namespace_limit();
  if (error_number == EPERM || error_number == EACCES) return permission(step);
  if (error_number == EROFS && (step == Step::kCreateDir || step == Step::kCreate))
    return "give a PersistDir on a writable file system";
  if (error_number == EINVAL && step == Step::kUserNamespace)
    return "call this function first thing in main(), before there is a second thread";
  if (error_number == ENOENT && step == Step::kSysctl)
    return "a network namespace has no sysctl of that name; if it belongs to an interface, there is no such interface";
  if (error_number == EMFILE) return "raise the limit of open files (ulimit -n)";
  if (error_number == EEXIST && step == Step::kCreate) return "it was not changed; choose another name, or open it";
  if (error_number == EAGAIN && step == Step::kJoin) return "the limit of threads is reached (ulimit -u, pids.max)";
  if (error_number == ENOSYS) return "this kernel, or a seccomp filter on this process, lacks the call";
  return {};
}

}  // namespace netlair::detail
