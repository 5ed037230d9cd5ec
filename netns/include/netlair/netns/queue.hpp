// SPDX-License-Identifier: Apache-2.0
// Queueing disciplines and their classes (tc(8)): what a link does to what leaves it, or, with Ingress, comes in.
#pragma once

#include <netlair/netns/interface_name.hpp>
#include <netlair/netns/quantities.hpp>
#include <netlair/netns/request.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace netlair {

/// "1:0" is a queue, "1:10" a class of it. Both halves are hexadecimal, 0 to ffff.
class QueueHandle {
 public:
  constexpr QueueHandle(std::uint16_t major, std::uint16_t minor) noexcept : major_(major), minor_(minor) {}
  /// "1:10", "1:", "root", "ingress". Throws Error EINVAL at kCheck.
  static QueueHandle parse(std::string_view text);
  static constexpr QueueHandle root() noexcept { return {0xffff, 0xffff}; }
  static constexpr QueueHandle ingress() noexcept { return {0xffff, 0xfff1}; }

  constexpr std::uint16_t major() const noexcept { return major_; }
  constexpr std::uint16_t minor() const noexcept { return minor_; }
  /// As the kernel has it.
  constexpr std::uint32_t number() const noexcept { return (std::uint32_t{major_} << 16U) | minor_; }
  std::string str() const;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison with 0 in it for a null pointer
  friend auto operator<=>(const QueueHandle&, const QueueHandle&) = default;

 private:
  std::uint16_t major_;
  std::uint16_t minor_;
};

std::ostream& operator<<(std::ostream& out, const QueueHandle& handle);

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
  std::uint32_t burst = 0;                  ///< bytes that may go out at once; at least a packet, and rate/250
  std::chrono::nanoseconds latency = {};    ///< how long a packet may wait before it is dropped, or else
  std::optional<std::uint32_t> limit = {};  ///< how many bytes may wait
};

/// Classes with rates of their own that lend each other what they do not use (tc-htb(8)).
struct Htb {
  std::uint16_t default_class = 0;  ///< minor of the class that takes what no filter assigns; 0: it is not limited
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
struct OtherQueue {
  std::string name;
};

using QueueKind = std::variant<Netem, Tbf, Htb, Ingress, Clsact, OtherQueue>;
std::string kernel_name(const QueueKind& kind);

/// Where a queue goes. Ingress and Clsact have a place of their own.
struct QueuePlace {
  QueueHandle parent = QueueHandle::root();
  std::optional<QueueHandle> handle = {};  ///< for classes and children; the kernel chooses one when it is not set
};

/// ENOENT: this kernel lacks the kind. EEXIST: there is one at that place. Throw Error EINVAL at kCheck for settings
/// that no queue can have.
Request add_queue(const InterfaceName& link, const QueueKind& kind, const QueuePlace& place = {});
/// Adds it, changes the one of the same kind and handle in place, or puts it in place of another.
Request replace_queue(const InterfaceName& link, const QueueKind& kind, const QueuePlace& place = {});
/// The queue at that place, and what is in it. ENOENT: there is none.
Request remove_queue(const InterfaceName& link, const QueueHandle& parent = QueueHandle::root());

/// `id` is of the queue's major number. `parent` is the queue, or a class of it.
Request add_queue_class(const InterfaceName& link, const QueueHandle& parent, const QueueHandle& id,
                        const HtbClass& htb);
Request replace_queue_class(const InterfaceName& link, const QueueHandle& parent, const QueueHandle& id,
                            const HtbClass& htb);
Request remove_queue_class(const InterfaceName& link, const QueueHandle& id);

struct QueueStatistics {
  std::uint64_t sent_bytes = 0;
  std::uint64_t sent_packets = 0;
  std::uint32_t dropped = 0;  ///< packets
  std::uint32_t overlimits = 0;
  std::uint32_t requeues = 0;
  std::uint32_t waiting_bytes = 0;
  std::uint32_t waiting_packets = 0;
};

struct Queue {
  std::string link;
  std::string kind;  ///< "netem", "noqueue", …
  QueueHandle handle;
  QueueHandle parent;
  QueueStatistics statistics;
};

struct QueueClass {
  std::string link;
  std::string kind;
  QueueHandle id;
  QueueHandle parent;
  QueueStatistics statistics;
};

}  // namespace netlair
