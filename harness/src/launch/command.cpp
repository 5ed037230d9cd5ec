// SPDX-License-Identifier: Apache-2.0
#include "launch/command.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/netns/find_program.hpp>

#include "keeper/proc_entry.hpp"

#include <cerrno>
#include <functional>
#include <map>
#include <string_view>

#include <unistd.h>

namespace netlair::detail {
namespace {

const char* why_not_found(const std::string& name) {
  if (name.empty()) return "argv[0] is empty";
  if (name.find(' ') != std::string::npos) return R"(one element per argument, as in {"ls", "-l"}: there is no shell)";
  return "it is in no directory of PATH: install the package that has it";
}

std::string path_of(const SpawnOptions& options) {
  std::string path = search_path();
  for (const auto& [name, value] : options.environment)
    if (name == "PATH") path = value;
  return path;
}

// Makes one line of an argument that has many, such as a script.
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

void check_texts(const std::vector<std::string>& argv, const SpawnOptions& options) {
  const std::string program = in_one_line(argv);
  const auto check = [&](std::string_view text, const std::string& what) {
    if (text.find('\0') != std::string_view::npos)
      throw Error(Step::kSpawn, program + " (" + what + ")", EINVAL, "it contains a null byte, which would end it");
  };
  for (std::size_t i = 0; i < argv.size(); ++i) check(argv[i], "its argument " + std::to_string(i));
  check(options.directory.native(), "its directory");
  check(options.input_file.native(), "the file of its input");
  check(options.output_file.native(), "the file of its output");
  check(options.user, "its user");
  check(options.group, "its group");
  for (const auto& [name, value] : options.environment) {
    check(name, "a name in its environment");
    check(value, name + " in its environment");
    if (name.empty() || name.find('=') != std::string::npos)
      throw Error(Step::kSpawn, program + " (the variable '" + name + "' of its environment)", EINVAL,
                  "a name must not be empty, and must not contain '='");
  }
}

std::string program_file(const std::string& name, const SpawnOptions& options) {
  if (name.find('/') != std::string::npos) {
    const bool is_one_word = name.find(' ') == std::string::npos;
    if (is_one_word || ::access((options.directory / name).c_str(), F_OK) == 0) return name;
  } else if (auto found = find_program(name, path_of(options))) {
    return std::move(*found);
  }
  throw Error(Step::kSpawn, "'" + name + "'", ENOENT, why_not_found(name));
}

std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& extra) {
  std::map<std::string, std::string, std::less<>> given;
  for (const auto& [name, value] : extra) given.insert_or_assign(name, value);
  const auto [mark, value_of_mark] = mark_of_programs_here();
  given.insert_or_assign(mark, value_of_mark);
  std::vector<std::string> result;
  for (char** each = ::environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view variable(*each);
    if (!given.contains(variable.substr(0, variable.find('=')))) result.emplace_back(variable);
  }
  for (const auto& [name, value] : given) result.push_back(name + "=" + value);
  return result;
}

std::string in_one_line(const std::vector<std::string>& argv) {
  std::string text;
  for (const auto& argument : argv) text += (text.empty() ? "" : " ") + printable(argument);
  return "'" + text + "'";
}

}  // namespace netlair::detail
