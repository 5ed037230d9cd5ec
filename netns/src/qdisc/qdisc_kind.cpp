// SPDX-License-Identifier: Apache-2.0
#include "qdisc/qdisc_kind.hpp"

#include "base/check.hpp"
#include "qdisc/scheduler_units.hpp"

#include <algorithm>

#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

namespace netlair {
namespace {

using detail::Message;
using detail::put_64_bits_where_needed;
using detail::ScopedNest;
using detail::seconds_for;
using detail::to_32_bits;
using detail::to_ticks;
using std::chrono::nanoseconds;

// No rate table: since Linux 3.8 the kernel does not need one if it is given the link layer.
tc_ratespec to_spec(const Rate& rate) {
  tc_ratespec spec{};
  spec.linklayer = TC_LINKLAYER_ETHERNET;
  spec.rate = to_32_bits(rate.bytes_per_second());
  return spec;
}

// The default covers what is sent between two checks of the clock, and one packet of usual size.
std::uint32_t burst_of(std::uint32_t asked, const Rate& rate) {
  return asked != 0 ? asked : to_32_bits(rate.bytes_per_second() / 250 + 1600);
}

void check(const Tbf& tbf) {
  if (tbf.latency && *tbf.latency < nanoseconds::zero())
    detail::refuse("tbf latency", to_string(*tbf.latency), "it must be 0 or more");
  if (tbf.limit && tbf.latency)
    detail::refuse("tbf limit", std::to_string(*tbf.limit), "it is given, or a latency, but not both");
  if (tbf.limit && *tbf.limit == 0) detail::refuse("tbf limit", "0", "no packet could pass");
}

std::uint32_t limit_of(const Tbf& tbf, std::uint32_t burst) {
  constexpr nanoseconds kLatency = std::chrono::milliseconds(50);
  const double seconds = static_cast<double>(tbf.latency.value_or(kLatency).count()) / 1e9;
  const double waiting = static_cast<double>(tbf.rate.bytes_per_second()) * seconds;
  return tbf.limit.value_or(static_cast<std::uint32_t>(std::min(waiting + burst, 4294967295.0)));
}

void put_options(Message& message, const Tbf& tbf) {
  check(tbf);
  const std::uint32_t burst = burst_of(tbf.burst, tbf.rate);
  tc_tbf_qopt options{};
  options.rate = to_spec(tbf.rate);
  options.limit = limit_of(tbf, burst);
  options.buffer = to_ticks(seconds_for(burst, tbf.rate));
  const ScopedNest nest(message, TCA_OPTIONS);
  message.put(TCA_TBF_PARMS, options);
  message.put(TCA_TBF_BURST, burst);
  put_64_bits_where_needed(message, TCA_TBF_RATE64, tbf.rate);
}

void put_options(Message& message, const Htb& htb) {
  tc_htb_glob options{};
  options.version = 3;
  options.rate2quantum = 10;  // as in tc(8)
  if (htb.default_class) options.defcls = htb.default_class->minor();
  const ScopedNest nest(message, TCA_OPTIONS);
  message.put(TCA_HTB_INIT, options);
}

void put_options(Message&, const Ingress&) {}
void put_options(Message&, const Clsact&) {}
void put_options(Message&, const OtherQdisc&) {}
void put_options(Message&, const Netem&) {}  // see netem.cpp

struct KernelName {
  std::string operator()(const Netem&) const { return "netem"; }
  std::string operator()(const Tbf&) const { return "tbf"; }
  std::string operator()(const Htb&) const { return "htb"; }
  std::string operator()(const Ingress&) const { return "ingress"; }
  std::string operator()(const Clsact&) const { return "clsact"; }
  std::string operator()(const OtherQdisc& other) const { return other.name; }
};

}  // namespace

std::string kernel_name(const QdiscKind& kind) {
  return std::visit(KernelName(), kind);
}

namespace detail {

void put_qdisc(Message& message, const QdiscKind& kind, bool replaces) {
  message.put_text(TCA_KIND, kernel_name(kind));
  if (const auto* netem = std::get_if<Netem>(&kind)) return put_netem(message, *netem, replaces);
  std::visit([&](const auto& each) { put_options(message, each); }, kind);
}

void put_htb_class(Message& message, const HtbClass& htb) {
  const Rate ceil = htb.ceil.value_or(htb.rate);
  if (ceil < htb.rate) refuse("htb ceil", ceil.str(), "it is not below the rate, which is " + htb.rate.str());
  if (htb.priority > 7) refuse("htb priority", std::to_string(htb.priority), "it must be 0 to 7");
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
