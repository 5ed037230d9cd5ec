// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/find_program.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/network/nftables.hpp>

#include "base/program.hpp"
#include "settings/nftables.hpp"

#include <cerrno>
#include <sstream>

#include <sys/wait.h>

namespace netlair {
namespace {

// Puts the same margin before each line, so that nft's caret stays below what it points at.
std::string with_margin(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) result += "\n  | " + line;
  return result;
}

detail::Finished run(const NetNs& ns, const std::vector<std::string>& argv, std::string_view input,
                     const std::string& object) try {
  return ns.run([&] { return detail::run_program(argv, input); });
} catch (const Error& error) {
  const std::string ignored = "this program ignores SIGCHLD, so nft's exit status is lost";
  throw Error(Step::kNftables, object + ", by " + error.object(), error.error_number(),
              error.error_number() == ECHILD ? ignored : error.hint());
}

std::string run_nft(const NetNs& ns, const std::vector<std::string>& arguments, std::string_view input,
                    const std::string& object) {
  const auto program = find_program("nft");
  if (!program) throw Error(Step::kNftables, object, ENOENT, detail::kNftMissing);
  std::vector<std::string> argv = {*program};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  const auto [status, output, errors] = run(ns, argv, input, object);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
  // For an ordinary user, nft can send no more at once than a socket's buffer holds.
  const bool too_long = errors.find("Message too long") != std::string::npos;
  throw Error(Step::kNftables, object, EINVAL,
              (too_long ? "load it in several parts, or raise the sysctl net.core.wmem_max; nft says:" : "nft says:") +
                  with_margin(errors));
}

}  // namespace

void load_nftables(const NetNs& ns, std::string_view ruleset) {
  if (const auto null = ruleset.find('\0'); null != std::string_view::npos)
    throw Error(Step::kNftables, "ruleset into " + to_string(ns), EINVAL,
                "its byte " + std::to_string(null) + " is 0, where nft would end to read it");
  run_nft(ns, {"-f", "-"}, ruleset, "ruleset into " + to_string(ns));
}

std::string list_nftables(const NetNs& ns) {
  return run_nft(ns, {"list", "ruleset"}, {}, "list of " + to_string(ns));
}

}  // namespace netlair
