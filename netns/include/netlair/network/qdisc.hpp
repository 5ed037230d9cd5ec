// SPDX-License-Identifier: Apache-2.0
// Queueing disciplines and their classes (tc(8)): what a link does to what leaves it, or, with Ingress, comes in.
// Everything here only describes; Network::apply() does it.
#pragma once

#include <netlair/network/interface_name.hpp>
#include <netlair/network/qdisc_handle.hpp>
#include <netlair/network/qdisc_kind.hpp>
#include <netlair/network/request.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace netlair {

/// Where a queue goes. Ingress and Clsact have a place of their own.
struct QueuePlace {
  QueueHandle parent = QueueHandle::root();
  std::optional<QueueHandle> handle = {};  ///< for classes and children; the kernel chooses one when it is not set
};

/// ENOENT: this kernel lacks the kind. EEXIST: there is one at that place. Throw Error EINVAL at kCheck for settings
/// that no queue can have.
Request add_queue(const InterfaceName& link, const QueueKind& kind, const QueuePlace& place = {});
/// Adds it, sets the one of the same kind anew, or puts it in place of another. An Htb cannot be set anew, and Clsact
/// and Ingress not take each other's place: EINVAL; remove the one first.
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

/// As tc(8) writes them: "tbf 8001: dev eth0 root sent 98 bytes 1 pkt dropped 0 backlog 0b 0p"
std::string to_string(const Queue& queue);
std::string to_string(const QueueClass& queue_class);
std::ostream& operator<<(std::ostream& out, const Queue& queue);
std::ostream& operator<<(std::ostream& out, const QueueClass& queue_class);

}  // namespace netlair
