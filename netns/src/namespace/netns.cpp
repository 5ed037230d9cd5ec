// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/name_keeper.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/netns/process_stamp.hpp>

#include "base/check.hpp"
#include "base/fresh_thread.hpp"
#include "base/signal_safe.hpp"
#include "names/locked_dir.hpp"
#include "names/owned_name.hpp"
#include "namespace/nsfs.hpp"
#include "namespace/thread_namespace.hpp"

#include <atomic>
#include <cerrno>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>

#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair {
namespace {

namespace fs = std::filesystem;

UniqueFd new_namespace() {
  UniqueFd fd;
  detail::on_fresh_thread([&] {
    throw_error_if(detail::unshare_when_there_is_room(CLONE_NEWNET) != 0, Step::kUnshare, "CLONE_NEWNET");
    fd = detail::open_namespace_file(detail::kThreadNamespace);
  });
  return fd;
}

// For the first name that this process makes.
void remove_abandoned_once(const detail::LockedDir& locked) {
  static std::atomic<detail::ProcessStamp> last;
  if (last.exchange(detail::ProcessStamp::of_this_process()).is_of_this_process()) return;
  try {
    locked.remove_abandoned();
  } catch (const Error& error) {  // it has no owner who could be told
    std::cerr << "netlair: left behind by a program that has ended: " << error.what() << std::endl;
  }
}

// If the name cannot be made, the directory is restored to its previous state.
detail::RememberedFd add_name(const PersistDir& dir, const fs::path& entry, const detail::OpenNetNs& ns) {
  auto locked = detail::LockedDir::make(dir.path());
  locked.share();
  remove_abandoned_once(locked);
  try {
    return locked.add(entry, ns.fd, ns.id);
  } catch (const Error&) {
    try {
      locked.take_back();
    } catch (const Error& second) {  // the first error says what happened
      std::cerr << "netlair: left behind: " << second.what() << std::endl;
    }
    throw;
  }
}

// Unlike /proc/thread-self, this path means the same thread to every reader. Its numbers are those of the PID namespace
// that /proc was mounted in, which may differ from that of this process.
fs::path path_of_this_thread() {
  std::error_code unknown;
  const fs::path thread = fs::read_symlink("/proc/thread-self", unknown);
  return unknown ? fs::path() : "/proc" / thread / "ns/net";
}

UniqueFd open_checked(const std::string& path) {
  detail::refuse_null("path of a network namespace", path);
  UniqueFd fd = detail::open_namespace_file(path.c_str());
  detail::require_net_namespace(fd, "'" + path + "'");
  return fd;
}

}  // namespace

NetNs::NetNs(UniqueFd fd, fs::path path, std::optional<PersistDir> dir)
    : open_(std::move(fd), std::move(path)), dir_(std::move(dir)) {}

NetNs::NetNs(NetNs&&) noexcept = default;
NetNs& NetNs::operator=(NetNs&&) noexcept = default;
NetNs::~NetNs() = default;

NetNs NetNs::create() {
  return {new_namespace(), {}, std::nullopt};
}

NetNs NetNs::unshare() {
  throw_error_if(detail::unshare_when_there_is_room(CLONE_NEWNET) != 0, Step::kUnshare, "CLONE_NEWNET");
  NetNs ns(detail::open_namespace_file(detail::kThreadNamespace), {}, std::nullopt);
  detail::note_entered(ns.open_.id);
  return ns;
}

NetNs NetNs::create(std::string_view name, const PersistDir& dir) {
  const fs::path entry = dir.entry(name);  // refuses a bad name before anything is made
  NetNs ns(new_namespace(), entry, dir);
  ns.name_ = std::make_unique<detail::OwnedName>(detail::NameOfNs{dir, entry, ns.open_.id});
  ns.name_->own(add_name(dir, entry, ns.open_));
  return ns;
}

NetNs NetNs::open(std::string_view name, const PersistDir& dir) {
  fs::path entry = dir.entry(name);
  return {open_checked(entry), entry, dir};
}

std::optional<NetNs> NetNs::open_if_exists(std::string_view name, const PersistDir& dir) {
  const fs::path entry = dir.entry(name);
  if (::access(entry.c_str(), F_OK) != 0 && errno == ENOENT) return std::nullopt;
  return open(name, dir);
}

NetNs NetNs::from_path(const fs::path& path) {
  return {open_checked(path), path, std::nullopt};
}

NetNs NetNs::from_pid(pid_t pid) {
  return from_path("/proc/" + std::to_string(pid) + "/ns/net");
}

NetNs NetNs::from_fd(UniqueFd fd) {
  detail::require_net_namespace(fd, "descriptor " + std::to_string(fd.get()));
  return {std::move(fd), {}, std::nullopt};
}

NetNs NetNs::current() {
  NetNs ns(detail::open_namespace_file(detail::kThreadNamespace), path_of_this_thread(), std::nullopt);
  if (detail::ThreadNamespace& here = detail::thread_namespace_record(); here.known && here.id != ns.open_.id)
    detail::forget_thread_namespace();
  return ns;
}

NetNs NetNs::of_socket(int fd) {
  UniqueFd ns(::ioctl(fd, SIOCGSKNS));
  throw_error_if(!ns, Step::kSocket, "descriptor " + std::to_string(fd) + ", whose namespace is asked for");
  return {std::move(ns), {}, std::nullopt};
}

UniqueFd NetNs::socket(int domain, int type, int protocol) const {
  return run([&] {
    UniqueFd fd(::socket(domain, type | SOCK_CLOEXEC, protocol));
    throw_error_if(!fd, Step::kSocket,
                   "(" + std::to_string(domain) + ", " + std::to_string(type) + ", " + std::to_string(protocol) + ")");
    return fd;
  });
}

NetNs NetNs::duplicate() const {
  return {open_.fd.duplicate(), open_.path, dir_};
}

void NetNs::remove() && {
  open_.fd.reset();
  if (name_) name_->disown();
  if (dir_) detail::remove_name({*dir_, open_.path, open_.id});
}

NetNs NetNs::keep_name() && {
  if (name_) name_->keep();
  return std::move(*this);
}

void NetNs::close() {
  const int error_number = ::close(open_.fd.release()) == 0 ? 0 : errno;
  if (error_number != 0) throw Error(Step::kClose, "a network namespace's descriptor", error_number);
}

bool operator==(const NetNs& a, const NetNs& b) noexcept {
  if (a.fd() == b.fd() && a.fd() >= 0) return true;
  const bool by_path = !a.open_.path.empty() || !b.open_.path.empty();
  if (by_path && !(a.is_live() && b.is_live())) return a.open_.path == b.open_.path;
  return a.open_.id == b.open_.id;
}

std::string to_string(const NetNs& ns) {
  return ns.open_.str();
}

std::ostream& operator<<(std::ostream& out, const NetNs& ns) {
  return out << to_string(ns);
}

}  // namespace netlair
