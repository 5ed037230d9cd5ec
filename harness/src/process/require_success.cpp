// SPDX-License-Identifier: Apache-2.0
#include "process/require_success.hpp"

#include <netlair/harness/duration_text.hpp>
#include <netlair/harness/process.hpp>
#include <netlair/netns/error.hpp>

#include "launch/command.hpp"

#include <cerrno>
#include <sstream>

namespace netlair::detail {

void require_success(const Process& program, std::chrono::milliseconds within, SourceLocation where) {
  const auto status = located(where, [&] { return program.wait_for(within); });
  if (status && status->success()) return;
  std::ostringstream words;
  if (status)
    words << "it " << *status;
  else
    words << "it still runs after " << in_words(within);
  throw Error::in_words(Step::kRun, in_one_line(program.argv()), status ? ECHILD : ETIMEDOUT, words.str(),
                        "the end of its output:\n" + program.output_tail())
      .at(where);
}

}  // namespace netlair::detail
