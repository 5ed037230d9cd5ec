// SPDX-License-Identifier: Apache-2.0
// The part of a request that says how a queue, or a class of one, is set.
#pragma once

#include <netlair/netns/queue_kind.hpp>

#include "message.hpp"

namespace netlair::detail {

/// TCA_KIND and TCA_OPTIONS; `replaces` says that there may be such a queue, of which nothing is to stay. Throw Error
/// EINVAL at kCheck for what no queue can have.
void put_queue(Message& message, const QueueKind& kind, bool replaces);
/// Netem's TCA_OPTIONS.
void put_netem(Message& message, const Netem& netem, bool replaces);
void put_htb_class(Message& message, const HtbClass& htb);

}  // namespace netlair::detail
