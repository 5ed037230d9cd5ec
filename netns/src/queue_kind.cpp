// SPDX-License-Identifier: Apache-2.0
#include "queue_kind.hpp"

#include "check.hpp"
#include "delay_distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

namespace netlair {
namespace {

using detail::Message;
using detail::ScopedNest;
using std::chrono::nanoseconds;

// The scheduler's ticks are of 64 ns (PSCHED_SHIFT in the kernel's pkt_sched.h, shown in /proc/net/psched).
std::uint32_t to_ticks(double seconds) {
  return static_cast<std::uint32_t>(std::min(seconds * 1e9 / 64, 4294967295.0));
}

double seconds_for(std::uint64_t bytes, const Rate& rate) {
  return static_cast<double>(bytes) * 8 / static_cast<double>(rate.bits_per_second());
}

std::uint32_t low_32_bits_at_most(std::uint64_t value) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, UINT32_MAX));
}

// A size without a rate table, which the kernel does not need since Linux 3.8 when it is told of the link layer.
tc_ratespec to_spec(const Rate& rate) {
  tc_ratespec spec{};
  spec.linklayer = TC_LINKLAYER_ETHERNET;
  spec.rate = low_32_bits_at_most(rate.bytes_per_second());
  return spec;
}

void put_64_bits_where_needed(Message& message, std::uint16_t type, const Rate& rate) {
  if (rate.bytes_per_second() > UINT32_MAX) message.put(type, rate.bytes_per_second());
}

void put_options(Message& message, const Tbf& tbf) {
  if (tbf.burst == 0) detail::refuse("tbf burst", "0", "it is the bytes that may go out at once, at least a packet's");
  if (tbf.latency < nanoseconds::zero()) detail::refuse("tbf latency", to_string(tbf.latency), "it is 0 or more");
  if (tbf.limit && tbf.latency != nanoseconds::zero())
    detail::refuse("tbf limit", std::to_string(*tbf.limit), "it is given, or a latency, but not both");
  if (tbf.limit && *tbf.limit == 0) detail::refuse("tbf limit", "0", "no packet could pass");
  if (!tbf.limit && tbf.latency == nanoseconds::zero())
    detail::refuse("tbf latency", "0s", "give a latency, or a limit in bytes: with neither nothing could wait");
  const double waiting =
      static_cast<double>(tbf.rate.bytes_per_second()) * static_cast<double>(tbf.latency.count()) / 1e9;
  tc_tbf_qopt options{};
  options.rate = to_spec(tbf.rate);
  options.limit = tbf.limit.value_or(static_cast<std::uint32_t>(std::min(waiting + tbf.burst, 4294967295.0)));
  options.buffer = to_ticks(seconds_for(tbf.burst, tbf.rate));
  const ScopedNest nest(message, TCA_OPTIONS);
  message.put(TCA_TBF_PARMS, options);
  message.put(TCA_TBF_BURST, tbf.burst);
  put_64_bits_where_needed(message, TCA_TBF_RATE64, tbf.rate);
}

void put_options(Message& message, const Htb& htb) {
  tc_htb_glob options{};
  options.version = 3;
  options.rate2quantum = 10;  // as tc(8) has it
  if (htb.default_class) options.defcls = htb.default_class->minor();
  const ScopedNest nest(message, TCA_OPTIONS);
  message.put(TCA_HTB_INIT, options);
}

void put_options(Message&, const Ingress&) {}
void put_options(Message&, const Clsact&) {}
void put_options(Message&, const OtherQueue&) {}
void put_options(Message&, const Netem&) {}  // see put_netem()

// Netem's probabilities are fractions of 2^32 - 1; rounded as tc(8) does.
std::uint32_t to_fraction(const std::optional<Percent>& percent) {
  return percent ? static_cast<std::uint32_t>(std::llrint(percent->value() / 100 * UINT32_MAX)) : 0;
}

void check_correlation(const char* field, const std::optional<Percent>& correlation, bool of_something) {
  if (correlation && !of_something) detail::refuse(field, correlation->str(), "what it correlates is not set");
}

