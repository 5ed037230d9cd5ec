// SPDX-License-Identifier: Apache-2.0
#include "locked_dir.hpp"

#include <netlair/netns/error.hpp>

#include "made_note.hpp"

#include <array>
#include <cerrno>
#include <string>
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

constexpr int kTries = 100;  // each means that another process has taken the directory away between two of our calls

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

// Empty when there is none.
UniqueFd open_directory(const fs::path& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  const int error_number = errno;
  if (!fd && error_number != ENOENT) throw Error(Step::kCreateDir, refusal_of(path, error_number), error_number);
  return fd;
}

void refuse_what_everybody_may_write(const UniqueFd& fd, const fs::path& path) {
  struct stat status {};
  throw_error_if(::fstat(fd.get(), &status) != 0, Step::kCreateDir, quoted(path));
  if ((status.st_mode & S_IWOTH) != 0)
    throw Error(Step::kCreateDir, quoted(path) + ", which everybody may write to", EPERM,
                "names in it could be replaced by anyone: chmod o-w it, or give a directory of your own");
}

// Whether it is still there: another process may have retired it while we waited. A directory that was removed has no
// links.
bool lock(const UniqueFd& fd, const fs::path& path) {
  while (::flock(fd.get(), LOCK_EX) != 0) throw_error_if(errno != EINTR, Step::kLock, quoted(path));
  struct stat held {};
  return ::fstat(fd.get(), &held) == 0 && held.st_nlink > 0;
}

// By the descriptor that holds the lock, since this happens at every removal of a name, and may happen when there is no
// other descriptor to be had. What cannot be read counts as not empty.
bool is_empty(const UniqueFd& directory) {
  alignas(dirent64) std::array<char, 1024> buffer;
  ::lseek(directory.get(), 0, SEEK_SET);
  const ssize_t size = ::getdents64(directory.get(), buffer.data(), buffer.size());
  int entries = size > 0 ? 0 : 3;
  for (ssize_t offset = 0; offset < size; ++entries)
    offset += reinterpret_cast<const dirent64*>(buffer.data() + offset)->d_reclen;
  return entries == 2;  // "." and ".."
}

bool is_mount_point(const fs::path& path) {
  struct statx status {};
  return ::statx(AT_FDCWD, path.c_str(), 0, 0, &status) == 0 && (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

// False when it is not a mount point yet, which the kernel tells by EINVAL (mount_namespaces(7), shared subtrees).
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

LockedDir::LockedDir(fs::path path, UniqueFd fd, fs::path first_made)
    : path_(std::move(path)), fd_(std::move(fd)), first_made_(std::move(first_made)) {}

LockedDir LockedDir::make(const PersistDir& dir) {
  const fs::path path = without_trailing_slash(dir.path());
  fs::path first_made;
  for (int i = 0; i < kTries; ++i) {
    try {
      UniqueFd fd = open_directory(path);
      if (!fd) {
        if (fs::path made = make_directories(path); !made.empty()) first_made = std::move(made);
        continue;
      }
      refuse_what_everybody_may_write(fd, path);
      if (lock(fd, path)) return {path, std::move(fd), std::move(first_made)};
    } catch (const Error&) {
      take_back_directories(path, first_made);
      throw;
    }
  }
  throw Error(Step::kCreateDir, quoted(path), EAGAIN, "other processes keep taking it away");
}

std::optional<LockedDir> LockedDir::find(const PersistDir& dir) {
  const fs::path path = without_trailing_slash(dir.path());
  for (int i = 0; i < kTries; ++i) {
    UniqueFd fd = open_directory(path);
    if (!fd) return std::nullopt;
    if (lock(fd, path)) return LockedDir(path, std::move(fd), {});
  }
  return std::nullopt;
}

void LockedDir::share() {
  const MadeNote note(fd_);
  try {
    if (make_shared(path_)) {
      // Between our mkdir and our lock another process of ours was here, which did not know who had made the directory.
      if (!first_made_.empty() && note.read()) note.write(first_made_);
      return;
    }
    note.write(first_made_);
  } catch (const Error&) {
    take_back_directories(path_, first_made_);
    throw;
  }
  try {
    mount_on_itself(path_);
  } catch (const Error&) {
    retire();
    throw;
  }
}

void LockedDir::reserve(const fs::path& entry) const {
  const UniqueFd fd(::open(entry.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0));
  throw_error_if(!fd, Step::kCreate, quoted(entry));
}

void LockedDir::remove(const fs::path& entry, const NetNsId& id) const {
  struct stat status {};
  throw_error_if(::lstat(entry.c_str(), &status) != 0, Step::kUnmount, quoted(entry));
  if (NetNsId{status.st_dev, status.st_ino} != id)
    throw Error(Step::kUnmount, quoted(entry) + ", which has come to mean something else", ESTALE, "it was left alone");
  throw_error_if(::umount2(entry.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) != 0, Step::kUnmount, quoted(entry));
  throw_error_if(::unlink(entry.c_str()) != 0, Step::kRemove, quoted(entry));
}

bool LockedDir::retire() {
  if (!is_empty(fd_)) return false;
  const MadeNote note(fd_);
  const std::optional<fs::path> first_made = note.read();
  if (!first_made) return false;  // not made by netlair
  throw_error_if(is_mount_point(path_) && ::umount2(path_.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) != 0, Step::kUnmount,
                 quoted(path_));
  note.remove();
  take_back_directories(path_, *first_made);
  return true;
}

}  // namespace netlair::detail
