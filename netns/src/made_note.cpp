// SPDX-License-Identifier: Apache-2.0
#include "made_note.hpp"

#include <netlair/netns/error.hpp>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>

#include <fcntl.h>
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

std::optional<int> MadeNote::read() const {
  const UniqueFd fd(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd && errno == ENOENT) return std::nullopt;
  std::array<char, 16> text{};
  throw_error_if(!fd || ::read(fd.get(), text.data(), text.size() - 1) < 0, Step::kOpen, path_.string());
  return std::atoi(text.data());
}

void MadeNote::write(int made) const {
  const std::string text = std::to_string(made);
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
