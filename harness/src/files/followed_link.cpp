// SPDX-License-Identifier: Apache-2.0
#include "files/followed_link.hpp"

#include <list>
#include <string>
#include <system_error>

namespace netlair::detail {

namespace fs = std::filesystem;

bool is_below(const fs::path& path, std::string_view directory) {
  return path.native().starts_with(std::string(directory) + "/");
}

fs::path followed_to_run(const fs::path& link) {
  constexpr int kLinks = 40;  // the kernel's limit
  std::list<fs::path> to_go(link.begin(), link.end());
  fs::path gone;
  for (int links = 0; !to_go.empty() && links < kLinks;) {
    const fs::path next = to_go.front() == ".." ? gone.parent_path() : gone / to_go.front();
    to_go.pop_front();
    std::error_code is_no_link;
    const fs::path target = is_below(next, "/run") ? fs::path() : fs::read_symlink(next, is_no_link);
    if (target.empty()) gone = next;
    if (!target.empty()) ++links;
    to_go.insert(to_go.begin(), target.begin(), target.end());
  }
  return to_go.empty() ? gone : link;
}

}  // namespace netlair::detail
