// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/held_watch.hpp>
#include <netlair/harness/own_thread.hpp>
#include <netlair/netns/error.hpp>

#include "base/pidfd.hpp"
#include "keeper/proc_entry.hpp"
#include "launch/live_programs.hpp"
#include "leaks/descriptor_text.hpp"
#include "thread/task_mark.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <thread>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

using std::chrono::steady_clock;

constexpr const char* kTasks = "/proc/self/task";
constexpr const char* kDescriptors = "/proc/self/fd";

// pthread_join(3) returns a moment before the kernel has taken the thread out of its namespaces; glibc's own threads
// (aio(7), getaddrinfo_a(3)) end after a second without work.
constexpr std::chrono::milliseconds kEndsWithin(1500);
constexpr std::chrono::microseconds kLookAgain(200);
constexpr std::chrono::seconds kDeathWithin(60);

// The entries of a directory of numbers, read through an open descriptor, so that it works even if the test has used up
// all other descriptors. Uses getdents64(2), since a directory stream (fdopendir(3)) needs a descriptor of its own.
std::set<int> numbers_in(const RememberedFd& directory, const char* path) {
  std::set<int> numbers;
  const int fd = directory.get();
  ::lseek(fd, 0, SEEK_SET);
  alignas(dirent64) std::array<char, 8192> buffer;
  for (long size = -1; (size = ::syscall(SYS_getdents64, fd, buffer.data(), buffer.size())) != 0;) {
    throw_error_if(size < 0, Step::kOpen, path);
    for (long at = 0; at < size;) {
      const auto* const entry = reinterpret_cast<const dirent64*>(&buffer[static_cast<std::size_t>(at)]);
      if (std::isdigit(static_cast<unsigned char>(entry->d_name[0])) != 0)
        numbers.insert(std::atoi(static_cast<const char*>(entry->d_name)));
      at += entry->d_reclen;
    }
  }
  return numbers;
}

std::string task_path(pid_t thread) {
  return "/proc/self/task/" + std::to_string(thread);
}

// The file is empty if the thread has ended. Throws Error at kOpen if the thread cannot be examined.
std::ifstream open_of(pid_t thread, const char* name) {
  const std::string path = task_path(thread) + "/" + name;
  errno = 0;
  std::ifstream file(path);
  throw_error_if(!file && !says_gone(errno), Step::kOpen, path);
  return file;
}

std::string name_of(pid_t thread) {
  std::string name;
  std::ifstream file = open_of(thread, "comm");
  std::getline(file, name);
  return name;
}

std::optional<ino_t> namespace_of(const std::string& task, const char* kind) {
  struct stat status {};
  if (::stat((task + "/ns/" + kind).c_str(), &status) != 0) return std::nullopt;  // the thread has ended
  return status.st_ino;
}

bool is_elsewhere(pid_t thread, const char* kind) {
  const auto its = namespace_of(task_path(thread), kind);
  return its && its != namespace_of("/proc/thread-self", kind);
}

bool is_a_leak(pid_t thread) {
  return !name_of(thread).starts_with(kOwnThread) &&
         (is_elsewhere(thread, "net") || is_elsewhere(thread, "mnt") || is_elsewhere(thread, "uts"));
}

// Adds the children of that thread, proc_pid_task_children(5).
void add_children_of(pid_t thread, std::set<pid_t>& children) {
  std::ifstream file = open_of(thread, "children");
  for (pid_t child = 0; file >> child;) children.insert(child);
}

bool has_children() noexcept {
  siginfo_t info{};
  return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
}

// False if the process is not a child any more, or still runs.
bool reap(pid_t child) noexcept {
  return ::waitpid(child, nullptr, WNOHANG | __WALL) == child;
}

