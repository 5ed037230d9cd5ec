// SPDX-License-Identifier: Apache-2.0
// The sysctls of a network namespace (sysctl(8), the kernel's Documentation/networking/ip-sysctl.rst).
//
// Names are "net.ipv4.ip_forward", or with slashes, "net/ipv4/ip_forward". The name of an interface may have dots in it
// all the same: "net.ipv4.conf.eth0.5.forwarding" is that of eth0.5, as is sysctl(8)'s
// "net.ipv4.conf.eth0/5.forwarding". Any thread may call these.
#pragma once

#include <string>
#include <string_view>

namespace netlair {

class NetNs;

/// Without the newline at its end. Throws Error at kSysctl: ENOENT, there is none of that name in a namespace (many of
/// net.core are the machine's); EINVAL at kCheckValue for what is no name below net.
std::string read_sysctl(const NetNs& ns, std::string_view name);

/// Also where /proc/sys is read-only for this process, if it may mount a /proc of its own, which nobody else sees.
/// Throws Error like read_sysctl(); EINVAL at kSysctl for a value that the kernel does not take; EPERM when `ns` is
/// that of the machine's init, whose sysctls netlair does not change.
void write_sysctl(const NetNs& ns, std::string_view name, std::string_view value);
void write_sysctl(const NetNs& ns, std::string_view name, long value);

}  // namespace netlair
