// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/find_program.hpp>

#include "inhabitant.hpp"

#include <cerrno>
#include <string_view>

#include <unistd.h>

namespace netlair::detail {
namespace {

const char* why_not_found(const std::string& name) {
  if (name.empty()) return "argv[0] is empty";
  if (name.find(' ') != std::string::npos) return R"(one element per argument, as in {"ls", "-l"}: there is no shell)";
  return "it is in no directory of PATH: install the package that has it";
}

// A script as an argument has many lines.
std::string printable(const std::string& argument) {
  constexpr std::size_t kMost = 300;
  std::string text;
  for (const char each : argument.substr(0, kMost)) {
    if (each == '\n')
      text += "\\n";
    else
      text += static_cast<unsigned char>(each) < ' ' ? '?' : each;
  }
  return argument.size() > kMost ? text + "…" : text;
}

}  // namespace

std::string program_file(const std::string& name) {
  const bool is_path = name.find('/') != std::string::npos;
  if (is_path && (name.find(' ') == std::string::npos || ::access(name.c_str(), F_OK) == 0)) return name;
  if (!is_path)
    if (auto found = find_program(name)) return std::move(*found);
  throw Error(Step::kSpawn, "'" + name + "'", ENOENT, why_not_found(name));
}

std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& extra) {
  std::vector<std::string> result;
  for (char** each = ::environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view variable(*each);
    const std::string_view name = variable.substr(0, variable.find('='));
    bool replaced = name == mark_of_programs().first;  // that of a program that has started this one
    for (const auto& [key, value] : extra) replaced = replaced || key == name;
    if (!replaced) result.emplace_back(variable);
  }
  result.push_back(mark_of_programs().first + "=" + mark_of_programs().second);
  for (const auto& [key, value] : extra) {
    result.push_back(key);
    result.back().append("=").append(value);
  }
  return result;
}

std::string in_one_line(const std::vector<std::string>& argv) {
  std::string text;
  for (const auto& argument : argv) text += (text.empty() ? "" : " ") + printable(argument);
  return "'" + text + "'";
}

}  // namespace netlair::detail