// A directory in this process's /proc, kept open: that takes a tenth of the time of looking it up. It is opened again
// if a test has closed it.
std::optional<struct stat> look_at(RememberedFd& directory, const char* path) {
  struct stat status {};
  if (::fstat(directory.number(), &status) == 0 && FileId{status.st_dev, status.st_ino} == directory.id())
    return status;
  directory = RememberedFd(UniqueFd(::open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  if (::fstat(directory.number(), &status) != 0) return std::nullopt;
  return status;
}

}  // namespace

HeldWatch::HeldWatch() = default;

// The link count of the directory, which includes "." and ".." (proc_task_getattr() in fs/proc/base.c), minus netlair's
// own threads: one of these that ends would hide one that a test leaves behind.
std::size_t HeldWatch::count_threads() {
  const auto own = static_cast<std::size_t>(own_threads());
  const auto status = look_at(tasks_, kTasks);
  return status ? status->st_nlink - own : 0;
}

// The size of the directory, since Linux 6.2.
std::size_t HeldWatch::count_descriptors() {
  const auto status = look_at(descriptors_, kDescriptors);
  if (status && status->st_size > 0) return static_cast<std::size_t>(status->st_size);
  return numbers_in(descriptors_, kDescriptors).size();
}

std::set<pid_t> HeldWatch::children_of_this_process() const {
  std::set<pid_t> children;
  for (const int thread : numbers_in(tasks_, kTasks)) add_children_of(thread, children);
  return children;
}

std::set<HeldWatch::Descriptor> HeldWatch::open_descriptors() const {
  std::set<Descriptor> open;
  for (const int fd : numbers_in(descriptors_, kDescriptors)) {
    struct stat status {};
    // Descriptors that another thread closes meanwhile are left out. (ThreadSanitizer would report fstat(2) of another
    // thread's descriptor as a race.)
    if (::fstatat(fd, "", &status, AT_EMPTY_PATH) == 0) open.insert({fd, status.st_dev, status.st_ino});
  }
  return open;
}

void HeldWatch::mark(bool anew) {
  const auto threads = count_threads();
  if (std::exchange(threads_before_, threads) != threads || anew) known_threads_ = numbers_in(tasks_, kTasks);
  const auto descriptors = count_descriptors();
  if (std::exchange(descriptors_before_, descriptors) != descriptors || anew) known_descriptors_ = open_descriptors();
  known_children_.clear();
  if (has_children()) known_children_ = children_of_this_process();
}

std::vector<std::string> HeldWatch::new_threads() const {
  std::vector<std::string> texts;
  for (const pid_t each : numbers_in(tasks_, kTasks))
    if (!known_threads_.contains(each) && is_a_leak(each))
      texts.push_back("thread " + std::to_string(each) + " '" + name_of(each) + "'");
  return texts;
}

std::vector<std::string> HeldWatch::new_descriptors() const {
  std::vector<std::string> texts;
  for (const auto& each : open_descriptors()) {
    struct stat status {};
    if (known_descriptors_.contains(each) || ::fstatat(each.number, "", &status, AT_EMPTY_PATH) != 0) continue;
    if (const std::string text = held_by_descriptor(each.number, status); !text.empty())
      texts.push_back("descriptor " + std::to_string(each.number) + ": " + text);
  }
  return texts;
}

// While a program is being started, its process cannot be told from others; empty if programs are being started all the
// time.
std::set<pid_t> HeldWatch::new_children() const {
  const auto deadline = steady_clock::now() + kEndsWithin;
  for (; steady_clock::now() < deadline; std::this_thread::sleep_for(kLookAgain)) {
    ScopedLivePrograms programs;
    if (programs.starting() > 0) continue;
    std::set<pid_t> found = children_of_this_process();
    std::erase_if(found, [&](pid_t each) { return known_children_.contains(each) || programs.pids().contains(each); });
    return found;
  }
  return {};
}

// Skips children in the program's own network, those of a library for example, and children that have ended.
void HeldWatch::take_children(std::vector<std::string>& texts) const {
  for (const pid_t child : new_children()) {
    const ProcEntry found = open_process(std::to_string(child));
    const auto network = namespace_of("/proc/" + found.pid, "net");
    if (!network || network == namespace_of("/proc/thread-self", "net") || !is_running(found)) continue;
    texts.push_back(description_of(found) + ", ended now");
    send_signal(found.directory, SIGKILL);
    const auto deadline = steady_clock::now() + kDeathWithin;
    while (!reap(child) && is_running(found) && steady_clock::now() < deadline) std::this_thread::sleep_for(kLookAgain);
    reap(child);
  }
}

std::vector<std::string> HeldWatch::new_threads_and_descriptors() const {
  const auto deadline = steady_clock::now() + kEndsWithin;
  for (;; std::this_thread::sleep_for(kLookAgain)) {
    auto texts = new_descriptors();
    try {
      const auto threads = new_threads();
      texts.insert(texts.end(), threads.begin(), threads.end());
    } catch (const Error& error) {
      texts.push_back(std::string("its threads cannot be looked at: ") + error.what());
    }
    if (texts.empty() || steady_clock::now() > deadline) return texts;
  }
}

// What cannot be examined may be anything, so it is reported in place of what would have been found.
std::vector<std::string> HeldWatch::take_new() {
  std::vector<std::string> texts;
  try {
    const bool looks = count_threads() != threads_before_ || count_descriptors() != descriptors_before_;
    if (looks) texts = new_threads_and_descriptors();
    const bool has_some = has_children();
    if (has_some) take_children(texts);
    if (has_some || looks) mark(looks);
  } catch (const Error& error) {
    texts.push_back(std::string("what it holds cannot be looked at: ") + error.what());
  }
  return texts;
}

}  // namespace netlair::detail
