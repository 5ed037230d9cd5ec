// SPDX-License-Identifier: Apache-2.0
#include "names/locked_dir.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/patience.hpp>

#include "names/abandoned_names.hpp"
#include "names/directory_note.hpp"
#include "names/name_record.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

constexpr int kTries = 100;  // each retry means that another process has removed the directory between two of our calls

std::string path_of(const UniqueFd& fd) {
  return "/proc/thread-self/fd/" + std::to_string(fd.get());
}

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "'";
}

fs::path without_trailing_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

std::string refusal_of(const fs::path& path, int error_number) {
  struct stat status {};
  if (error_number != ENOTDIR && error_number != ELOOP) return quoted(path);
  if (::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode))
    return quoted(path) + ", which is a symbolic link";
  return quoted(path) + ", which is not a directory";
}

// Empty if there is no such directory.
UniqueFd open_directory(const fs::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  const int error_number = errno;
  if (!fd && error_number != ENOENT) throw Error(Step::kCreateDir, refusal_of(path, error_number), error_number);
  return fd;
}

// Names can be replaced during our work in a directory that others may write to, or that another user owns.
void refuse_what_others_may_change(const UniqueFd& fd, const fs::path& path) {
  struct stat status {};
  throw_error_if(::fstat(fd.get(), &status) != 0, Step::kCreateDir, quoted(path));
  const char* who = nullptr;
  if ((status.st_mode & S_IWGRP) != 0 && status.st_gid != 0 && status.st_gid != ::getegid()) who = "another group";
  if (status.st_uid != 0 && status.st_uid != ::geteuid()) who = "another user, its owner,";
  if ((status.st_mode & S_IWOTH) != 0) who = "everybody";
  if (who != nullptr)
    throw Error(Step::kCreateDir, quoted(path) + ", which " + who + " may write to", EPERM,
                "names in it could be replaced: give a directory that only you may write to");
}

// proc_locks(5): "1: FLOCK  ADVISORY  WRITE 1234 00:2a:567 0 EOF". Empty if the holder is not visible.
std::string holder_of(const struct stat& directory) {
  std::ifstream lines("/proc/locks");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string passed_by;
    std::string kind;
    std::string pid;
    std::string file;
    words >> passed_by >> kind >> passed_by >> passed_by >> pid >> file;
    const std::string inode = file.substr(file.rfind(':') + 1);
    if (kind == "FLOCK" && inode == std::to_string(directory.st_ino)) return "process " + pid + " holds the lock";
  }
  return "";
}

// Takes the lock. Returns whether the directory still exists: another process may have removed it while we waited. A
// removed directory has no links. The wait has a limit, since the holder of the lock may be stopped, or under a
// debugger.
bool lock(const UniqueFd& fd, const fs::path& path) {
  constexpr std::chrono::milliseconds kLookAgain(1);
  const auto deadline = deadline_in(patience());
  struct stat held {};
  while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    throw_error_if(errno != EINTR && errno != EWOULDBLOCK, Step::kLock, quoted(path));
    if (std::chrono::steady_clock::now() > deadline)
      throw Error(Step::kLock, quoted(path), ETIMEDOUT, ::fstat(fd.get(), &held) == 0 ? holder_of(held) : "");
    std::this_thread::sleep_for(kLookAgain);
  }
  return ::fstat(fd.get(), &held) == 0 && held.st_nlink > 0;
}

