// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/unique_fd.hpp>
#include <netlair/netns/user_namespace.hpp>

#include "namespace/thread_namespace.hpp"
#include "privilege/own_user_namespace.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

namespace netlair {
namespace {

namespace fs = std::filesystem;

void make_stand_in(const fs::path& path, fs::file_type type) {
  if (type == fs::file_type::directory)
    ::mkdir(path.c_str(), 0755);
  else
    UniqueFd(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

// Shows an entry of the old /run in the new one. An entry that cannot be shown (it is gone, or may not be bound) is
// left out: a program that needs it reports a better error than we could.
void show(const fs::path& old_run, const fs::path& name) {
  std::error_code ignored;
  const fs::path from = old_run / name;
  const fs::path to = "/run" / name;
  const fs::file_type type = fs::symlink_status(from, ignored).type();
  if (type == fs::file_type::symlink) return fs::copy_symlink(from, to, ignored);
  make_stand_in(to, type);
  ::mount(from.c_str(), to.c_str(), nullptr, MS_BIND | MS_REC, nullptr);
}

// /run belongs to the real root, so that names below it need a /run of our own. The entries of the old /run are bound
// into the new one, except the names of other people's namespaces, which we could not enter. Only names need this: an
// unusual /run is left unchanged, and making a name fails there with its own error.
void make_own_run() {
  const UniqueFd old_run(::open("/run", O_PATH | O_DIRECTORY | O_CLOEXEC));
  const fs::path below = "/proc/self/fd/" + std::to_string(old_run.get());
  std::error_code unreadable;
  std::vector<fs::path> names;
  for (fs::directory_iterator each("/run", unreadable), end; !unreadable && each != end; each.increment(unreadable))
    names.push_back(each->path().filename());
  if (unreadable || ::mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") != 0) return;
  for (const auto& name : names)
    if (name != "netns" && name != "netlair") show(below, name);
}

}  // namespace

void enter_user_namespace() {
  if (const detail::PlainError failure = detail::enter_own_namespaces())
    throw Error(failure.step, failure.object, failure.error_number);
  detail::forget_thread_namespace();
  make_own_run();
}

}  // namespace netlair
