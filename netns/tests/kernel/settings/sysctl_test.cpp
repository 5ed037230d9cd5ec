// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <netlair/network/sysctl.hpp>

#include <filesystem>
#include <optional>
#include <string>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class SysctlTest : public NetworkTest {
 protected:
  // The kernel copies the machine's IPv4 settings into every new namespace, and many machines forward packets.
  void SetUp() override {
    NetworkTest::SetUp();
    if (!IsSkipped()) write_sysctl(ns(), "net.ipv4.ip_forward", 0);
  }
};

// Calls `f` in a child with mounts of its own, where /proc/sys is read-only as in most containers.
void with_read_only_proc_sys(const std::function<void()>& f) {
  in_child([&] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
            "private");
    require(::mount("/proc/sys", "/proc/sys", nullptr, MS_BIND, nullptr) == 0 &&
                ::mount(nullptr, "/proc/sys", nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) == 0,
            "read-only");
    f();
  });
}

TEST_F(SysctlTest, IsWrittenAndReadInItsNamespaceOnly) {
  const NetNs other = NetNs::create();
  write_sysctl(other, "net.ipv4.ip_forward", 0);
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.ip_forward"), "0");
  write_sysctl(ns(), "net.ipv4.ip_forward", 1);
  EXPECT_EQ(command_in(ns(), "cat /proc/sys/net/ipv4/ip_forward").output, "1\n");
  EXPECT_EQ(read_sysctl(ns(), "net/ipv4/ip_forward"), "1");
  EXPECT_EQ(read_sysctl(other, "net.ipv4.ip_forward"), "0");
  write_sysctl(ns(), "net.ipv4.ip_local_port_range", "2000 3000");
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.ip_local_port_range"), "2000\t3000");
}

TEST_F(SysctlTest, AnInterfacesNameMayHaveDots) {
  net().apply(add_link("eth0.5", Bridge{}));
  write_sysctl(ns(), "net.ipv4.conf.eth0.5.forwarding", 1);
  EXPECT_EQ(command_in(ns(), "cat /proc/sys/net/ipv4/conf/eth0.5/forwarding").output, "1\n");
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.conf.eth0.5.forwarding"), "1");
  EXPECT_EQ(read_sysctl(ns(), "net/ipv4/conf/eth0.5/forwarding"), "1");
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.conf.eth0/5.forwarding"), "1");
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.conf.lo.forwarding"), "0");
  write_sysctl(ns(), "net.ipv4.neigh.eth0.5.gc_stale_time", 77);
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.neigh.eth0.5.gc_stale_time"), "77");
  NETLAIR_NEEDS(kIpv6);
  write_sysctl(ns(), "net.ipv6.neigh.eth0.5.gc_stale_time", 77);
  EXPECT_EQ(read_sysctl(ns(), "net.ipv6.neigh.eth0.5.gc_stale_time"), "77");
}

TEST_F(SysctlTest, IsWrittenWhereProcSysIsReadOnly) {
  with_read_only_proc_sys([&] {
    require(command_in(ns(), "echo 1 >/proc/sys/net/ipv4/ip_forward").status != 0, "it is not read-only");
    write_sysctl(ns(), "net.ipv4.ip_forward", 1);
    require(read_sysctl(ns(), "net.ipv4.ip_forward") == "1", "it was not written");
    require(command_in(ns(), "echo 0 >/proc/sys/net/ipv4/ip_forward").status != 0, "the caller's mounts have changed");
  });
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.ip_forward"), "1");
}

TEST_F(SysctlTest, WhatIsNotThereOrNotTakenIsAnError) {
  EXPECT_THAT([&] { read_sysctl(ns(), "net.ipv4.nonsense"); },
              ThrowsError(Step::kSysctl, ENOENT, "sysctl net.ipv4.nonsense in " + to_string(ns())));
  EXPECT_THAT([&] { write_sysctl(ns(), "net.ipv4.ip_forward", "perhaps"); },
              ThrowsError(Step::kSysctl, EINVAL, "sysctl net.ipv4.ip_forward in " + to_string(ns()) + " to 'perhaps'"));
}

TEST_F(SysctlTest, ALongValueIsReadWhole) {
  std::string ports;
  for (int port = 1001; port < 9000; port += 2) ports += (ports.empty() ? "" : ",") + std::to_string(port);
  write_sysctl(ns(), "net.ipv4.ip_local_reserved_ports", ports);
  EXPECT_EQ(read_sysctl(ns(), "net.ipv4.ip_local_reserved_ports"), ports);
  EXPECT_THAT([&] { write_sysctl(ns(), "net.ipv4.ip_forward", ""); },
              ThrowsError(Step::kCheckValue, EINVAL, "sysctl value ''"));
  EXPECT_THAT([&] { write_sysctl(ns(), "net.ipv4.ip_forward", std::string("1\0x", 3)); },
              ThrowsError(Step::kCheckValue, EINVAL, "sysctl value '1\\x00x'"));
}

TEST_F(SysctlTest, OnlyWhatIsBelowNetIsTouched) {
  for (const char* name : {"kernel.hostname", "net", "", "net.", "net..ipv4", "net/../kernel/hostname", "/net/ipv4/x",
                           "net/ipv4/./x", "net.ipv4.conf./.forwarding"}) {
    EXPECT_THAT([&] { write_sysctl(ns(), name, 1); }, ThrowsError(Step::kCheckValue, EINVAL, "sysctl name")) << name;
    EXPECT_THAT([&] { read_sysctl(ns(), name); }, ThrowsError(Step::kCheckValue, EINVAL, "sysctl name")) << name;
  }
}

// The machine's network, taken from the parent process: this program is in a network of its own from the start, its
// parent is not. Empty without the privilege to enter it.
std::optional<NetNs> network_of_machine() {
  const std::string parent = "/proc/" + std::to_string(::getppid());
  if (!std::filesystem::equivalent(parent + "/net/dev", "/proc/1/net/dev")) return std::nullopt;
  try {
    NetNs machine = NetNs::from_path(parent + "/ns/net");
    machine.run([] {});
    return machine;
  } catch (const Error&) {
    return std::nullopt;
  }
}

// Writes the value that is already there, so that nothing changes if netlair's check is missing.
TEST_F(SysctlTest, TheMachinesOwnAreLeftAlone) {
  const auto machine = network_of_machine();
  if (!machine) GTEST_SKIP() << "without privilege this program cannot get to the machine's network";
  const std::string value = machine->run([] { return command("cat /proc/sys/net/ipv4/ip_default_ttl").output; });
  EXPECT_THAT([&] { write_sysctl(*machine, "net.ipv4.ip_default_ttl", value); },
              ThrowsError(Step::kSysctl, EPERM, "the machine's own"));
}

}  // namespace
}  // namespace netlair::test
