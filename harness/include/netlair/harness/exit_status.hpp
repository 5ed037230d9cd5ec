// SPDX-License-Identifier: Apache-2.0
// How a program ended. A value.
#pragma once

#include <iosfwd>

namespace netlair {

class ExitStatus {
 public:
  /// `code` from 0 to 255.
  static ExitStatus exited(int code) noexcept { return {code, 0}; }
  static ExitStatus signalled(int signal) noexcept { return {0, signal}; }

  bool success() const noexcept { return code_ == 0 && signal_ == 0; }
  /// 0 if a signal ended the program.
  int code() const noexcept { return code_; }
  /// 0 if the program exited.
  int signal() const noexcept { return signal_; }

  friend bool operator==(const ExitStatus&, const ExitStatus&) = default;
  /// Did the program exit with that status? For EXPECT_EQ(program.wait(), 0).
  friend bool operator==(const ExitStatus& status, int code) noexcept { return status == exited(code); }

 private:
  ExitStatus(int code, int signal) noexcept : code_(code), signal_(signal) {}

  int code_;
  int signal_;
};

/// "exited with status 1", "was ended by SIGKILL"
std::ostream& operator<<(std::ostream& out, const ExitStatus& status);

}  // namespace netlair
