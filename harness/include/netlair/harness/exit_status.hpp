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
  /// 0 when a signal ended it.
  int code() const noexcept { return code_; }
  /// 0 when it ended by itself.
  int signal() const noexcept { return signal_; }

  friend bool operator==(const ExitStatus&, const ExitStatus&) = default;
  /// EXPECT_EQ(program.wait(), 0): did it end by itself, with that status?
  friend bool operator==(const ExitStatus& status, int code) noexcept { return status == exited(code); }

 private:
  ExitStatus(int code, int signal) noexcept : code_(code), signal_(signal) {}

  int code_;
  int signal_;
};

/// "exited with status 1", "was ended by SIGKILL"
std::ostream& operator<<(std::ostream& out, const ExitStatus& status);

}  // namespace netlair
