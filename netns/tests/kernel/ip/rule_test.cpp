// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <stdexcept>
#include <utility>

namespace netlair::test {
namespace {

using ::testing::Contains;
using ::testing::Not;

class RuleTest : public NetworkTest {
 protected:
  Rule at_priority(std::uint32_t priority) {
    for (const Rule& each : net().rules())
      if (each.priority == priority) return each;
    throw std::runtime_error("no rule of priority " + std::to_string(priority));
  }
};

TEST_F(RuleTest, WhatARuleMatchesAndDoesIsSetListedAndRemoved) {
  const Rule rule{.priority = 100,
                  .from = "10.0.0.0/8"_addr,
                  .to = "192.0.2.0/24"_addr,
                  .in = "lo",
                  .out = "eth9",
                  .mark = 5,
                  .mark_mask = 0xff,
                  .table = 1000};
  net().apply(add_rule(rule));
  const auto told = json_in(ns(), "ip -j rule show priority 100").at(0);
  EXPECT_EQ(told["src"], "10.0.0.0");
  EXPECT_EQ(told["srclen"], 8);
  EXPECT_EQ(told["dst"], "192.0.2.0");
  EXPECT_EQ(told["fwmark"], "0x5");
  EXPECT_EQ(told["fwmask"], "0xff");
  EXPECT_EQ(told["iif"], "lo");
  EXPECT_EQ(told["oif"], "eth9");
  EXPECT_EQ(told["table"], "1000");
  EXPECT_THAT(net().rules(), Contains(rule));
  EXPECT_EQ(to_string(rule), "100: from 10.0.0.0/8 to 192.0.2.0/24 fwmark 5/255 iif lo oif eth9 lookup 1000");
  net().apply(remove_rule(rule));
  EXPECT_THAT(net().rules(), Not(Contains(rule)));
}

TEST_F(RuleTest, AMarkOfZeroIsAMark) {
  const Rule rule{.priority = 100, .mark = 0, .mark_mask = 0xff, .table = 7};
  net().apply(add_rule(rule));
  EXPECT_THAT(net().rules(), Contains(rule));
}

TEST_F(RuleTest, ARuleMayRefuseAndBeOfIpv6) {
  NETLAIR_NEEDS(kIpv6);
  const Rule prohibit{.priority = 7, .from = "fd00::/8"_addr, .action = Rule::Action::kProhibit, .table = 0};
  net().apply(add_rule(prohibit));
  EXPECT_EQ(json_in(ns(), "ip -6 -j rule show priority 7").at(0)["action"], "prohibit");
  const auto rules = net().rules();
  EXPECT_THAT(rules, Contains(::testing::Field(&Rule::action, Rule::Action::kProhibit)));
}

TEST_F(RuleTest, OneThatIsThereNotThereOrContradictsItselfIsAnError) {
  net().apply(add_rule({.priority = 100, .table = 7}));
  EXPECT_THAT([&] { net().apply(add_rule({.priority = 100, .table = 7})); },
              ThrowsError(Step::kNetlink, EEXIST, "netlink add rule 100: from all lookup 7 in " + to_string(ns())));
  EXPECT_THAT([&] { net().apply(remove_rule({.priority = 101, .table = 7})); },
              ThrowsError(Step::kNetlink, ENOENT, "netlink remove rule 101: from all lookup 7"));
  EXPECT_THAT([] { return add_rule({.from = "10.0.0.0/8"_addr, .to = "fd00::/8"_addr}); },
              ThrowsError(Step::kCheckValue, EINVAL, "rule from and to '10.0.0.0/8 and fd00::/8'"));
  EXPECT_THAT([] { return add_rule({.table = 0}); }, ThrowsError(Step::kCheckValue, EINVAL, "rule table '0'"));
  EXPECT_THAT([] { return add_rule({.family = 77}); }, ThrowsError(Step::kCheckValue, EINVAL, "rule family '77'"));
}

// Compares the output of ip(8) before and after.
TEST_F(RuleTest, AListedOneIsRemovedAndAddedAsItWas) {
  const std::string show = "ip -d rule show priority 100";
  for (const char* rule : {"not from 10.9.0.0/16 lookup 77", "from all lookup main suppress_prefixlength 0",
                           "tos 0x10 lookup 77", "ipproto tcp dport 80-90 lookup 77", "ipproto udp sport 53 lookup 77",
                           "uidrange 0-0 lookup 77", "not fwmark 0x5/0xff iif lo oif eth9 to 192.0.2.0/24 lookup 77",
                           "from 10.0.0.0/8 prohibit", "blackhole", "from 10.7.0.0/16 lookup 78 protocol 186"}) {
    ASSERT_EQ(command_in(ns(), "ip rule add priority 100 " + std::string(rule)).status, 0) << rule;
    const std::string before = command_in(ns(), show).output;
    const Rule listed = at_priority(100);
    net().apply(remove_rule(listed));
    EXPECT_EQ(command_in(ns(), show).output, "") << to_string(listed);
    net().apply(add_rule(listed));
    EXPECT_EQ(command_in(ns(), show).output, before) << to_string(listed);
    net().apply(remove_rule(listed));
  }
}

TEST_F(RuleTest, EverySelectorIsSetAndListed) {
  const Rule rule{.priority = 100,
                  .invert = true,
                  .tos = 0x10,
                  .users = UserRange{0, 0},
                  .ip_protocol = 6,
                  .source_ports = PortRange{1024, 2048},
                  .destination_ports = PortRange{80, 80},
                  .table = 77,
                  .suppress_prefix_length = 24};
  net().apply(add_rule(rule));
  const auto told = json_in(ns(), "ip -j rule show priority 100").at(0);
  EXPECT_TRUE(told.contains("not"));
  EXPECT_EQ(told["uid_start"], 0);
  EXPECT_EQ(told["ipproto"], "tcp");
  EXPECT_EQ(told["sport_start"], 1024);
  EXPECT_EQ(told["dport"], 80);
  EXPECT_EQ(told["suppress_prefixlen"], 24);
  EXPECT_EQ(at_priority(100), rule);
  EXPECT_EQ(to_string(rule),
            "100: not from all tos 16 uidrange 0-0 ipproto 6 sport 1024-2048 dport 80-80 lookup 77 "
            "suppress_prefixlength 24");
}

TEST_F(RuleTest, WhatNetlairCannotSayIsToldAndNotSent) {
  for (const auto& [rule, words] :
       {std::pair("lookup 77 suppress_ifgroup 7", "suppress_ifgroup"), std::pair("goto 200", "goto"),
        std::pair("nop", "nop"), std::pair("iif eth0:1 lookup 77", "iif")}) {
    ASSERT_EQ(command_in(ns(), "ip rule add priority 100 from 10.0.0.0/8 " + std::string(rule)).status, 0) << rule;
    const Rule listed = at_priority(100);
    EXPECT_EQ(listed.unsupported, words);
    EXPECT_THAT(to_string(listed), ::testing::HasSubstr("[" + std::string(words) + "]"));
    EXPECT_THAT([&] { return add_rule(listed); }, ThrowsError(Step::kCheckValue, EINVAL, "netlair cannot say '"));
    EXPECT_THAT([&] { return remove_rule(listed); }, ThrowsError(Step::kCheckValue, EINVAL, "use ip-rule(8)"));
    ASSERT_EQ(command_in(ns(), "ip rule del priority 100").status, 0);
  }
}

TEST_F(RuleTest, RangesAndLengthsThatCannotBeAreRefusedByName) {
  EXPECT_THAT(
      [] {
        return add_rule({.source_ports = PortRange{0, 5}});
      },
      ThrowsError(Step::kCheckValue, EINVAL, "rule source_ports '0-5'"));
  EXPECT_THAT(
      [] {
        return add_rule({.destination_ports = PortRange{6, 5}});
      },
      ThrowsError(Step::kCheckValue, EINVAL, "rule destination_ports '6-5'"));
  EXPECT_THAT(
      [] {
        return add_rule({.users = UserRange{6, 5}});
      },
      ThrowsError(Step::kCheckValue, EINVAL, "rule users '6-5'"));
  EXPECT_THAT([] { return add_rule({.suppress_prefix_length = 129}); },
              ThrowsError(Step::kCheckValue, EINVAL, "rule suppress_prefix_length '129'"));
}

}  // namespace
}  // namespace netlair::test
