// SPDX-License-Identifier: Apache-2.0
#include "host/own_file.hpp"

#include <netlair/harness/host.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/unique_fd.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

namespace netlair::detail {
namespace {

std::string named(const Host& host, const char* path) {
  return "'" + std::string(path) + "' of " + host.name();
}

}  // namespace

void add_line(const Host& host, const char* path, const std::string& line) {
  if (!host.has_own_files())
    throw Error(Step::kCheck, named(host, path), ENOENT,
                "this host has the machine's files, because mounting is not allowed here; they are never changed");
  host.run([&] {
    const UniqueFd file(::open(path, O_WRONLY | O_APPEND | O_CLOEXEC));  // never O_CREAT: that would be the machine's
    if (!file)
      throw Error(Step::kCheck, named(host, path), errno,
                  "a host has such a file only where the machine has one, for it to cover");
    const std::string text = line + "\n";
    throw_error_if(::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()), Step::kOpen,
                   named(host, path));
    stamp(file);
  });
}

void stamp(const UniqueFd& file) noexcept {
  static std::atomic<long> count = 0;
  constexpr long kBillion = 1'000'000'000;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const std::array<timespec, 2> times{timespec{0, UTIME_OMIT}, timespec{now.tv_sec, count++ % kBillion}};
  ::futimens(file.get(), times.data());
}

std::string text_of(const Host& host, const char* path) {
  return host.run([&] {
    const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
    throw_error_if(!file, Step::kOpen, named(host, path));
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 0; (size = ::read(file.get(), buffer.data(), buffer.size())) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(size));
    return text;
  });
}

void require_word(std::string_view text, const char* what) {
  const auto is_no_part = [](unsigned char each) { return std::isgraph(each) == 0 || each == '#'; };
  if (text.empty() || std::any_of(text.begin(), text.end(), is_no_part))
    throw Error(Step::kCheck, "'" + std::string(text) + "' as " + what, EINVAL, "it is one word, without '#'");
}

}  // namespace netlair::detail
