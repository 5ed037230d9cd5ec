// SPDX-License-Identifier: Apache-2.0
#include "files/mount_watch.hpp"

#include "files/mount_namespace.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

struct Mount {
  std::string id;
  std::string source;  // what is mounted where; equal in a copy of the namespace
  std::string point;
  std::string type;
};

constexpr const char* kOwnMounts = "/proc/thread-self/mountinfo";

// proc_pid_mountinfo(5): "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"
std::vector<Mount> parse_mounts(const std::string& mountinfo) {
  std::vector<Mount> mounts;
  std::istringstream lines(mountinfo);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string parent;
    std::string device;
    std::string root;
    Mount mount;
    fields >> mount.id >> parent >> device >> root >> mount.point;
    mount.source = device + " " + root + " " + mount.point;
    const std::size_t dash = line.find(" - ");
    if (dash != std::string::npos) std::istringstream(line.substr(dash + 3)) >> mount.type;
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

std::string read_from_start(const UniqueFd& fd) {
  std::string text(1 << 16, '\0');
  std::size_t size = 0;
  ::lseek(fd.get(), 0, SEEK_SET);
  for (ssize_t part = 0; (part = ::read(fd.get(), text.data() + size, text.size() - size)) > 0;) {
    size += static_cast<std::size_t>(part);
    if (size == text.size()) text.resize(size * 2);
  }
  text.resize(size);
  return text;
}

bool take_one(std::multiset<std::string>& from, const std::string& what) {
  const auto found = from.find(what);
  if (found == from.end()) return false;
  from.erase(found);
  return true;
}

// The IDs of the mounts that `mounts` began with: of each source the first ones, as many as `origin` has; those at
// netlair's own mount points; and copies that came along below one of these.
std::set<std::string> made_with(const std::vector<Mount>& mounts, const std::vector<Mount>& origin,
                                const std::vector<std::string>& points) {
  std::multiset<std::string> copied;
  for (const auto& each : origin) copied.insert(each.source);
  const std::set<std::string> kinds(copied.begin(), copied.end());
  std::multiset<std::string> own(points.begin(), points.end());
  const auto came_along = [&](const Mount& mount) {
    return kinds.contains(mount.source) && std::any_of(points.begin(), points.end(), [&](const auto& point) {
             return point != "/run" && mount.point.starts_with(point + "/");
           });
  };
  std::set<std::string> found;
  for (const auto& each : mounts)
    if (take_one(copied, each.source) || take_one(own, each.point) || came_along(each)) found.insert(each.id);
  return found;
}

bool has_changed(const UniqueFd& mounts) {
  pollfd events{mounts.get(), POLLPRI, 0};
  return ::poll(&events, 1, 0) > 0;
}

}  // namespace

MountWatch::MountWatch(UniqueFd mounts, std::vector<std::string> points)
    : mounts_(std::move(mounts)), points_(std::move(points)) {}

std::vector<std::string> MountWatch::take_since() {
  if (!mounts_ || !has_changed(mounts_)) return {};
  const std::vector<Mount> mounts = parse_mounts(read_from_start(mounts_));
  if (!origin_) origin_ = open_own(kOwnMounts);
  const std::set<std::string> first = made_with(mounts, parse_mounts(read_from_start(origin_)), points_);
  std::vector<std::string> found;
  for (const auto& each : mounts)
    if (!first.contains(each.id)) found.push_back("mount " + each.point + " (" + each.type + ")");
  return found;
}

}  // namespace netlair::detail
