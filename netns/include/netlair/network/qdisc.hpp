// SPDX-License-Identifier: Apache-2.0
// Queueing disciplines and their classes (tc(8)): what a link does to outgoing packets, or, with Ingress, to incoming
// packets. Everything here only describes a change; Network::apply() carries it out.
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

/// Where a qdisc is attached. Ingress and Clsact have a fixed place of their own.
struct QdiscPlace {
  QdiscHandle parent = QdiscHandle::root();
  std::optional<QdiscHandle> handle = {};  ///< for classes and children; not set: the kernel chooses one
};

/// ENOENT: this kernel lacks the kind. EEXIST: there is a qdisc at that place. add_qdisc() and replace_qdisc() throw
/// Error EINVAL at kCheckValue for settings that no qdisc can have.
Request add_qdisc(const InterfaceName& link, const QdiscKind& kind, const QdiscPlace& place = {});
/// Adds the qdisc, changes an existing one of the same kind to these settings, or replaces one of another kind. EINVAL:
/// an Htb cannot be changed, and Clsact and Ingress cannot replace each other; remove the existing one first.
Request replace_qdisc(const InterfaceName& link, const QdiscKind& kind, const QdiscPlace& place = {});
/// Removes the qdisc at that place, with everything in it. ENOENT: there is none.
Request remove_qdisc(const InterfaceName& link, const QdiscHandle& parent = QdiscHandle::root());

/// `id` has the qdisc's major number. `parent` is the qdisc, or one of its classes.
Request add_qdisc_class(const InterfaceName& link, const QdiscHandle& parent, const QdiscHandle& id,
                        const HtbClass& htb);
Request replace_qdisc_class(const InterfaceName& link, const QdiscHandle& parent, const QdiscHandle& id,
                            const HtbClass& htb);
Request remove_qdisc_class(const InterfaceName& link, const QdiscHandle& id);

struct QdiscStatistics {
  std::uint64_t sent_bytes = 0;
  std::uint64_t sent_packets = 0;
  std::uint32_t dropped = 0;  ///< packets
  std::uint32_t overlimits = 0;
  std::uint32_t requeues = 0;
  std::uint32_t waiting_bytes = 0;
  std::uint32_t waiting_packets = 0;
};

struct Qdisc {
  std::string link;
  std::string kind;  ///< "netem", "noqueue", …
  QdiscHandle handle;
  QdiscHandle parent;
  QdiscStatistics statistics;
};

struct QdiscClass {
  std::string link;
  std::string kind;
  QdiscHandle id;
  QdiscHandle parent;
  QdiscStatistics statistics;
};

/// As tc(8) writes them: "tbf 8001: dev eth0 root sent 98 bytes 1 pkt dropped 0 backlog 0b 0p"
std::string to_string(const Qdisc& qdisc);
std::string to_string(const QdiscClass& qdisc_class);
std::ostream& operator<<(std::ostream& out, const Qdisc& qdisc);
std::ostream& operator<<(std::ostream& out, const QdiscClass& qdisc_class);

}  // namespace netlair
