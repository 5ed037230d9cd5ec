// SPDX-License-Identifier: Apache-2.0
// The calling thread inside a host for the length of a scope: in its network, with its files and its name. The working
// directory stays what it is by name, and is put back. From then on the thread has its working directory and umask for
// itself, other threads of the program theirs (unshare(2), CLONE_FS).
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
  /// Does nothing when the thread is inside already. Throws Error at kOpen or kSetns. `host` must outlive the guard.
  explicit ScopedHost(const Host& host);
  explicit ScopedHost(const detail::HostNamespaces& host);
  ScopedHost(const ScopedHost&) = delete;
  ScopedHost& operator=(const ScopedHost&) = delete;
  /// On the thread that made it.
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

  // Undone in reverse, each by itself.
  ScopedEnter network_;
  Names names_;
  Mounts mounts_;
};

}  // namespace netlair
