// SPDX-License-Identifier: Apache-2.0
#include "made_note.hpp"

#include <netlair/netns/error.hpp>

#include <cerrno>
#include <string>

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNotes = "/run/netlair";
constexpr int kTries = 100;  // each means that another process has taken kNotes away between two of our calls

UniqueFd open_for_writing(const fs::path& note) {
  for (int i = 0; i < kTries; ++i) {
    throw_error_if(::mkdir(kNotes, 0755) != 0 && errno != EEXIST, Step::kCreateDir, kNotes);
    UniqueFd fd(::open(note.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (fd || errno != ENOENT) return fd;
  }
  return {};
}

}  // namespace

MadeNote::MadeNote(const UniqueFd& directory) {
  struct stat status {};
  throw_error_if(::fstat(directory.get(), &status) != 0, Step::kOpen, "a persist dir");
  path_ = fs::path(kNotes) / ("made-" + std::to_string(status.st_dev) + "-" + std::to_string(status.st_ino));
}

std::optional<fs::path> MadeNote::read() const {
  const UniqueFd fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd && errno == ENOENT) return std::nullopt;
  std::string text(PATH_MAX, '\0');
  const ssize_t size = fd ? ::read(fd.get(), text.data(), text.size()) : -1;
  throw_error_if(size < 0, Step::kOpen, path_.string());
  text.resize(static_cast<std::size_t>(size));
  return text;
}

void MadeNote::write(const fs::path& first_made) const {
  const std::string& text = first_made.native();
  const UniqueFd fd = open_for_writing(path_);
  if (fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size())) return;
  const int error_number = errno;
  if (fd) ::unlink(path_.c_str());
  ::rmdir(kNotes);
  throw Error(Step::kCreate, path_.string(), error_number);
}

void MadeNote::remove() const {
  throw_error_if(::unlink(path_.c_str()) != 0, Step::kRemove, path_.string());
  ::rmdir(kNotes);  // fails while other notes are in it
}

fs::path make_directories(const fs::path& path) {
  if (::mkdir(path.c_str(), 0755) == 0) return path;
  if (errno == EEXIST) return {};
  throw_error_if(errno != ENOENT || !path.has_relative_path(), Step::kCreateDir, "'" + path.string() + "'");
  fs::path parent = make_directories(path.parent_path());
  if (::mkdir(path.c_str(), 0755) == 0) return parent.empty() ? path : parent;
  const int error_number = errno;
  if (error_number == EEXIST) return parent;
  take_back_directories(path.parent_path(), parent);
  throw Error(Step::kCreateDir, "'" + path.string() + "'", error_number);
}

void take_back_directories(const fs::path& path, const fs::path& first_made) noexcept {
  if (first_made.empty()) return;
  for (fs::path each = path; ::rmdir(each.c_str()) == 0 && each != first_made;) each = each.parent_path();
}

}  // namespace netlair::detail
