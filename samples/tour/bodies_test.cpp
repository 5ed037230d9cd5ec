// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <netdb.h>
#include <unistd.h>

namespace {

bool resolves(const char* name) {
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(name, nullptr, nullptr, &found);
  if (found != nullptr) ::freeaddrinfo(found);
  return error == 0;
}

}  // namespace

// tour: begin
NETLAIR_TEST(Body, IsOnAMachineOfItsOwn) {
  EXPECT_FALSE(resolves("db.test"));
  host().hosts().add("10.0.0.2", "db.test");  // in this host's /etc/hosts, not the machine's
  EXPECT_TRUE(resolves("db.test"));
  std::string name(64, '\0');
  ASSERT_EQ(::gethostname(name.data(), name.size()), 0);
  EXPECT_STREQ(name.c_str(), "host");
}

NETLAIR_TEST(Body, StartsProgramsThere) {
  auto& shell = host().spawn({"sh", "-c", "ls /sys/class/net; hostname"});
  EXPECT_EQ(shell.wait(), 0);
  EXPECT_NE(shell.output().find("lo\n"), std::string::npos);
}

NETLAIR_TEST(Body, DoesTwoThingsAtOnce) {
  auto answer = host().async([] { return netlair::NetNs::current().id(); });  // a thread of its own, inside
  EXPECT_EQ(answer.join(), host().ns().id());
}

NETLAIR_TEST(Body, SkipsWhereTheKernelLacksWhatItNeeds) {
  NETLAIR_NEEDS(kIpv6);
  EXPECT_FALSE(host().network().addresses().empty());
}

using netlair::LanTest;
NETLAIR_TEST_F(LanTest, HasANetworkThatLeadsNowhere) {
  EXPECT_FALSE(host().network().routes().empty());  // default routes, multicast: what is sent vanishes
}
// tour: end
