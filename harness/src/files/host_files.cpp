// SPDX-License-Identifier: Apache-2.0
#include "files/host_files.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/unique_fd.hpp>

#include "files/file_stamp.hpp"
#include "files/followed_link.hpp"
#include "files/mount_namespace.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

namespace fs = std::filesystem;

// For a thread with a umask of its own: files get exactly the modes that the calls specify.
class [[nodiscard]] ScopedUmask {
 public:
  ScopedUmask() noexcept = default;
  ScopedUmask(const ScopedUmask&) = delete;
  ScopedUmask& operator=(const ScopedUmask&) = delete;
  ~ScopedUmask() { ::umask(before_); }

 private:
  mode_t before_ = ::umask(0);
};

std::string of_a_host(const fs::path& path) {
  return "'" + path.string() + "' of a host";
}

void make_directory(const fs::path& path, mode_t mode = 0755) {
  throw_error_if(::mkdir(path.c_str(), mode) != 0 && errno != EEXIST, Step::kCreateDir, of_a_host(path));
}

void make_directories(const fs::path& path) {
  if (path.has_relative_path()) make_directories(path.parent_path());
  make_directory(path);
}

void write_new_file(const fs::path& path, std::string_view text) {
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
  throw_error_if(!file || ::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()),
                 Step::kMount, of_a_host(path));
  stamp(file);
}

// If `path` leads through /run, returns the name of the entry of /run; else empty.
std::string entry_of_run(const fs::path& path) {
  if (is_below(path, "/run")) return *std::next(path.begin(), 2);
  return is_below(path, "/var/run") ? *std::next(path.begin(), 3) : fs::path();
}

std::set<std::string> entries_of_run_in_the_environment() {
  std::error_code unknown;
  std::set<std::string> used{entry_of_run(fs::read_symlink("/proc/self/exe", unknown))};
  const auto value = [](const char* name) {
    const char* text = std::getenv(name);
    return std::string(text != nullptr ? text : "");
  };
  used.insert(entry_of_run(value("TMPDIR")));
  std::istringstream directories(value("PATH"));
  for (std::string directory; std::getline(directories, directory, ':');) used.insert(entry_of_run(directory));
  return used;
}

// Some systems keep programs in /run, and some people their sources. The environment is read once, for the first host:
// later another thread may be changing it.
std::set<std::string> entries_of_run_in_use() {
  // Never destroyed: threads of a pool may use it while the program ends.
  static const auto& of_the_environment = *new const std::set<std::string>(entries_of_run_in_the_environment());
  std::set<std::string> used = of_the_environment;
  used.insert(entry_of_run(working_directory()));
  used.erase(std::string());
  return used;
}

struct Kept {
  std::string name;
  UniqueFd tree;
};

std::vector<Kept> keep_entries_in_use() {
  std::vector<Kept> kept;
  for (const auto& name : entries_of_run_in_use()) {
    const std::string path = "/run/" + name;
    UniqueFd tree(::open_tree(AT_FDCWD, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
    if (tree) kept.push_back({name, std::move(tree)});  // Linux 5.2; an entry that cannot be opened is not shown
  }
  return kept;
}

// The entry may be a file in /run itself, such as a program.
void show(const Kept& entry, const std::string& path) {
  struct stat status {};
  throw_error_if(::fstat(entry.tree.get(), &status) != 0, Step::kMount, of_a_host(path));
  if (S_ISDIR(status.st_mode))
    make_directory(path);
  else
    write_new_file(path, "");
  throw_error_if(::move_mount(entry.tree.get(), "", AT_FDCWD, path.c_str(), MOVE_MOUNT_F_EMPTY_PATH) != 0, Step::kMount,
                 of_a_host(path));
}

// Returns false if the machine has no /run: so bare a machine has no files for a host either.
bool make_own_run(std::vector<std::string>& shown) {
  const std::vector<Kept> kept = keep_entries_in_use();
  const bool is_mounted = ::mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") == 0;
  if (!is_mounted && errno == ENOENT) return false;
  throw_error_if(!is_mounted, Step::kMount, "tmpfs on /run of a host");
  for (const auto& entry : kept) show(entry, shown.emplace_back("/run/" + entry.name));
  make_directory("/run/netlair");
  make_directory("/run/lock", 01777);
  return true;
}

// If `path` is a link into /run (that of systemd-resolved, for example), the target must exist in the host's /run. Any
// other file is covered by one of the host's, also a file in what the host shows of the machine's /run. A file that the
// machine does not have cannot be covered: the host has none either.
void give_file(const char* path, std::string_view text, const std::vector<std::string>& shown,
               std::vector<std::string>& points) {
  std::error_code is_no_link;
  const fs::path real = fs::read_symlink(path, is_no_link).empty() ? fs::path(path) : followed_to_run(path);
  const bool is_shown = std::any_of(shown.begin(), shown.end(), [&](const auto& each) { return is_below(real, each); });
  if (is_below(real, "/run") && !is_shown) {
    make_directories(real.parent_path());
    return write_new_file(real, text);
  }
  const fs::path own = "/run/netlair" / fs::path(path).filename();
  write_new_file(own, text);
  const bool is_mounted = ::mount(own.c_str(), real.c_str(), nullptr, MS_BIND, nullptr) == 0;
  throw_error_if(!is_mounted && errno != ENOENT && errno != ELOOP, Step::kMount, of_a_host(real));
  if (is_mounted) points.push_back(real);
}

}  // namespace

bool is_this_thread_in_run() {
  return !entry_of_run(working_directory()).empty();
}

OwnFiles set_up_files(const std::string& host_name, std::vector<std::string>& points) {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    throw_error_if(errno != EPERM && errno != EACCES, Step::kMount, "/ as private to a host");
    return OwnFiles::kNoMounts;
  }
  const ScopedUmask exact_modes;
  // A sysfs shows the network that it was mounted in. The kernels of some containers refuse to mount it; then the
  // machine's stays.
  if (::mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0) points.emplace_back("/sys");
  std::vector<std::string> shown;  // parts of the machine's /run
  if (!make_own_run(shown)) return OwnFiles::kNoRun;
  points.emplace_back("/run");
  points.insert(points.end(), shown.begin(), shown.end());
  give_file("/etc/hosts",
            "127.0.0.1\tlocalhost " + host_name + "\n::1\tlocalhost ip6-localhost ip6-loopback " + host_name + "\n",
            shown, points);
  give_file("/etc/resolv.conf", "# No name server, so resolvers ask 127.0.0.1, see resolv.conf(5).\n", shown, points);
  return OwnFiles::kAll;
}

}  // namespace netlair::detail
