// SPDX-License-Identifier: Apache-2.0
// A network namespace (network_namespaces(7)), held by a descriptor.
//
// An anonymous namespace lives as long as a descriptor refers to it, or a thread or a socket is in it. A name is a
// separate thing: a mount in a PersistDir, which `ip netns` sees too. The handle that create(name) returns owns the
// name, and removes it when the handle is destroyed. All other handles only refer to the name.
//
// Different threads may use different handles, and const members of the same handle, at the same time. Functions that
// move a thread (enter, run) move only the calling thread.
#pragma once

#include <netlair/netns/netns_id.hpp>
#include <netlair/netns/open_netns.hpp>
#include <netlair/netns/persist_dir.hpp>
#include <netlair/netns/scoped_enter.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <sys/types.h>

namespace netlair {

namespace detail {
class OwnedName;
}

class NetNs {
 public:
  /// A new anonymous namespace, with its loopback down. It is made on a separate thread, so that the caller never
  /// leaves its own namespace. Throws Error at kJoin, kUnshare (EPERM: no CAP_SYS_ADMIN; ENOSPC:
  /// user.max_net_namespaces is 0, or is reached and five seconds of retries did not help; the kernel destroys closed
  /// namespaces with some delay) or kOpen.
  static NetNs create();

  /// The same, but made by the calling thread, which is in the new namespace from then on. Throws Error at kUnshare or
  /// kOpen.
  static NetNs unshare();

  /// Like create(), with the namespace mounted as `name` in `dir`; the directory is made if necessary. An existing name
  /// is an error (EEXIST at kCreate) and is not changed. After any error nothing of the new name is left. Throws Error,
  /// also at kName, kCreateDir, kLock, kMount.
  static NetNs create(std::string_view name, const PersistDir& dir = PersistDir());

  /// A handle for the namespace named `name`. Throws Error at kName or kOpen, also if the file is not a network
  /// namespace.
  static NetNs open(std::string_view name, const PersistDir& dir = PersistDir());
  /// Empty if there is no such name; otherwise like open().
  static std::optional<NetNs> open_if_exists(std::string_view name, const PersistDir& dir = PersistDir());
  static NetNs from_path(const std::filesystem::path& path);
  /// The namespace of a process's main thread, or of any thread by its thread id. Throws Error at kOpen.
  static NetNs from_pid(pid_t pid);
  static NetNs from_fd(UniqueFd fd);
  /// The namespace of the calling thread.
  static NetNs current();
  /// The namespace of a socket, whichever process made it (SIOCGSKNS, Linux 4.10). Throws Error at kSocket: ENOTTY,
  /// `fd` is not a socket; EPERM without CAP_NET_ADMIN over that namespace.
  static NetNs of_socket(int fd);

  NetNs(NetNs&& other) noexcept;
  NetNs& operator=(NetNs&& other) noexcept;
  NetNs(const NetNs&) = delete;
  NetNs& operator=(const NetNs&) = delete;
  /// A name that cannot be removed is reported on standard error; use remove() to handle such errors.
  ~NetNs();

  /// Moves the calling thread into this namespace, permanently. Throws Error at kSetns.
  void enter() const { detail::enter(open_); }

  /// Calls `f(*this)`, or `f()`, on the calling thread, inside this namespace, and returns the result. The thread is
  /// back in its previous namespace when run() returns or throws. If the kernel refuses the way back, the program ends,
  /// see ScopedEnter.
  template <class F>
  decltype(auto) run(F&& f) const {
    const ScopedEnter inside(*this);
    if constexpr (std::is_invocable_v<F, const NetNs&>)
      return std::invoke(std::forward<F>(f), *this);
    else
      return std::invoke(std::forward<F>(f));
  }

  /// open(name, dir).run(f)
  template <class F>
  static decltype(auto) run_in(std::string_view name, F&& f, const PersistDir& dir = PersistDir()) {
    return open(name, dir).run(std::forward<F>(f));
  }

  /// A socket(2) that lives in this namespace and may be used from any thread; close-on-exec. Throws Error at kSocket.
  UniqueFd socket(int domain, int type, int protocol = 0) const;

  /// A second handle that does not own the name. Throws Error at kOpen.
  NetNs duplicate() const;

  /// Closes the descriptor. Then, if there is a persist_dir(), unmounts and unlinks the name, no matter which
  /// handle or process made it. Throws Error at kUnmount or kRemove when that fails, also if the name refers to another
  /// namespace by now, which is left unchanged. A namespace without a name is only closed.
  void remove() &&;

  /// Gives up ownership of the name: it stays after this handle and the program have ended, until somebody removes it.
  NetNs keep_name() &&;

  /// Throws Error at kClose, also if the descriptor is closed already. An owned name stays until the handle is
  /// destroyed.
  void close();

  /// -1 when closed.
  int fd() const noexcept { return open_.fd.get(); }
  /// Is the descriptor open, and does it still refer to the namespace that it was opened for?
  bool is_live() const noexcept { return open_.is_live(); }
  NetNsId id() const noexcept { return open_.id; }
  /// The path where it was opened or mounted; empty for a namespace without one.
  const std::filesystem::path& path() const noexcept { return open_.path; }
  /// The directory that was given to create(name) or open(name); empty for other handles.
  const std::optional<PersistDir>& persist_dir() const noexcept { return dir_; }

  /// Equal if the descriptors are the same. Otherwise, compares the identities if both are live; otherwise the paths,
  /// or, if there are none, the last known identities.
  friend bool operator==(const NetNs& a, const NetNs& b) noexcept;
  /// "NetNs { fd: 5, dev: 4, ino: 4026532201, path: /var/run/netns/blue }"; without dev and ino when it is not live.
  friend std::ostream& operator<<(std::ostream& out, const NetNs& ns);

 private:
  friend class ScopedEnter;
  friend std::string to_string(const NetNs& ns);

  NetNs(UniqueFd fd, std::filesystem::path path, std::optional<PersistDir> dir);

  detail::OpenNetNs open_;
  std::optional<PersistDir> dir_;
  std::unique_ptr<detail::OwnedName> name_;
};

/// The same as <<.
std::string to_string(const NetNs& ns);

inline ScopedEnter::ScopedEnter(const NetNs& ns) : ScopedEnter(ns.open_) {}

}  // namespace netlair
