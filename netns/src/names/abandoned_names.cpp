// SPDX-License-Identifier: Apache-2.0
#include "names/abandoned_names.hpp"

#include "names/name_record.hpp"

#include <utility>

#include <fcntl.h>
#include <sys/mount.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

// A view of the directory without what is mounted in it: there the files lie open that names are mounted on.
UniqueFd open_beneath_mounts(const UniqueFd& directory) {
  return UniqueFd(::open_tree(directory.get(), "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
}

}  // namespace

std::vector<AbandonedName> find_abandoned_names(const UniqueFd& directory, const fs::path& path) {
  std::vector<AbandonedName> found;
  const UniqueFd beneath = open_beneath_mounts(directory);
  std::error_code unreadable;
  for (fs::directory_iterator each(path, unreadable), end; !unreadable && each != end; each.increment(unreadable)) {
    const fs::path name = each->path().filename();
    UniqueFd file(::openat(beneath ? beneath.get() : directory.get(), name.c_str(),
                           O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    const auto ns = file ? abandoned_namespace(file) : std::nullopt;
    if (ns) found.push_back({path / name, *ns, RememberedFd(std::move(file))});
  }
  return found;
}

UniqueFd open_file_of_name(const fs::path& directory, const fs::path& entry) noexcept {
  const UniqueFd open(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const UniqueFd beneath = open_beneath_mounts(open);
  const char* const name = entry.c_str() + entry.native().rfind('/') + 1;
  return UniqueFd(::openat(beneath.get(), name, O_RDWR | O_CLOEXEC | O_NOFOLLOW));
}

}  // namespace netlair::detail
