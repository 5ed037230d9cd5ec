// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/persist_dir.hpp>

#include "base/check.hpp"
#include "names/locked_dir.hpp"

#include <algorithm>
#include <cerrno>
#include <iomanip>
#include <sstream>
#include <string>

#include <limits.h>

namespace netlair {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDefault = "/var/run/netns";  // NETNS_RUN_DIR of iproute2

const char* why_not_a_name(std::string_view name) {
  if (name.empty()) return "it is empty";
  if (name == "." || name == "..") return "it means a directory";
  if (name.find('/') != std::string_view::npos) return "it has a '/' in it";
  if (name.find('\0') != std::string_view::npos) return "it has a NUL in it";
  if (name.size() > NAME_MAX) return "it is longer than 255 bytes";
  return nullptr;
}

std::string printable(std::string_view name) {
  std::ostringstream text;
  for (const char c : name.substr(0, 80)) {
    if (c == '\0')
      text << "\\0";
    else
      text << c;
  }
  return "'" + text.str() + (name.size() > 80 ? "...'" : "'");
}

fs::path made_absolute(const fs::path& path) {
  detail::refuse_null("directory of names", path.native());
  std::error_code error;
  fs::path result = fs::absolute(path, error);
  if (path.empty() || error)
    throw Error(Step::kCreateDir, "'" + path.string() + "'", path.empty() ? EINVAL : error.value(),
                path.empty() ? "the path is empty" : "");
  return result;
}

}  // namespace

PersistDir::PersistDir() : path_(kDefault) {}

PersistDir::PersistDir(const fs::path& path) : path_(made_absolute(path)) {}

bool PersistDir::contains(const fs::path& path) const {
  std::error_code unreadable;
  const fs::path dir = fs::weakly_canonical(path_, unreadable);
  if (unreadable) return false;
  const fs::path inner = fs::weakly_canonical(path, unreadable);
  if (unreadable) return false;
  const auto [end_of_dir, rest] = std::mismatch(dir.begin(), dir.end(), inner.begin(), inner.end());
  return end_of_dir == dir.end() && rest != inner.end();
}

void PersistDir::init() const {
  detail::LockedDir::make(path_).share();
}

bool PersistDir::undo_init() const {
  auto locked = detail::LockedDir::find(path_);
  return locked && locked->take_back();
}

fs::path PersistDir::entry(std::string_view name) const {
  if (const char* why = why_not_a_name(name); why != nullptr)
    throw Error(Step::kName, printable(name) + " of a network namespace (" + why + ")",
                name.size() > NAME_MAX ? ENAMETOOLONG : EINVAL, "use 1 to 255 bytes without '/'");
  return path_ / name;
}

}  // namespace netlair
