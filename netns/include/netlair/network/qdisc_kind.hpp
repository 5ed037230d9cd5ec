// SPDX-License-Identifier: Apache-2.0
// The kinds of queueing disciplines, each with its settings; what is not set is the kernel's default. Which of them
// this kernel has is what support() tells.
#pragma once

#include <netlair/network/qdisc_handle.hpp>
#include <netlair/network/quantities.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace netlair {

/// Each packet is lost by itself, or, with a correlation, more likely behind a lost one.
struct RandomLoss {
  Percent probability;
  std::optional<Percent> correlation = {};
};

/// Loss in bursts: a good and a bad state, and how probably each packet changes it (Gilbert 1960, Elliott 1963).
struct GilbertElliottLoss {
  Percent to_bad;                        ///< p
  Percent to_good = percent(100);        ///< r
  Percent lost_when_bad = percent(100);  ///< 1 - h
  Percent lost_when_good = percent(0);   ///< 1 - k
};

/// The shape of the jitter. What is not uniform is scaled so that `jitter` is its standard deviation.
enum class DelayDistribution { kUniform, kNormal, kPareto, kParetoNormal };

/// A bad line (tc-netem(8)). It impairs ARP and neighbour discovery as well: add permanent neighbours first where that
/// matters.
struct Netem {
  std::chrono::nanoseconds delay = {};
  std::chrono::nanoseconds jitter = {};
  std::optional<Percent> delay_correlation = {};
  DelayDistribution distribution = DelayDistribution::kUniform;
  std::variant<std::monostate, RandomLoss, GilbertElliottLoss> loss = {};
  std::optional<Percent> duplicate = {};
  std::optional<Percent> duplicate_correlation = {};
  std::optional<Percent> corrupt = {};  ///< one bit of the packet is turned over
  std::optional<Percent> corrupt_correlation = {};
  std::optional<Percent> reorder = {};  ///< these are sent at once, the others delayed; needs a delay
  std::optional<Percent> reorder_correlation = {};
  std::uint32_t gap = 0;  ///< reorder every gap-th packet only; 0: any
  std::optional<Rate> rate = {};
  std::uint32_t limit = 1000;              ///< packets held; more are dropped
  std::optional<std::uint64_t> seed = {};  ///< the same for the same losses; Linux 6.6, ignored by older ones
};

/// No faster than this (tc-tbf(8)).
struct Tbf {
  Rate rate;
  /// Bytes that may go out at once; 0: enough for 4 ms of the rate, and a packet. What is larger by itself is dropped.
  std::uint32_t burst = 0;
  std::optional<std::chrono::nanoseconds> latency = {};  ///< how long a packet may wait; not set, nor a limit: 50 ms
  std::optional<std::uint32_t> limit = {};               ///< how many bytes may wait, in place of a latency
};

/// Classes with rates of their own that lend each other what they do not use (tc-htb(8)).
struct Htb {
  std::optional<QdiscHandle> default_class = {};  ///< takes what no filter assigns; not set: that is not limited
};

struct HtbClass {
  Rate rate;                      ///< what it is sure to have
  std::optional<Rate> ceil = {};  ///< what it may borrow up to; not set: `rate`
  std::uint32_t burst = 0;        ///< bytes; 0: enough for 4 ms of the rate, and a packet
  std::uint32_t ceil_burst = 0;   ///< bytes; likewise
  std::uint8_t priority = 0;      ///< 0 to 7; the lower is served first
};

/// For filters on what comes in.
struct Ingress {};
/// For filters on what comes in, and on what leaves.
struct Clsact {};

/// Any other, by the kernel's name for it, without settings.
struct OtherQdisc {
  std::string name;
};

using QdiscKind = std::variant<Netem, Tbf, Htb, Ingress, Clsact, OtherQdisc>;
std::string kernel_name(const QdiscKind& kind);

}  // namespace netlair
