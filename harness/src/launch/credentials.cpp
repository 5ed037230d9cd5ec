// SPDX-License-Identifier: Apache-2.0
#include "launch/credentials.hpp"

#include <netlair/netns/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <utility>

#include <grp.h>
#include <pwd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

constexpr std::size_t kLongestEntry = 65536;  // of passwd(5) or group(5)

std::optional<id_t> number_of(const std::string& text) {
  id_t number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  const bool is_number = result.ec == std::errc() && result.ptr == end;
  if (is_number && number == static_cast<id_t>(-1))
    throw Error(Step::kSpawn, "user or group " + text, EINVAL, "-1 is not a valid number, setresuid(2)");
  return is_number ? std::optional(number) : std::nullopt;
}

struct User {
  uid_t user;
  gid_t group;
  std::string name;  // empty for a number that no user has
};

User find_user(const std::string& text) {
  std::vector<char> buffer(kLongestEntry);
  passwd entry{};
  passwd* found = nullptr;
  const auto number = number_of(text);
  const int error_number = number ? ::getpwuid_r(*number, &entry, buffer.data(), buffer.size(), &found)
                                  : ::getpwnam_r(text.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (found != nullptr) return {entry.pw_uid, entry.pw_gid, entry.pw_name};
  if (number) return {*number, *number, ""};
  throw Error(Step::kSpawn, "user '" + text + "'", error_number != 0 ? error_number : ENOENT,
              "there is no user of that name");
}

gid_t find_group(const std::string& text) {
  if (const auto number = number_of(text)) return *number;
  std::vector<char> buffer(kLongestEntry);
  group entry{};
  group* found = nullptr;
  const int error_number = ::getgrnam_r(text.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (found != nullptr) return entry.gr_gid;
  throw Error(Step::kSpawn, "group '" + text + "'", error_number != 0 ? error_number : ENOENT,
              "there is no group of that name");
}

std::vector<gid_t> groups_of(const User& user) {
  if (user.name.empty()) return {user.group};
  int count = 64;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  while (::getgrouplist(user.name.c_str(), user.group, groups.data(), &count) < 0)
    groups.resize(static_cast<std::size_t>(count));
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

// False in a user namespace that an ordinary user has made, user_namespaces(7).
bool may_change_groups() {
  std::string answer;
  std::ifstream("/proc/thread-self/setgroups") >> answer;
  return answer != "deny";
}

// Compares all IDs: a program that has given up some of its rights may still have others.
bool are_mine(const Credentials& found) {
  std::array<uid_t, 3> users{};
  std::array<gid_t, 3> groups{};
  auto& [real_user, user, saved_user] = users;
  auto& [real_group, group, saved_group] = groups;
  ::getresuid(&real_user, &user, &saved_user);
  ::getresgid(&real_group, &group, &saved_group);
  std::vector<gid_t> others(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
  others.resize(static_cast<std::size_t>(std::max(0, ::getgroups(static_cast<int>(others.size()), others.data()))));
  const auto has_each = [](const auto& all, id_t one) {
    return std::all_of(all.begin(), all.end(), [=](id_t each) { return each == one; });
  };
  const auto sorted = [](std::vector<gid_t> all) {
    std::sort(all.begin(), all.end());
    return all;
  };
  return (!found.user || has_each(users, *found.user)) && has_each(groups, found.group) &&
         (sorted(others) == sorted(found.groups) || !may_change_groups());
}

}  // namespace

// Raw system calls: the C library's functions notify all threads, which do not exist in the child.
bool Credentials::take_in_child() const noexcept {
  return ::syscall(SYS_setgroups, groups.size(), groups.data()) == 0 &&
         ::syscall(SYS_setresgid, group, group, group) == 0 &&
         (!user || ::syscall(SYS_setresuid, *user, *user, *user) == 0);
}

std::optional<Credentials> find_credentials(const std::string& user, const std::string& group) {
  if (user.empty() && group.empty()) return std::nullopt;
  Credentials found;
  if (!user.empty()) {
    const User its = find_user(user);
    found = {its.user, its.group, groups_of(its)};
  }
  if (!group.empty()) {
    found.group = find_group(group);
    found.groups = {found.group};
  }
  return are_mine(found) ? std::nullopt : std::optional(std::move(found));
}

}  // namespace netlair::detail
