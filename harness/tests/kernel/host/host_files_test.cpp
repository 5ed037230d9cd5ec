// SPDX-License-Identifier: Apache-2.0
// What a host has of its own besides its network.
#include "harness_test.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netdb.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class HostFilesTest : public NetNsTest {};

std::set<std::string> names_in(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) names.insert(entry.path().filename());
  return names;
}

bool resolves(const std::string& name) {
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(name.c_str(), nullptr, nullptr, &found);
  if (found != nullptr) ::freeaddrinfo(found);
  return error == 0;
}

struct stat status_of(const char* path) {
  struct stat status {};
  EXPECT_EQ(::stat(path, &status), 0) << path;
  return status;
}

NETLAIR_TEST_F(HostFilesTest, SysShowsItsInterfaces) {
  const Host machine;
  Network(machine.ns()).apply(add_link("only-here", Bridge{}));
  EXPECT_TRUE(machine.run([] { return names_in("/sys/class/net"); }).contains("only-here"));
  EXPECT_FALSE(names_in("/sys/class/net").contains("only-here"));
}

NETLAIR_TEST_F(HostFilesTest, RunIsItsOwn) {
  const Host machine;
  const Host other;
  machine.run([] { std::ofstream("/run/only-here") << "x"; });
  EXPECT_TRUE(machine.run([] { return fs::exists("/run/only-here"); }));
  EXPECT_FALSE(other.run([] { return fs::exists("/run/only-here"); }));
  EXPECT_FALSE(fs::exists("/run/only-here"));
}

NETLAIR_TEST_F(HostFilesTest, NamesMadeInItAreForItsProgramsAndNobodyElse) {
  Host machine;
  const auto list = [&](Host& where) {
    auto& ip = where.spawn({"ip", "netns", "list"});
    EXPECT_TRUE(ip.wait().success());
    return ip.output();
  };
  machine.run([&] {
    const NetNs blue = NetNs::create("blue");
    EXPECT_THAT(list(machine), HasSubstr("blue"));
    EXPECT_EQ(list(host()), "");
  });
}

NETLAIR_TEST_F(HostFilesTest, HostsAreItsOwnAndResolversReadThem) {
  const Host machine;
  const std::string before = text_of("/etc/hosts");
  machine.hosts().add("10.9.8.7"_ip, "db.test").add("fd00::7"_ip, "db6.test");
  EXPECT_THAT(machine.hosts().text(), HasSubstr("10.9.8.7\tdb.test\nfd00::7\tdb6.test\n"));
  EXPECT_TRUE(machine.run([] { return resolves("db.test"); }));
  EXPECT_FALSE(resolves("db.test"));
  EXPECT_EQ(text_of("/etc/hosts"), before);
}

NETLAIR_TEST_F(HostFilesTest, ResolversOfOneProcessFollowTheHostThatTheyAreIn) {
  const Host one;
  const Host two;
  one.resolver().search("one.test").add_server("127.0.0.1"_ip).option("ndots:2");
  EXPECT_THAT(one.resolver().text(), HasSubstr("search one.test\nnameserver 127.0.0.1\noptions ndots:2\n"));
  EXPECT_THAT(one.run([] { return text_of("/etc/resolv.conf"); }), HasSubstr("one.test"));
  EXPECT_THAT(two.run([] { return text_of("/etc/resolv.conf"); }), Not(HasSubstr("one.test")));
}

NETLAIR_TEST_F(HostFilesTest, AFourthNameServerIsRefusedBecauseNobodyWouldAskIt) {
  ResolverFile resolver = host().resolver();
  for (const char* each : {"10.0.0.1", "10.0.0.2", "10.0.0.3"}) resolver.add_server(IpAddress::parse(each));
  const Error error = error_of([&] { resolver.add_server("10.0.0.4"_ip); });
  EXPECT_EQ(error.error_number(), E2BIG);
  EXPECT_THAT(error.what(), HasSubstr("name server 10.0.0.4 for host"));
  EXPECT_THAT(resolver.text(), Not(HasSubstr("10.0.0.4")));
}

NETLAIR_TEST_F(HostFilesTest, WhatIsNoNameIsRefused) {
  for (const std::string bad : {"", "a b", "a\nb", "a#b"}) {
    EXPECT_EQ(error_of([&] { host().hosts().add("10.0.0.1"_ip, bad); }).error_number(), EINVAL) << bad;
    EXPECT_EQ(error_of([&] { host().resolver().search(bad); }).error_number(), EINVAL) << bad;
    EXPECT_EQ(error_of([&] { host().resolver().option(bad); }).error_number(), EINVAL) << bad;
  }
}

NETLAIR_TEST_F(HostFilesTest, ItHasAHostNameThatResolves) {
  const Host machine("db-1.test");
  const std::string here = host_name();
  EXPECT_EQ(machine.run(host_name), "db-1.test");
  EXPECT_TRUE(machine.run([] { return resolves("db-1.test"); }));
  EXPECT_EQ(host_name(), here);
  EXPECT_EQ(machine.name(), "db-1.test");
}

