// SPDX-License-Identifier: Apache-2.0
// A network namespace (network_namespaces(7)), held by a descriptor.
//
// An anonymous one lives as long as a descriptor, a thread or a socket is in it. A name is a separate thing: a mount in
// a PersistDir that `ip netns` sees too. The handle that create(name) returns owns the name, and takes it away when it
// is destroyed; every other handle only looks.
//
// Different threads may use different handles, and const members of the same one, at the same time. What moves a thread
// (enter, run) moves the calling thread only.
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
  /// A new anonymous namespace, loopback down. It is made on a thread of its own: the caller never leaves its
  /// namespace. Throws Error at kJoin, kUnshare (EPERM: no CAP_SYS_ADMIN; ENOSPC: user.max_net_namespaces is reached,
  /// and has been for five seconds, since the kernel takes closed ones down a little later) or kOpen.
  static NetNs create();

  /// The same, made by the calling thread, which is in it from now on, for good. Throws Error at kUnshare or kOpen.
  static NetNs unshare();

  /// Like create(), mounted as `name` in `dir`, which is made if need be. An existing name is an error (EEXIST at
  /// kCreate) and is not touched; after any error nothing of the name is left. Throws Error, also at kName, kCreateDir,
  /// kLock, kMount.
  static NetNs create(std::string_view name, const PersistDir& dir = PersistDir());

  /// A handle for the namespace of that name. Throws Error at kName or kOpen, also for what is not a network namespace.
  static NetNs open(std::string_view name, const PersistDir& dir = PersistDir());
  /// Empty when there is nothing of that name; otherwise like open().
  static std::optional<NetNs> open_if_exists(std::string_view name, const PersistDir& dir = PersistDir());
  static NetNs from_path(const std::filesystem::path& path);
  /// That of a process's main thread, or of a thread by its id. Throws Error at kOpen.
  static NetNs from_pid(pid_t pid);
  static NetNs from_fd(UniqueFd fd);
  /// That of the calling thread.
  static NetNs current();
  /// That of a socket, whoever made it (SIOCGSKNS, Linux 4.10). Throws Error at kSocket: ENOTTY, `fd` is no socket;
  /// EPERM without CAP_NET_ADMIN over that namespace.
  static NetNs of_socket(int fd);

  NetNs(NetNs&& other) noexcept;
  NetNs& operator=(NetNs&& other) noexcept;
  NetNs(const NetNs&) = delete;
  NetNs& operator=(const NetNs&) = delete;
  /// A name that cannot be taken away is reported on standard error; use remove() to handle it.
  ~NetNs();

  /// Moves the calling thread, for good. Throws Error at kSetns.
  void enter() const { detail::enter(*this); }

  /// Calls `f(*this)`, or `f()`, inside, on the calling thread, and returns what it returns. The thread is back where
  /// it was when this returns or throws; when the kernel refuses the way back the program ends, see ScopedEnter.
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

  /// Closes the descriptor. Then, where the path lies in persist_dir(), unmounts and unlinks the name, whoever made it.
  /// Throws Error at kUnmount or kRemove when that fails, also when the name has come to mean another namespace, which
  /// is left alone. A namespace without a name is only closed.
  void remove() &&;

  /// Gives the name up: it stays after this handle and the program, until somebody removes it.
  NetNs keep_name() &&;

  /// Throws Error at kClose, also when it is closed already. The name, if owned, stays until the handle is destroyed.
  void close();

  /// -1 when closed.
  int fd() const noexcept { return open_.fd.get(); }
  /// Is the descriptor open, and still that of the namespace that it was opened for?
  bool is_live() const noexcept { return open_.is_live(); }
  NetNsId id() const noexcept { return open_.id; }
  /// Where it was opened or mounted; empty for one without a path.
  const std::filesystem::path& path() const noexcept { return open_.path; }
  /// The directory of create(name) and open(name); empty for the others.
  const std::optional<PersistDir>& persist_dir() const noexcept { return dir_; }

  /// For ScopedEnter.
  operator const detail::OpenNetNs&() const noexcept { return open_; }  // NOLINT(*-explicit-*): it is what a NetNs is

  /// The same descriptor; else, where both are live, the same identity; else the same path, or without paths what was
  /// the identity.
  friend bool operator==(const NetNs& a, const NetNs& b) noexcept;
  /// "NetNs { fd: 5, dev: 4, ino: 4026532201, path: /var/run/netns/blue }"; without dev and ino when it is not live.
  friend std::ostream& operator<<(std::ostream& out, const NetNs& ns);

 private:
  NetNs(UniqueFd fd, std::filesystem::path path, std::optional<PersistDir> dir);

  detail::OpenNetNs open_;
  std::optional<PersistDir> dir_;
  std::unique_ptr<detail::OwnedName> name_;
};

/// The same as <<.
std::string to_string(const NetNs& ns);

}  // namespace netlair
