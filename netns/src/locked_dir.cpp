// SPDX-License-Identifier: Apache-2.0
#include "locked_dir.hpp"

#include <netlair/netns/error.hpp>

#include "hints.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNotes = "/run/netlair";
constexpr int kTries = 100;  // each means that another process took the directory away between two of our calls

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

// Returns the outermost directory that was made, or nothing: that is what retire() goes back to.
fs::path make_directories(const fs::path& path) {
  if (::mkdir(path.c_str(), 0755) == 0) return path;
  if (errno == EEXIST) return {};
  throw_error_if(errno != ENOENT || !path.has_relative_path(), Step::kCreateDir, quoted(path));
  const fs::path parent = make_directories(path.parent_path());
  if (::mkdir(path.c_str(), 0755) == 0) return parent.empty() ? path : parent;
  throw_error_if(errno != EEXIST, Step::kCreateDir, quoted(path));
  return parent;
}

UniqueFd open_directory(const fs::path& path) {
  return UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

void lock(const UniqueFd& fd, const fs::path& path) {
  while (::flock(fd.get(), LOCK_EX) != 0) throw_error_if(errno != EINTR, Step::kLock, quoted(path));
}

bool same_file(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

// Another process may have retired the directory while we waited for its lock.
bool still_there(const UniqueFd& fd, const fs::path& path) {
  struct stat held {};
  struct stat now {};
  return ::fstat(fd.get(), &held) == 0 && ::stat(path.c_str(), &now) == 0 && same_file(held, now);
}

void refuse_what_everybody_may_write(const UniqueFd& fd, const fs::path& path) {
  struct stat status {};
  throw_error_if(::fstat(fd.get(), &status) != 0, Step::kCreateDir, quoted(path));
  if ((status.st_mode & S_IWOTH) != 0)
    throw Error(Step::kCreateDir, quoted(path) + ", which everybody may write to", EPERM,
                "names in it could be replaced by anyone: chmod o-w it, or give a directory of your own");
}

std::string refusal_of(const fs::path& path, int error_number) {
  struct stat status {};
  if (error_number != ENOTDIR && error_number != ELOOP) return quoted(path);
  if (::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode)) return quoted(path) + ", which is a symbolic link";
  return quoted(path) + ", which is not a directory";
}

fs::path without_trailing_slash(const fs::path& path) { return path.has_filename() ? path : path.parent_path(); }

bool is_mount_point(const UniqueFd& fd) {
  struct statx status {};
  return ::statx(fd.get(), "", AT_EMPTY_PATH, 0, &status) == 0 && (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

}  // namespace

LockedDir::LockedDir(fs::path path, UniqueFd fd, fs::path first_made)
    : path_(std::move(path)), fd_(std::move(fd)), first_made_(std::move(first_made)) {}

LockedDir LockedDir::make(const PersistDir& dir) {
  const fs::path path = without_trailing_slash(dir.path());
  fs::path first_made;
  for (int i = 0; i < kTries; ++i) {
    if (fs::path made = make_directories(path); !made.empty()) first_made = std::move(made);
    UniqueFd fd = open_directory(path);
    if (!fd && errno == ENOENT) continue;
    throw_error_if(!fd, Step::kCreateDir, refusal_of(path, errno));
    refuse_what_everybody_may_write(fd, path);
    lock(fd, path);
    if (still_there(fd, path)) return {path, std::move(fd), std::move(first_made)};
  }
  throw Error(Step::kCreateDir, quoted(path), EAGAIN, "other processes keep taking it away");
}

std::optional<LockedDir> LockedDir::find(const PersistDir& dir) {
  const fs::path path = without_trailing_slash(dir.path());
  for (int i = 0; i < kTries; ++i) {
    UniqueFd fd = open_directory(path);
    if (!fd && errno == ENOENT) return std::nullopt;
    throw_error_if(!fd, Step::kOpen, refusal_of(path, errno));
    lock(fd, path);
    if (still_there(fd, path)) return LockedDir(path, std::move(fd), {});
  }
  return std::nullopt;
}

void LockedDir::share() {
  // EINVAL: not a mount point yet (mount_namespaces(7), shared subtrees).
  if (::mount(nullptr, path_.c_str(), nullptr, MS_SHARED, nullptr) == 0) return;
  throw_error_if(errno != EINVAL, Step::kMount, "shared " + quoted(path_));
  note();
  throw_error_if(::mount(path_.c_str(), path_.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0, Step::kMount,
                 quoted(path_) + " on itself");
  throw_error_if(::mount(nullptr, path_.c_str(), nullptr, MS_SHARED, nullptr) != 0, Step::kMount,
                 "shared " + quoted(path_));
}

fs::path LockedDir::note_path() const {
  struct stat status {};
  throw_error_if(::fstat(fd_.get(), &status) != 0, Step::kOpen, quoted(path_));
  return fs::path(kNotes) / ("made-" + std::to_string(status.st_dev) + "-" + std::to_string(status.st_ino));
}

void LockedDir::note() const {
  const fs::path note = note_path();
  for (int i = 0; i < kTries; ++i) {
    throw_error_if(::mkdir(kNotes, 0755) != 0 && errno != EEXIST, Step::kCreateDir, kNotes);
    const UniqueFd fd(::open(note.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!fd && errno == ENOENT) continue;  // its directory was taken away by a process that had removed its own last note
    throw_error_if(!fd, Step::kCreate, note.string());
    const std::string made = first_made_.string();
    throw_error_if(::write(fd.get(), made.data(), made.size()) != static_cast<ssize_t>(made.size()), Step::kCreate,
                   note.string());
    return;
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

bool LockedDir::is_empty() const {
  std::error_code unreadable;
  return fs::is_empty(path_, unreadable) && !unreadable;
}

bool LockedDir::retire() {
  if (!is_empty()) return false;
  const fs::path note = note_path();
  std::ifstream text(note);
  if (!text) return false;  // not made by netlair
  std::string first_made;
  std::getline(text, first_made);
  const UniqueFd now = open_directory(path_);
  throw_error_if(is_mount_point(now) && ::umount2(path_.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) != 0, Step::kUnmount,
                 quoted(path_));
  throw_error_if(::unlink(note.c_str()) != 0, Step::kRemove, note.string());
  ::rmdir(kNotes);  // fails while other notes are in it
  for (fs::path each = path_; !first_made.empty(); each = each.parent_path())
    if (::rmdir(each.c_str()) != 0 || each == first_made) break;  // somebody else may have come to use a directory of ours
  return true;
}

}  // namespace netlair::detail