void check(const Netem& netem) {
  if (netem.delay < nanoseconds::zero()) detail::refuse("netem delay", to_string(netem.delay), "it is 0 or more");
  if (netem.jitter < nanoseconds::zero()) detail::refuse("netem jitter", to_string(netem.jitter), "it is 0 or more");
  const bool delayed = netem.delay > nanoseconds::zero();
  if (netem.reorder && !delayed)
    detail::refuse("netem reorder", netem.reorder->str(), "some packets overtake others only where there is a delay");
  if (netem.jitter > nanoseconds::zero() && !delayed)
    detail::refuse("netem jitter", to_string(netem.jitter), "it needs a delay that it varies");
  if (netem.distribution != DelayDistribution::kUniform && netem.jitter == nanoseconds::zero())
    detail::refuse("netem distribution", "not uniform", "it is that of the jitter, which is not set");
  if (netem.gap != 0 && !netem.reorder)
    detail::refuse("netem gap", std::to_string(netem.gap), "it tells which packets to reorder; give reorder as well");
  check_correlation("netem delay_correlation", netem.delay_correlation, netem.jitter > nanoseconds::zero());
  check_correlation("netem duplicate_correlation", netem.duplicate_correlation, netem.duplicate.has_value());
  check_correlation("netem corrupt_correlation", netem.corrupt_correlation, netem.corrupt.has_value());
  check_correlation("netem reorder_correlation", netem.reorder_correlation, netem.reorder.has_value());
  if (netem.limit == 0) detail::refuse("netem limit", "0", "it is at least 1 packet");
}

const RandomLoss* random_loss(const Netem& netem) {
  return std::get_if<RandomLoss>(&netem.loss);
}

tc_netem_qopt to_options(const Netem& netem) {
  tc_netem_qopt options{};
  options.latency = to_ticks(static_cast<double>(netem.delay.count()) / 1e9);
  options.jitter = to_ticks(static_cast<double>(netem.jitter.count()) / 1e9);
  options.limit = netem.limit;
  if (const RandomLoss* loss = random_loss(netem)) options.loss = to_fraction(loss->probability);
  options.duplicate = to_fraction(netem.duplicate);
  // The kernel reorders only with a gap; 1 lets any packet be the one.
  options.gap = netem.reorder ? std::max(netem.gap, 1U) : netem.gap;
  return options;
}

void put_correlations(Message& message, const Netem& netem, bool replaces) {
  tc_netem_corr correlations{};
  correlations.delay_corr = to_fraction(netem.delay_correlation);
  if (const RandomLoss* loss = random_loss(netem)) correlations.loss_corr = to_fraction(loss->correlation);
  correlations.dup_corr = to_fraction(netem.duplicate_correlation);
  if (replaces || correlations.delay_corr != 0 || correlations.loss_corr != 0 || correlations.dup_corr != 0)
    message.put(TCA_NETEM_CORR, correlations);
}

void put_loss(Message& message, const Netem& netem) {
  const auto* loss = std::get_if<GilbertElliottLoss>(&netem.loss);
  if (loss == nullptr) return;
  const tc_netem_gemodel model{.p = to_fraction(loss->to_bad),
                               .r = to_fraction(loss->to_good),
                               .h = UINT32_MAX - to_fraction(loss->lost_when_bad),
                               .k1 = to_fraction(loss->lost_when_good)};
  const ScopedNest nest(message, TCA_NETEM_LOSS);
  message.put(NETEM_LOSS_GE, model);
}

void put_rate(Message& message, const Netem& netem, bool replaces) {
  tc_netem_rate rate{};
  if (netem.rate) rate.rate = low_32_bits_at_most(netem.rate->bytes_per_second());
  if (netem.rate) put_64_bits_where_needed(message, TCA_NETEM_RATE64, *netem.rate);
  if (netem.rate || replaces) message.put(TCA_NETEM_RATE, rate);
}

