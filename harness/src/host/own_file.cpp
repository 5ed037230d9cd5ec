// SPDX-License-Identifier: Apache-2.0
#include <netlair/harness/own_file.hpp>
#include <netlair/harness/scoped_host.hpp>
#include <netlair/netns/error.hpp>
#include <netlair/netns/unique_fd.hpp>

#include "files/file_stamp.hpp"
#include "host/host_namespaces.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace netlair::detail {

std::string OwnFile::name() const {
  return "'" + std::string(path_) + "' of " + *host_name_;
}

bool OwnFile::is_own() const noexcept {
  return namespaces_->has_own_files();
}

void OwnFile::add_line(const std::string& line) const {
  if (!is_own())
    throw Error(Step::kCheckValue, name(), ENOENT,
                "this host has the machine's files, because mounting is not allowed here; they are never changed");
  const ScopedHost inside(*namespaces_);
  const UniqueFd file(::open(path_, O_WRONLY | O_APPEND | O_CLOEXEC));  // no O_CREAT: it would create the machine's
  if (!file)
    throw Error(Step::kCheckValue, name(), errno,
                "a host has such a file only where the machine has one, for it to cover");
  const std::string text = line + "\n";
  throw_error_if(::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()), Step::kOpen,
                 name());
  stamp(file);
}

std::string OwnFile::text() const {
  const ScopedHost inside(*namespaces_);
  const UniqueFd file(::open(path_, O_RDONLY | O_CLOEXEC));
  throw_error_if(!file, Step::kOpen, name());
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t size = 0; (size = ::read(file.get(), buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(size));
  return text;
}

void require_word(std::string_view text, const char* what) {
  const auto is_no_part = [](unsigned char each) { return std::isgraph(each) == 0 || each == '#'; };
  if (text.empty() || std::any_of(text.begin(), text.end(), is_no_part))
    throw Error(Step::kCheckValue, "'" + std::string(text) + "' as " + what, EINVAL,
                "it must be one word, without '#'");
}

}  // namespace netlair::detail
