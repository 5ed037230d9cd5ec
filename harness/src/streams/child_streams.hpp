// SPDX-License-Identifier: Apache-2.0
// The standard streams of a program: pipes, like those that a shell gives programs. A thread of netlair reads and
// writes the other ends, so that the program is never blocked. Any thread may use an object.
#pragma once

#include <netlair/harness/written_bytes.hpp>
#include <netlair/netns/unique_fd.hpp>

#include "streams/child_pipes.hpp"
#include "streams/streams_reader.hpp"
#include "streams/watching.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netlair {
struct SpawnOptions;
}

namespace netlair::detail {

class ChildStreams final : private StreamsReader::Client {
 public:
  /// Throws Error at kSpawn; `program` is for the error text.
  ChildStreams(const SpawnOptions& options, const std::string& program, std::shared_ptr<StreamsReader> reader);
  ChildStreams(const ChildStreams&) = delete;
  ChildStreams& operator=(const ChildStreams&) = delete;
  ~ChildStreams();

  /// The program's ends, until begin(); an input of -1 means /dev/null.
  int its_input() const noexcept { return input_file_ ? input_file_.get() : input_ ? input_->its_end() : -1; }
  int its_output() const noexcept { return output_.its_end(); }
  int its_errors() const noexcept { return errors_ ? errors_->its_end() : output_.its_end(); }
  /// Call this when the program has its ends: closes them here, and starts reading. Throws Error at kJoin or kSpawn.
  void begin();

  /// Reads all that has been written by now.
  void drain();
  /// All that has been written by now.
  std::string output();
  /// What has been written to standard error, if that is apart; else empty.
  std::string errors();
  WrittenBytes written();
  /// The last lines of what was written after `since`, for an error message.
  std::string tail(int lines, const WrittenBytes& since);
  /// Has every process closed the program's output ends?
  bool are_closed();
  /// Why the output file lacks some of the output, returned once; empty if it does not.
  std::string take_problem();

 private:
  std::unique_lock<std::mutex> lock();
  void serve() override;
  void take();
  void take_side_channels();
  void pass_on(OutputWatcher::Stream stream, std::string_view text);
  void copy(std::string_view text);
  void tell_listener() noexcept;

  UniqueFd input_file_;
  std::optional<InputPipe> input_;
  OutputPipe output_;
  std::optional<OutputPipe> errors_;
  UniqueFd copy_;
  int copy_error_ = 0;
  bool is_told_ = false;
  std::vector<std::shared_ptr<OutputWatcher>> watchers_;
  std::vector<std::shared_ptr<SideChannel>> side_channels_;
  std::function<void(std::string_view)> listener_;
  std::string pending_output_;   // not passed to the listener yet
  UniqueFd has_pending_output_;  // an eventfd(2) that wakes the reader up
  std::mutex mutex_;
  std::shared_ptr<StreamsReader> reader_;
  bool thread_has_begun_ = false;
};

}  // namespace netlair::detail
