// SPDX-License-Identifier: Apache-2.0
// A file that a host has of its own in place of the machine's, which must never be written to. Not meant to be used by
// itself: HostsFile and ResolverFile are the files that there are.
#pragma once

#include <string>
#include <string_view>

namespace netlair::detail {

class HostNamespaces;

/// A reference to the host, which must outlive it; one thread at a time.
class OwnFile {
 public:
  OwnFile(const HostNamespaces& namespaces, const std::string& host_name, const char* path) noexcept
      : namespaces_(&namespaces), host_name_(&host_name), path_(path) {}

  const std::string& host_name() const noexcept { return *host_name_; }
  /// Has the host one of its own? False where mounting is not allowed.
  bool is_own() const noexcept;
  /// Adds a line to its end. Throws Error at kCheckValue, ENOENT, where the host has none of its own, or at kOpen.
  void add_line(const std::string& line) const;
  /// What is in it now. Throws Error at kOpen.
  std::string text() const;

 private:
  std::string name() const;

  const HostNamespaces* namespaces_;
  const std::string* host_name_;
  const char* path_;
};

/// Throws Error at kCheckValue, EINVAL, for what is not one word: `what` says what it was to be.
void require_word(std::string_view text, const char* what);

}  // namespace netlair::detail
