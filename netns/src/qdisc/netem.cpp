// SPDX-License-Identifier: Apache-2.0
// Encodes the settings of netem (tc-netem(8), the kernel's sch_netem.c).
#include "base/check.hpp"
#include "qdisc/delay_distribution.hpp"
#include "qdisc/qdisc_kind.hpp"
#include "qdisc/scheduler_units.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

namespace netlair::detail {
namespace {

using std::chrono::nanoseconds;

// Netem's probabilities are fractions of 2^32 - 1, rounded here as tc(8) does.
std::uint32_t to_fraction(const std::optional<Percent>& percent) {
  return percent ? static_cast<std::uint32_t>(std::llrint(percent->value() / 100 * UINT32_MAX)) : 0;
}

void check_correlation(const char* field, const std::optional<Percent>& correlation, bool of_something) {
  if (correlation && !of_something) refuse(field, correlation->str(), "what it correlates is not set");
}

void check(const Netem& netem) {
  if (netem.delay < nanoseconds::zero()) refuse("netem delay", to_string(netem.delay), "it must be 0 or more");
  if (netem.jitter < nanoseconds::zero()) refuse("netem jitter", to_string(netem.jitter), "it must be 0 or more");
  const bool delayed = netem.delay > nanoseconds::zero();
  if (netem.reorder && !delayed)
    refuse("netem reorder", netem.reorder->str(), "some packets overtake others only where there is a delay");
  if (netem.jitter > nanoseconds::zero() && !delayed)
    refuse("netem jitter", to_string(netem.jitter), "it needs a delay that it varies");
  if (netem.distribution != DelayDistribution::kUniform && netem.jitter == nanoseconds::zero())
    refuse("netem distribution", "not uniform", "it is that of the jitter, which is not set");
  if (netem.gap != 0 && !netem.reorder)
    refuse("netem gap", std::to_string(netem.gap), "it tells which packets to reorder; give reorder as well");
  check_correlation("netem delay_correlation", netem.delay_correlation, netem.jitter > nanoseconds::zero());
  check_correlation("netem duplicate_correlation", netem.duplicate_correlation, netem.duplicate.has_value());
  check_correlation("netem corrupt_correlation", netem.corrupt_correlation, netem.corrupt.has_value());
  check_correlation("netem reorder_correlation", netem.reorder_correlation, netem.reorder.has_value());
  if (netem.limit == 0) refuse("netem limit", "0", "it is at least 1 packet");
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
  // The kernel reorders only if gap is set; with 1, any packet may be reordered.
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
  if (netem.rate) rate.rate = to_32_bits(netem.rate->bytes_per_second());
  if (netem.rate) put_64_bits_where_needed(message, TCA_NETEM_RATE64, *netem.rate);
  if (netem.rate || replaces) message.put(TCA_NETEM_RATE, rate);
}

// A table that is set cannot be removed. A uniform table has the same effect as no table.
void put_distribution(Message& message, const Netem& netem, bool replaces) {
  const bool uniform = netem.distribution == DelayDistribution::kUniform;
  if (uniform && (!replaces || netem.jitter == nanoseconds::zero())) return;
  const std::vector<std::int16_t> table = table_of(netem.distribution);
  message.put(TCA_NETEM_DELAY_DIST, table.data(), table.size() * sizeof table.front());
}

}  // namespace

// On a change, the kernel keeps the settings whose attributes are missing.
void put_netem(Message& message, const Netem& netem, bool replaces) {
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
  // In nanoseconds, since Linux 4.15: the 32-bit ticks above reach only 275 s.
  message.put(TCA_NETEM_LATENCY64, std::int64_t{netem.delay.count()});
  message.put(TCA_NETEM_JITTER64, std::int64_t{netem.jitter.count()});
  if (netem.seed) message.put(kNetemSeed, *netem.seed);
}

}  // namespace netlair::detail
