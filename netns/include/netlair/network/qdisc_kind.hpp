// SPDX-License-Identifier: Apache-2.0
// The kinds of queueing disciplines, each with its settings. A setting that is not set has the kernel's default.
// support() tells which kinds this kernel has.
#pragma once

#include <netlair/network/qdisc_handle.hpp>
#include <netlair/network/quantities.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace netlair {

/// Each packet is lost independently, or, with a correlation, more probably after a lost one.
struct RandomLoss {
  Percent probability;
  std::optional<Percent> correlation = {};
};

/// Loss in bursts: a good and a bad state, and the probabilities that a packet changes the state (Gilbert 1960, Elliott
/// 1963).
struct GilbertElliottLoss {
  Percent to_bad;                        ///< p
  Percent to_good = percent(100);        ///< r
  Percent lost_when_bad = percent(100);  ///< 1 - h
  Percent lost_when_good = percent(0);   ///< 1 - k
};

/// The distribution of the jitter. One that is not uniform is scaled so that `jitter` is its standard deviation.
enum class DelayDistribution { kUniform, kNormal, kPareto, kParetoNormal };

/// Emulates a bad line (tc-netem(8)). Netem impairs ARP and neighbour discovery as well: add permanent neighbours first
/// if that matters.
struct Netem {
  std::chrono::nanoseconds delay = {};
  std::chrono::nanoseconds jitter = {};
  std::optional<Percent> delay_correlation = {};
  DelayDistribution distribution = DelayDistribution::kUniform;
  std::variant<std::monostate, RandomLoss, GilbertElliottLoss> loss = {};
  std::optional<Percent> duplicate = {};
  std::optional<Percent> duplicate_correlation = {};
  std::optional<Percent> corrupt = {};  ///< one bit of the packet is flipped
  std::optional<Percent> corrupt_correlation = {};
  std::optional<Percent> reorder = {};  ///< these packets are sent at once, the others are delayed; needs a delay
  std::optional<Percent> reorder_correlation = {};
  std::uint32_t gap = 0;  ///< reorder every gap-th packet only; 0: any
  std::optional<Rate> rate = {};
  std::uint32_t limit = 1000;              ///< packets in the queue; further packets are dropped
  std::optional<std::uint64_t> seed = {};  ///< the same seed gives the same losses; Linux 6.6, ignored by older kernels
};

/// Limits the rate (tc-tbf(8)).
struct Tbf {
  Rate rate;
  /// Bytes that may be sent at once; 0: enough for 4 ms at the rate, and a packet. A packet larger than this is
  /// dropped.
  std::uint32_t burst = 0;
  std::optional<std::chrono::nanoseconds> latency = {};  ///< longest wait of a packet; 50 ms if `limit` is unset too
  std::optional<std::uint32_t> limit = {};               ///< how many bytes may wait, instead of a latency
};

/// Classes with their own rates, which can borrow unused rate from each other (tc-htb(8)).
struct Htb {
  std::optional<QdiscHandle> default_class = {};  ///< takes packets that no filter assigns; not set: they are unlimited
};

struct HtbClass {
  Rate rate;                      ///< the guaranteed rate
  std::optional<Rate> ceil = {};  ///< the maximum with borrowed rate; not set: `rate`
  std::uint32_t burst = 0;        ///< bytes; 0: enough for 4 ms at `rate`, and a packet
  std::uint32_t ceil_burst = 0;   ///< bytes; 0: enough for 4 ms at `ceil`, and a packet
  std::uint8_t priority = 0;      ///< 0 to 7; a class with a lower number is served first
};

/// For filters on incoming packets.
struct Ingress {};
/// For filters on incoming and outgoing packets.
struct Clsact {};

/// Any other kind, by its name in the kernel, without settings.
struct OtherQdisc {
  std::string name;
};

using QdiscKind = std::variant<Netem, Tbf, Htb, Ingress, Clsact, OtherQdisc>;
std::string kernel_name(const QdiscKind& kind);

}  // namespace netlair