NETLAIR_TEST_F(HostFilesTest, NamesThatNoHostCanHaveAreRefused) {
  for (const std::string bad : {"", "a b", "-a", ".a", "a/b", "a_b", "\n"}) {
    const Error error = error_of([&] { const Host machine(bad); });
    EXPECT_EQ(error.step(), Step::kCheckValue) << bad;
    EXPECT_THAT(error.what(), HasSubstr("1 to 64 letters")) << bad;
  }
  EXPECT_THROW(Host(std::string(65, 'a')), Error);
  EXPECT_EQ(Host(std::string(64, 'a')).name().size(), 64U);
}

NETLAIR_TEST_F(HostFilesTest, TheWorkingDirectoryStaysWhatItIsByName) {
  const Host machine;
  ASSERT_EQ(::chdir("/usr"), 0);  // only of this thread, which ends with the test
  EXPECT_EQ(machine.run([] { return fs::current_path(); }), "/usr");
  machine.run([] { ASSERT_EQ(::chdir("/"), 0); });
  EXPECT_EQ(fs::current_path(), "/usr") << "what the function changed is put back";
}

NETLAIR_TEST_F(HostFilesTest, ADirectoryThatTheHostDoesNotHaveIsNamed) {
  const Host machine;
  ASSERT_EQ(::mkdir("/run/here", 0755), 0);  // in the test's own host
  ASSERT_EQ(::chdir("/run/here"), 0);
  const Error error = error_of([&] { machine.run([] {}); });
  EXPECT_EQ(error.step(), Step::kSetns);
  EXPECT_EQ(error.error_number(), ENOENT);
  EXPECT_THAT(error.what(), HasSubstr("'/run/here' in a host"));
  EXPECT_EQ(fs::current_path(), "/run/here");
  EXPECT_EQ(NetNs::current().id(), host().ns().id());
}

// As on systems that keep programs in /run.
NETLAIR_TEST_F(HostFilesTest, WhatPathLeadsThroughInRunStaysVisible) {
  ASSERT_EQ(::mkdir("/run/here", 0755), 0);
  std::ofstream("/run/here/program") << "x";
  ASSERT_EQ(::chdir("/run/here"), 0);
  const Host machine;  // this thread's directory stays visible
  EXPECT_EQ(machine.run([] { return text_of("/run/here/program"); }), "x");
}

NETLAIR_TEST_F(HostFilesTest, ProgramsRunInAllOfIt) {
  Host machine("client");
  auto& shell = machine.spawn({"sh", "-c", "hostname; grep -c client /etc/hosts; ls /sys/class/net; pwd"});
  ASSERT_TRUE(shell.wait().success()) << shell.output();
  EXPECT_EQ(shell.output(), "client\n2\nlo\n" + fs::current_path().string() + "\n");
}

NETLAIR_TEST_F(HostFilesTest, RunCanBeNestedAndEachEndsWhereItBegan) {
  const Host one("one");
  const Host two("two");
  one.run([&] {
    two.run([&] {
      EXPECT_EQ(host_name(), "two");
      one.run([] { EXPECT_EQ(host_name(), "one"); });
      EXPECT_EQ(host_name(), "two");
    });
    EXPECT_EQ(host_name(), "one");
    EXPECT_EQ(NetNs::current().id(), one.ns().id());
  });
  EXPECT_EQ(host_name(), "host");
}

NETLAIR_TEST_F(HostFilesTest, TheMachinesMountsAreNotTouched) {
  const std::string before = text_of("/proc/thread-self/mountinfo");
  { const Host machine; }
  EXPECT_EQ(text_of("/proc/thread-self/mountinfo"), before);
  const struct stat outside = status_of("/etc/hosts");
  const struct stat inside = Host().run([] { return status_of("/etc/hosts"); });
  EXPECT_NE(outside.st_dev, inside.st_dev);
}

// Does what the AppArmor profiles of some containers do, by a seccomp(2) filter on this thread, which ends with the
// test.
void refuse_to_mount() {
  std::array filter{sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
                    sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mount, 0, 1),
                    sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
                    sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{filter.size(), filter.data()};
  ASSERT_EQ(::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

NETLAIR_TEST_F(HostFilesTest, WhereNothingMayBeMountedItHasANetworkAndAName) {
  ASSERT_NO_FATAL_FAILURE(refuse_to_mount());
  const struct stat outside = status_of("/etc/hosts");
  Host machine("bare");
  EXPECT_EQ(machine.run(host_name), "bare");
  EXPECT_NE(machine.ns().id(), host().ns().id());
  EXPECT_EQ(machine.run([] { return status_of("/etc/hosts"); }).st_ino, outside.st_ino);
  EXPECT_TRUE(machine.spawn({"true"}).wait().success());
  EXPECT_FALSE(machine.has_own_files());
  const Error error = error_of([&] { machine.hosts().add("10.0.0.1"_ip, "db.test"); });
  EXPECT_EQ(error.step(), Step::kCheckValue);
  EXPECT_THAT(error.what(), HasSubstr("'/etc/hosts' of bare"));
  EXPECT_THAT(error.what(), HasSubstr("they are never changed"));
}

}  // namespace
}  // namespace netlair::test
