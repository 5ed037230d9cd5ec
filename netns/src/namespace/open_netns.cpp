// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/open_netns.hpp>

#include "namespace/nsfs.hpp"

#include <utility>

#include <sys/stat.h>

namespace netlair::detail {

OpenNetNs::OpenNetNs(UniqueFd descriptor, std::filesystem::path opened_at)
    : fd(std::move(descriptor)), id(identity(fd)), path(std::move(opened_at)) {}

bool OpenNetNs::is_live() const noexcept {
  struct stat status {};
  return ::fstat(fd.get(), &status) == 0 && NetNsId{status.st_dev, status.st_ino} == id;
}

std::string OpenNetNs::str() const {
  std::string text = "NetNs { fd: " + std::to_string(fd.get());
  if (is_live()) text += ", dev: " + std::to_string(id.dev) + ", ino: " + std::to_string(id.ino);
  if (!path.empty()) text += ", path: " + path.string();
  return text + " }";
}

}  // namespace netlair::detail
