// SPDX-License-Identifier: Apache-2.0
// The part of a request that says how a qdisc, or a class of one, is set.
#pragma once

#include <netlair/network/qdisc_kind.hpp>

#include "netlink/message.hpp"

#include <cstdint>

namespace netlair::detail {

/// TCA_NETEM_PRNG_SEED, which the headers before Linux 6.6 lack.
inline constexpr std::uint16_t kNetemSeed = 14;

/// TCA_KIND and TCA_OPTIONS; `replaces` says that there may be such a qdisc, of which nothing is to stay. Throw Error
/// EINVAL at kCheckValue for what no qdisc can have.
void put_qdisc(Message& message, const QdiscKind& kind, bool replaces);
/// Netem's TCA_OPTIONS.
void put_netem(Message& message, const Netem& netem, bool replaces);
void put_htb_class(Message& message, const HtbClass& htb);

}  // namespace netlair::detail
