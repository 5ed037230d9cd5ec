// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/host_pool.hpp>
#include <netlair/harness/own_thread.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/process_stamp.hpp>
#include <netlair/netns/remembered_fd.hpp>
#include <netlair/netns/unique_fd.hpp>

#include "files/host_files.hpp"
#include "files/mount_namespace.hpp"
#include "host/host_namespaces.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace netlair {
namespace {

// Making a host and entering one take the same locks in the kernel. A thread that has just taken a host goes first,
// unless that was the last one.
constexpr std::chrono::microseconds kHeadStart(500);

}  // namespace

struct HostPool::State {
  // A host, and the thread that holds it until it is told to end. The descriptors belong to that thread's table.
  struct Place {
    pid_t thread = ::gettid();
    std::optional<detail::HostNamespaces> namespaces;
    bool is_over = false;
    std::condition_variable told;
  };
  using Places = std::vector<std::shared_ptr<Place>>;

  State(std::size_t n, std::string name) : size(n), host_name(std::move(name)) {}

  void watch_mounts();
  void start(const std::shared_ptr<State>& self);
  void manage(const std::shared_ptr<State>& self);
  void start_holder(const std::shared_ptr<State>& self, std::unique_lock<std::mutex>& lock);
  void hold_one();
  static void dismiss(Places& places);
  void drop_outdated();
  std::optional<detail::HostNamespaces> take_one();
  void end();

  const std::size_t size;
  const std::string host_name;
  const detail::ProcessStamp owner = detail::ProcessStamp::of_this_process();
  detail::RememberedFd mount_events;  // reports changes of the mounts that hosts copy

  std::mutex mutex;
  std::condition_variable to_manage;
  std::condition_variable fewer_threads;
  bool is_started = false;
  bool is_ending = false;
  std::size_t threads = 0;
  std::size_t wanted = 0;
  std::size_t making = 0;
  unsigned generation = 0;  // of the machine's mounts: hosts in the making may be outdated too
  Places ready;
  Places over;  // manage() dismisses these, which saves take() the time
};

void HostPool::State::watch_mounts() {
  mount_events = detail::RememberedFd(UniqueFd(::open("/proc/thread-self/mountinfo", O_RDONLY | O_CLOEXEC)));
}

void HostPool::State::start(const std::shared_ptr<State>& self) {
  if (std::exchange(is_started, true)) return;
  watch_mounts();
  ++threads;
  try {
    detail::start_own_thread("netlair-pool", [this, self] { manage(self); }).detach();
  } catch (const Error&) {  // then there is no pool
    --threads;
    is_ending = true;
  }
}

void HostPool::State::manage(const std::shared_ptr<State>& self) {
  // Hosts in the making must not show up in a test's count of descriptors, and a child forked meanwhile must inherit
  // none of them.
  const bool can = detail::leave_programs_descriptors();
  std::unique_lock lock(mutex);
  is_ending = is_ending || !can;
  const auto is_wanted = [this] { return ready.size() + making < wanted; };
  while (!is_ending) {
    to_manage.wait(lock, [&] { return is_ending || is_wanted() || !over.empty(); });
    if (!ready.empty()) to_manage.wait_for(lock, kHeadStart, [this] { return is_ending || ready.empty(); });
    dismiss(over);
    if (!is_ending && is_wanted()) start_holder(self, lock);
  }
  --threads;
  fewer_threads.notify_all();
}

void HostPool::State::start_holder(const std::shared_ptr<State>& self, std::unique_lock<std::mutex>& lock) {
  ++making;
  ++threads;
  lock.unlock();
  bool is_made = true;
  try {
    detail::start_own_thread("netlair-pool", [this, self] { hold_one(); }).detach();
  } catch (const Error&) {
    is_made = false;
  }
  lock.lock();
  if (is_made) return;
  --making;
  --threads;
  wanted = 0;  // until the next take()
}

// Runs on a thread of its own, which cannot be used for anything else after a failure.
void HostPool::State::hold_one() {
  const auto place = std::make_shared<Place>();
  const unsigned of = [this] {
    const std::lock_guard lock(mutex);
    return generation;
  }();
  try {
    if (!detail::is_this_thread_in_run())
      place->namespaces = detail::HostNamespaces::make_around_this_thread(host_name);
  } catch (const std::exception&) {  // the caller of take() makes its own host, and gets the error
  }
  std::unique_lock lock(mutex);
  --making;
  place->is_over = !place->namespaces || of != generation;
  if (!place->is_over) ready.push_back(place);
  if (!place->namespaces) wanted = 0;  // until the next take()
  to_manage.notify_one();
  place->told.wait(lock, [&] { return place->is_over || is_ending; });
  place->namespaces.reset();
  --threads;
  fewer_threads.notify_all();
}

void HostPool::State::dismiss(Places& places) {
  for (const auto& place : places) {
    place->is_over = true;
    place->told.notify_one();
  }
  places.clear();
}

void HostPool::State::drop_outdated() {
  pollfd events{mount_events.get(), POLLPRI, 0};
  const bool is_lost = events.fd < 0;  // a test closed it, so changes since then are unknown
  if (is_lost || ::poll(&events, 1, 0) != 0) {
    dismiss(ready);
    ++generation;
  }
  if (is_lost) watch_mounts();
}

std::optional<detail::HostNamespaces> HostPool::State::take_one() {
  drop_outdated();
  if (ready.empty() || detail::is_this_thread_in_run() || !detail::is_at_root_of_mounts()) return std::nullopt;
  const auto place = over.emplace_back(std::move(ready.front()));
  ready.erase(ready.begin());
  return place->namespaces->of_thread(place->thread);
}

// A thread leaves its namespaces a moment after it has reported its end.
void HostPool::State::end() {
  std::unique_lock lock(mutex);
  is_ending = true;
  to_manage.notify_one();
  dismiss(ready);
  dismiss(over);
  fewer_threads.wait(lock, [this] { return threads == 0; });
  mount_events.reset();  // on this thread, which opened it: the pool's threads have another table
}

HostPool::HostPool(std::size_t size, std::string host_name)
    : state_(std::make_shared<State>(size, std::move(host_name))) {}

HostPool::~HostPool() {
  if (state_->owner.is_of_this_process()) state_->end();
}

std::unique_ptr<Host> HostPool::take(std::size_t more) {
  if (!state_->owner.is_of_this_process()) return nullptr;  // a forked child, which has no threads of the pool
  std::optional<detail::HostNamespaces> taken;
  {
    const std::lock_guard lock(state_->mutex);
    state_->wanted = std::min(more, state_->size);
    if (state_->wanted > 0) state_->start(state_);
    try {
      if (!state_->is_ending) taken = state_->take_one();
    } catch (const Error&) {  // for example out of descriptors
    }
  }
  state_->to_manage.notify_one();
  if (!taken) return nullptr;
  return std::unique_ptr<Host>(
      new Host(state_->host_name, std::make_unique<detail::HostNamespaces>(std::move(*taken))));
}

std::size_t HostPool::ready() const {
  const std::lock_guard lock(state_->mutex);
  return state_->ready.size();
}

}  // namespace netlair
