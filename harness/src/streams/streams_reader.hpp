// SPDX-License-Identifier: Apache-2.0
// One thread that serves the streams of many programs, in the namespaces of the thread that started the first program.
// It starts with the first program and ends with the object. Any thread may use the object; a forked child's copy is of
// no use.
#pragma once

#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include <sys/types.h>

namespace netlair::detail {

class StreamsReader {
 public:
  class Client {
   public:
    Client() = default;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Called on the reader's thread when one of the client's descriptors is ready.
    virtual void serve() = 0;

   protected:
    ~Client() = default;
  };

  /// Throws Error at kSpawn.
  StreamsReader();
  StreamsReader(const StreamsReader&) = delete;
  StreamsReader& operator=(const StreamsReader&) = delete;
  ~StreamsReader();

  /// Throws Error at kJoin if no thread can be created.
  void add(Client& client);
  /// Watches one of the client's descriptors for `events` of epoll(7). Throws Error at kSpawn.
  void watch(Client& client, int fd, std::uint32_t events);
  /// Call this before the descriptor is closed: a forked child may have a copy of it, and then the kernel would go on
  /// reporting its events.
  void forget(int fd) noexcept;
  /// The client is not served any more when this returns.
  void remove(Client& client) noexcept;

  bool is_of_this_process() const noexcept;

 private:
  void run();

  UniqueFd epoll_;
  UniqueFd end_;
  std::mutex mutex_;
  std::set<Client*> clients_;
  std::unique_ptr<std::thread> thread_;
  detail::ProcessStamp owner_ = detail::ProcessStamp::of_this_process();
};

}  // namespace netlair::detail
