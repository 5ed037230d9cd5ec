// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/interface_name.hpp>

#include "base/check.hpp"

#include <algorithm>
#include <ostream>

namespace netlair {
namespace {

// What the kernel's dev_valid_name() refuses: white space is that of ISO 8859-1, in which 0xa0 is a space. The kernel
// takes a '%' as part of a name pattern ("eth%d"), so that no interface name has one.
bool is_refused(char each) {
  const auto byte = static_cast<unsigned char>(each);
  const bool space = (byte >= 0x09 && byte <= 0x0d) || byte == 0x20 || byte == 0xa0;
  return space || byte == 0 || each == '/' || each == ':' || each == '%';
}

}  // namespace

InterfaceName::InterfaceName(std::string_view name, Checked) {
  if (name.empty() || name.size() >= text_.size())
    detail::refuse(
        "interface name", name,
        "it has " + std::to_string(name.size()) + " bytes, and may have 1 to 15; a longer one is an AlternativeName");
  if (name == "." || name == ".." || std::any_of(name.begin(), name.end(), is_refused))
    detail::refuse("interface name", name, "it may not have white space, '/', ':' or '%', nor be '.' or '..'");
  std::copy(name.begin(), name.end(), text_.begin());
}

std::ostream& operator<<(std::ostream& out, const InterfaceName& name) {
  return out << name.view();
}

}  // namespace netlair
