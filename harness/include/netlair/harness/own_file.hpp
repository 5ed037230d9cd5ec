// SPDX-License-Identifier: Apache-2.0
// A file that a host has of its own, in place of the machine's file, which must never be written to. Not for direct
// use: HostsFile and ResolverFile are the only such files.
#pragma once

#include <string>
#include <string_view>

namespace netlair::detail {

class HostNamespaces;

/// Refers to the host, which must outlive the object; one thread at a time.
class OwnFile {
 public:
  OwnFile(const HostNamespaces& namespaces, const std::string& host_name, const char* path) noexcept
      : namespaces_(&namespaces), host_name_(&host_name), path_(path) {}

  const std::string& host_name() const noexcept { return *host_name_; }
  /// Does the host have its own file? False where mounting is not allowed.
  bool is_own() const noexcept;
  /// Adds a line at the end of the file. Throws Error at kCheckValue: ENOENT if the host has no such file of its own,
  /// or the errno of open(2); at kOpen if it cannot be written to; at kSetns.
  void add_line(const std::string& line) const;
  /// The contents of the file. Throws Error at kOpen or kSetns.
  std::string text() const;

 private:
  std::string name() const;

  const HostNamespaces* namespaces_;
  const std::string* host_name_;
  const char* path_;
};

/// Throws Error at kCheckValue, EINVAL, if `text` is not one word; `what` says in the error what it should be.
void require_word(std::string_view text, const char* what);

}  // namespace netlair::detail
