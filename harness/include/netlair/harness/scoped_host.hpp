// SPDX-License-Identifier: Apache-2.0
// Keeps the calling thread inside a host for the length of a scope: in its network, with its files and its host name.
// The working directory keeps its name inside, and is restored at the end. Entering also separates the thread's working
// directory and umask from those of the program's other threads, permanently (unshare(2), CLONE_FS).
//
// A thread that cannot return ends the program, see ScopedEnter.
#pragma once

#include <netlair/netns/remembered_fd.hpp>
#include <netlair/netns/scoped_enter.hpp>

#include <string>

namespace netlair {

class Host;

namespace detail {
class HostNamespaces;
}

class [[nodiscard]] ScopedHost {
 public:
  /// Does nothing if the thread is inside already. Throws Error at kOpen or kSetns. `host` must outlive the guard.
  explicit ScopedHost(const Host& host);
  explicit ScopedHost(const detail::HostNamespaces& host);
  ScopedHost(const ScopedHost&) = delete;
  ScopedHost& operator=(const ScopedHost&) = delete;
  /// Must run on the thread that made the guard.
  ~ScopedHost();

 private:
  struct Mounts {
    Mounts() = default;
    Mounts(const Mounts&) = delete;
    Mounts& operator=(const Mounts&) = delete;
    ~Mounts();
    detail::RememberedFd home;
    detail::RememberedFd directory;
    std::string name_of_directory;
  };
  struct Names {
    Names() = default;
    Names(const Names&) = delete;
    Names& operator=(const Names&) = delete;
    ~Names();
    detail::RememberedFd home;
  };

  // Destroyed in reverse order; each member undoes its own part.
  ScopedEnter network_;
  Names names_;
  Mounts mounts_;
};

}  // namespace netlair
