// SPDX-License-Identifier: Apache-2.0
// Encodes the settings of a qdisc, or of a qdisc's class, into a request.
#pragma once

#include <netlair/network/qdisc_kind.hpp>

#include "netlink/message.hpp"

#include <cstdint>

namespace netlair::detail {

/// TCA_NETEM_PRNG_SEED, which the headers before Linux 6.6 lack.
inline constexpr std::uint16_t kNetemSeed = 14;

/// Puts TCA_KIND and TCA_OPTIONS. `replaces`: a qdisc of this kind may exist, and none of its settings may stay. This
/// function and the ones below throw Error EINVAL at kCheckValue for settings that no qdisc can have.
void put_qdisc(Message& message, const QdiscKind& kind, bool replaces);
/// Puts netem's TCA_OPTIONS.
void put_netem(Message& message, const Netem& netem, bool replaces);
void put_htb_class(Message& message, const HtbClass& htb);

}  // namespace netlair::detail