// A table that is there cannot be taken away. One of the uniform distribution does what none does.
void put_distribution(Message& message, const Netem& netem, bool replaces) {
  const bool uniform = netem.distribution == DelayDistribution::kUniform;
  if (uniform && (!replaces || netem.jitter == nanoseconds::zero())) return;
  const std::vector<std::int16_t> table = detail::table_of(netem.distribution);
  message.put(TCA_NETEM_DELAY_DIST, table.data(), table.size() * sizeof table.front());
}

// The kernel leaves alone what a change does not tell.
void put_netem(Message& message, const Netem& netem, bool replaces) {
  constexpr std::uint16_t kSeed = 14;  // TCA_NETEM_PRNG_SEED, Linux 6.6
  check(netem);
  const ScopedNest nest(message, TCA_OPTIONS);
  const tc_netem_qopt options = to_options(netem);
  message.append(&options, sizeof options);
  put_correlations(message, netem, replaces);
  const tc_netem_reorder reorder{to_fraction(netem.reorder), to_fraction(netem.reorder_correlation)};
  if (netem.reorder || replaces) message.put(TCA_NETEM_REORDER, reorder);
  const tc_netem_corrupt corrupt{to_fraction(netem.corrupt), to_fraction(netem.corrupt_correlation)};
  if (netem.corrupt || replaces) message.put(TCA_NETEM_CORRUPT, corrupt);
  put_loss(message, netem);
  put_rate(message, netem, replaces);
  put_distribution(message, netem, replaces);
  // In nanoseconds, since Linux 4.15: the ticks of above end at 275 s.
  message.put(TCA_NETEM_LATENCY64, std::int64_t{netem.delay.count()});
  message.put(TCA_NETEM_JITTER64, std::int64_t{netem.jitter.count()});
  if (netem.seed) message.put(kSeed, *netem.seed);
}

struct KernelName {
  std::string operator()(const Netem&) const { return "netem"; }
  std::string operator()(const Tbf&) const { return "tbf"; }
  std::string operator()(const Htb&) const { return "htb"; }
  std::string operator()(const Ingress&) const { return "ingress"; }
  std::string operator()(const Clsact&) const { return "clsact"; }
  std::string operator()(const OtherQueue& other) const { return other.name; }
};

// Enough for what goes out between two looks at the clock, and for a packet of usual size.
std::uint32_t burst_of(std::uint32_t asked, const Rate& rate) {
  return asked != 0 ? asked : low_32_bits_at_most(rate.bytes_per_second() / 250 + 1600);
}

}  // namespace

std::string kernel_name(const QueueKind& kind) {
  return std::visit(KernelName(), kind);
}

namespace detail {

void put_queue(Message& message, const QueueKind& kind, bool replaces) {
  message.put_text(TCA_KIND, kernel_name(kind));
  if (const auto* netem = std::get_if<Netem>(&kind)) return put_netem(message, *netem, replaces);
  std::visit([&](const auto& each) { put_options(message, each); }, kind);
}

void put_htb_class(Message& message, const HtbClass& htb) {
  const Rate ceil = htb.ceil.value_or(htb.rate);
  if (ceil < htb.rate) refuse("htb ceil", ceil.str(), "it is not below the rate, which is " + htb.rate.str());
  if (htb.priority > 7) refuse("htb priority", std::to_string(htb.priority), "it is 0 to 7");
  tc_htb_opt options{};
  options.rate = to_spec(htb.rate);
  options.ceil = to_spec(ceil);
  options.buffer = to_ticks(seconds_for(burst_of(htb.burst, htb.rate), htb.rate));
  options.cbuffer = to_ticks(seconds_for(burst_of(htb.ceil_burst, ceil), ceil));
  options.prio = htb.priority;
  message.put_text(TCA_KIND, "htb");
  const ScopedNest nest(message, TCA_OPTIONS);
  put_64_bits_where_needed(message, TCA_HTB_RATE64, htb.rate);
  put_64_bits_where_needed(message, TCA_HTB_CEIL64, ceil);
  message.put(TCA_HTB_PARMS, options);
}

}  // namespace detail
}  // namespace netlair
