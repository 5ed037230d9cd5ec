// SPDX-License-Identifier: Apache-2.0
#include "streams/streams_reader.hpp"

#include <netlair/harness/own_thread.hpp>
#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace netlair::detail {

StreamsReader::StreamsReader() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), end_(::eventfd(0, EFD_CLOEXEC)) {
  throw_error_if(!epoll_ || !end_, Step::kSpawn, "epoll for the output of programs");
  epoll_event event{EPOLLIN, {nullptr}};
  throw_error_if(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, end_.get(), &event) != 0, Step::kSpawn, "epoll_ctl");
}

StreamsReader::~StreamsReader() {
  if (!thread_) return;
  if (!is_of_this_process()) {
    (void)thread_.release();  // the thread is the parent's
    return;
  }
  const std::uint64_t one = 1;
  while (::write(end_.get(), &one, sizeof one) < 0 && errno == EINTR) {
  }
  thread_->join();
}

bool StreamsReader::is_of_this_process() const noexcept {
  return owner_.is_of_this_process();
}

void StreamsReader::add(Client& client) {
  const std::lock_guard lock(mutex_);
  if (!thread_) thread_ = std::make_unique<std::thread>(start_own_thread("netlair-output", [this] { run(); }));
  clients_.insert(&client);
}

void StreamsReader::watch(Client& client, int fd, std::uint32_t events) {
  epoll_event event{events, {&client}};
  throw_error_if(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0, Step::kSpawn, "epoll_ctl");
}

void StreamsReader::forget(int fd) noexcept {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void StreamsReader::remove(Client& client) noexcept {
  const std::lock_guard lock(mutex_);
  clients_.erase(&client);
}

// An event may still arrive for a client that was removed meanwhile.
void StreamsReader::run() {
  std::array<epoll_event, 16> events{};
  for (;;) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), -1);
    if (count < 0 && errno != EINTR) return;
    const std::lock_guard lock(mutex_);
    for (int i = 0; i < count; ++i) {
      auto* const client = static_cast<Client*>(events.at(static_cast<std::size_t>(i)).data.ptr);
      if (client == nullptr) return;
      if (clients_.contains(client)) client->serve();
    }
  }
}

}  // namespace netlair::detail
