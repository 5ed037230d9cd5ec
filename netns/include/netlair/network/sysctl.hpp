// SPDX-License-Identifier: Apache-2.0
// The sysctls of a network namespace (sysctl(8), the kernel's Documentation/networking/ip-sysctl.rst).
//
// Names are "net.ipv4.ip_forward", or with slashes, "net/ipv4/ip_forward". The name of an interface in them may contain
// dots: "net.ipv4.conf.eth0.5.forwarding" belongs to eth0.5, and so does "net.ipv4.conf.eth0/5.forwarding", the form of
// sysctl(8). Any thread may call these functions.
#pragma once

#include <string>
#include <string_view>

namespace netlair {

class NetNs;

/// The value, without the newline at its end. Throws Error at kSysctl: ENOENT, a network namespace has no sysctl of
/// that name (many of net.core are the machine's); EINVAL at kCheckValue for a name that is not below net.
std::string read_sysctl(const NetNs& ns, std::string_view name);

/// Works also if /proc/sys is read-only for this process, provided that it may mount its own /proc, which nobody else
/// sees. Throws Error like read_sysctl(); EINVAL at kSysctl for a value that the kernel does not accept; EPERM if `ns`
/// is the namespace of the machine's init, whose sysctls netlair does not change.
void write_sysctl(const NetNs& ns, std::string_view name, std::string_view value);
void write_sysctl(const NetNs& ns, std::string_view name, long value);

}  // namespace netlair