bool is_mount_point(const fs::path& path) {
  struct statx status {};
  return ::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, 0, &status) == 0 &&
         (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

// Does the directory contain a name, made by anybody: an entry that something is mounted on? Reads by the descriptor
// that holds the lock, since this happens at every removal, and possibly when no other descriptor is available. A
// directory that cannot be read counts as a yes.
bool has_names(const UniqueFd& directory, const fs::path& path) {
  alignas(dirent64) std::array<char, 4096> buffer;
  ::lseek(directory.get(), 0, SEEK_SET);
  for (;;) {
    const ssize_t size = ::getdents64(directory.get(), buffer.data(), buffer.size());
    if (size <= 0) return size < 0;
    for (ssize_t offset = 0; offset < size;) {
      const auto* entry = reinterpret_cast<const dirent64*>(buffer.data() + offset);
      const std::string_view name = entry->d_name;
      if (name != "." && name != ".." && is_mount_point(path / name)) return true;
      offset += entry->d_reclen;
    }
  }
}

// False if `path` is not a mount point yet: then the kernel returns EINVAL (mount_namespaces(7), shared subtrees).
bool make_shared(const fs::path& path) {
  if (::mount(nullptr, path.c_str(), nullptr, MS_SHARED, nullptr) == 0) return true;
  throw_error_if(errno != EINVAL, Step::kMount, quoted(path) + " (to share it)");
  return false;
}

void mount_on_itself(const fs::path& path) {
  throw_error_if(::mount(path.c_str(), path.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0, Step::kMount,
                 quoted(path) + " on itself");
  if (!make_shared(path)) throw Error(Step::kMount, quoted(path) + " (to share it)", EINVAL);
}

}  // namespace

UniqueLock::~UniqueLock() {
  if (fd_) ::flock(fd_.get(), LOCK_UN);
}

LockedDir::LockedDir(fs::path path, UniqueLock lock, int made)
    : path_(std::move(path)), lock_(std::move(lock)), made_(made) {}

LockedDir LockedDir::make(const fs::path& directory) {
  const fs::path path = without_trailing_slash(directory);
  int made = 0;
  for (int i = 0; i < kTries; ++i) {
    try {
      UniqueFd fd = open_directory(path);
      if (!fd) {
        made = std::max(made, make_directories(path));
        continue;
      }
      refuse_what_others_may_change(fd, path);
      if (lock(fd, path)) return {path, UniqueLock(std::move(fd)), made};
    } catch (const Error&) {
      take_back_directories(path, made);
      throw;
    }
  }
  throw Error(Step::kCreateDir, quoted(path), EAGAIN, "other processes keep removing it");
}

std::optional<LockedDir> LockedDir::find(const fs::path& directory) {
  const fs::path path = without_trailing_slash(directory);
  for (int i = 0; i < kTries; ++i) {
    UniqueFd fd = open_directory(path);
    if (!fd) return std::nullopt;
    if (lock(fd, path)) return LockedDir(path, UniqueLock(std::move(fd)), 0);
  }
  return std::nullopt;
}

void LockedDir::share() {
  try {
    const bool is_shared = make_shared(path_);
    if (is_shared && made_ == 0) return;
    // If it is shared although this object has made it: between our mkdir and our lock another netlair process was
    // here, which did not know who had made the directory.
    const DirectoryNote note(lock_.fd(), path_);
    if (!is_shared || note.read()) note.write(made_);
    if (is_shared) return;
  } catch (const Error&) {
    take_back_directories(path_, made_);
    throw;
  }
  try {
    mount_on_itself(path_);
  } catch (const Error&) {
    take_back();
    throw;
  }
}

// Uses descriptors on both sides: a name that is replaced meanwhile is not followed to another place.
RememberedFd LockedDir::add(const fs::path& entry, const UniqueFd& ns, const NetNsId& id) const {
  UniqueFd file(::open(entry.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0));
  throw_error_if(!file, Step::kCreate, quoted(entry));
  record_owner(file, id);
  if (::mount(path_of(ns).c_str(), path_of(file).c_str(), nullptr, MS_BIND, nullptr) == 0)
    return RememberedFd(std::move(file));
  const int error_number = errno;
  ::unlink(entry.c_str());
  throw Error(Step::kMount, "a network namespace on " + quoted(entry), error_number);
}

void LockedDir::remove(const fs::path& entry, const NetNsId& id, const FileId& file) const {
  struct stat status {};
  throw_error_if(::lstat(entry.c_str(), &status) != 0, Step::kUnmount, quoted(entry));
  const FileId found{status.st_dev, status.st_ino};
  const bool is_mounted = found == FileId{id.dev, id.ino};
  if (!is_mounted && (file == FileId() || found != file))
    throw Error(Step::kUnmount, quoted(entry) + ", which now means something else", ESTALE, "it was not changed");
  throw_error_if(is_mounted && ::umount2(entry.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) != 0, Step::kUnmount,
                 quoted(entry));
  throw_error_if(::unlink(entry.c_str()) != 0, Step::kRemove, quoted(entry));
}

std::vector<fs::path> LockedDir::remove_abandoned() const {
  std::vector<fs::path> removed;
  std::optional<Error> first;
  for (const auto& each : find_abandoned_names(lock_.fd(), path_)) {
    try {
      remove(each.entry, each.ns, each.file.id());
      removed.push_back(each.entry);
    } catch (const Error& error) {
      if (error.error_number() != ESTALE && !first) first = error;  // ESTALE: somebody has replaced it
    }
  }
  if (first) throw Error(*first);
  return removed;
}

bool LockedDir::take_back() {
  if (has_names(lock_.fd(), path_)) return false;
  const DirectoryNote note(lock_.fd(), path_);
  const std::optional<int> made = note.read();
  if (!made) return false;  // not made by netlair
  throw_error_if(is_mount_point(path_) && ::umount2(path_.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) != 0, Step::kUnmount,
                 quoted(path_));
  note.remove();
  take_back_directories(path_, *made);
  return true;
}

}  // namespace netlair::detail
