// SPDX-License-Identifier: Apache-2.0
#include "names/directory_note.hpp"

#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>
#include <sstream>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNotes = "/run/netlair";
constexpr int kTries = 100;  // each retry means that another process has removed kNotes between two of our calls

UniqueFd open_new(const fs::path& note) {
  return UniqueFd(::open(note.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
}

UniqueFd open_in_run(const fs::path& note) {
  for (int i = 0; i < kTries; ++i) {
    if (::mkdir(kNotes, 0755) != 0 && errno != EEXIST) return {};
    UniqueFd fd = open_new(note);
    if (fd || errno != ENOENT) return fd;
  }
  return {};
}

// Empty if there is no such file.
std::optional<std::string> text_of(const fs::path& note) {
  const UniqueFd fd(::open(note.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  std::array<char, 64> text{};
  throw_error_if(!fd || ::read(fd.get(), text.data(), text.size() - 1) < 0, Step::kOpen, note.string());
  return text.data();
}

// By statx(2); tmpfs reports the time since Linux 6.0.
std::string birth_of(const UniqueFd& directory) {
  struct statx status {};
  if (::statx(directory.get(), "", AT_EMPTY_PATH, STATX_BTIME, &status) != 0) return "";
  if ((status.stx_mask & STATX_BTIME) == 0) return "";
  return std::to_string(status.stx_btime.tv_sec) + "." + std::to_string(status.stx_btime.tv_nsec);
}

}  // namespace

DirectoryNote::DirectoryNote(const UniqueFd& directory, const fs::path& path)
    : inside_(path / ".netlair"), born_(birth_of(directory)) {
  struct stat status {};
  throw_error_if(::fstat(directory.get(), &status) != 0, Step::kOpen, "a persist dir");
  in_run_ = fs::path(kNotes) / ("made-" + std::to_string(status.st_dev) + "-" + std::to_string(status.st_ino));
}

// A note is "2 1700000000.5": two directories, and the time when the persist dir was born.
std::optional<int> DirectoryNote::read() const {
  for (const fs::path& each : {in_run_, inside_}) {
    const auto text = text_of(each);
    if (!text) continue;
    std::istringstream words(*text);
    int made = 0;
    std::string born;
    words >> made >> born;
    if (born == born_) return made;
  }
  return std::nullopt;
}

void DirectoryNote::write(int made) const {
  const std::string text = std::to_string(made) + " " + born_;
  const auto is_written = [&](const UniqueFd& fd) {
    return fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  };
  if (is_written(open_in_run(in_run_))) return;
  const int error_number = errno;
  remove_all();
  if (is_written(open_new(inside_))) return;
  remove_all();
  throw Error(Step::kCreate, in_run_.string(), error_number);
}

void DirectoryNote::remove() const {
  throw_error_if(!remove_all(), Step::kRemove, in_run_.string());
}

bool DirectoryNote::remove_all() const noexcept {
  const bool was_in_run = ::unlink(in_run_.c_str()) == 0;
  const int error_number = errno;
  const bool was_inside = ::unlink(inside_.c_str()) == 0;
  ::rmdir(kNotes);  // fails while other notes are in it
  if (!was_in_run) errno = error_number;
  return was_in_run || was_inside;
}

int make_directories(const fs::path& path) {
  if (::mkdir(path.c_str(), 0755) == 0) return 1;
  if (errno == EEXIST) return 0;
  throw_error_if(errno != ENOENT || !path.has_relative_path(), Step::kCreateDir, "'" + path.string() + "'");
  const int parents = make_directories(path.parent_path());
  if (::mkdir(path.c_str(), 0755) == 0) return parents + 1;
  const int error_number = errno;
  if (error_number == EEXIST) return parents;
  take_back_directories(path.parent_path(), parents);
  throw Error(Step::kCreateDir, "'" + path.string() + "'", error_number);
}

void take_back_directories(const fs::path& path, int made) noexcept {
  std::error_code gone;
  fs::path each = made > 0 ? fs::canonical(path, gone) : fs::path();
  for (int i = 0; i < made && !gone && ::rmdir(each.c_str()) == 0; ++i) each = each.parent_path();
}

}  // namespace netlair::detail
