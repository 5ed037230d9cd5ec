// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

namespace netlair::test {
namespace {

using ::testing::Contains;
using ::testing::Not;

class RouteTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (IsSkipped()) return;
    add_pair();
    net().apply(
        {set_up("p0"), set_up("p1"), add_address("p0", "10.0.0.1/24"_addr), add_address("p1", "10.1.1.1/24"_addr)});
    if (support(Feature::kIpv6)) net().apply(add_address("p0", "fd00::1/64"_addr));
  }

  /// As ip(8) tells it; `options` such as "-6".
  nlohmann::json shown(const std::string& destination, const std::string& options = "",
                       const std::string& table = "main") {
    for (const auto& each : json_in(ns(), "ip -j -d " + options + " route show table " + table))
      if (each["dst"] == destination) return each;
    return nullptr;
  }
};

TEST_F(RouteTest, TheDefaultRouteHasItsGatewayAndIsListed) {
  NETLAIR_NEEDS(kIpv6);
  net().apply({add_route({.via = "10.0.0.254"_ip}), add_route({.via = "fd00::254"_ip})});
  EXPECT_EQ(shown("default")["gateway"], "10.0.0.254");
  EXPECT_EQ(shown("default")["dev"], "p0");
  EXPECT_EQ(shown("default", "-6")["gateway"], "fd00::254");
  EXPECT_THAT(net().routes(), Contains(Route{.via = "10.0.0.254"_ip, .link = "p0"}));
  EXPECT_THAT(net().routes(), ::testing::Each(::testing::Field(&Route::table, Route::kMainTable)));
  EXPECT_THAT(net().all_routes(),
              Contains(Route{.to = "::/0"_addr, .via = "fd00::254"_ip, .link = "p0", .metric = 1024}));
}

TEST_F(RouteTest, TableMetricSourceOnlinkAndMtuAreSet) {
  const Route route{.to = "192.0.2.0/24"_addr,
                    .via = "172.16.0.1"_ip,
                    .link = "p0",
                    .table = 1000,
                    .metric = 7,
                    .source = "10.1.1.1"_ip,
                    .onlink = true,
                    .mtu = 1400};
  net().apply(add_route(route));
  const auto told = shown("192.0.2.0/24", "", "1000");
  EXPECT_EQ(told["gateway"], "172.16.0.1");
  EXPECT_EQ(told["metric"], 7);
  EXPECT_EQ(told["prefsrc"], "10.1.1.1");
  EXPECT_EQ(told["flags"].dump(), R"(["onlink"])");
  EXPECT_EQ(told["metrics"][0]["mtu"], 1400);
  EXPECT_THAT(net().all_routes(), Contains(route));
  net().apply(remove_route(route));
  EXPECT_THAT(net().all_routes(), Not(Contains(route)));
}

TEST_F(RouteTest, AMultipathRouteHasItsHopsWithTheirWeights) {
  const Route route{.to = "192.0.2.0/24"_addr,
                    .hops = {{.via = "10.0.0.2"_ip, .link = "p0", .weight = 3}, {.via = "10.1.1.2"_ip, .link = "p1"}}};
  net().apply(add_route(route));
  const auto hops = shown("192.0.2.0/24")["nexthops"];
  ASSERT_EQ(hops.size(), 2U);
  EXPECT_EQ(hops[0]["gateway"], "10.0.0.2");
  EXPECT_EQ(hops[0]["dev"], "p0");
  EXPECT_EQ(hops[0]["weight"], 3);
  EXPECT_EQ(hops[1]["gateway"], "10.1.1.2");
  EXPECT_EQ(hops[1]["weight"], 1);
  EXPECT_THAT(net().all_routes(), Contains(route));
}

TEST_F(RouteTest, AHopMayBeOnlink) {
  const Route route{
      .to = "192.0.2.0/24"_addr,
      .hops = {{.via = "172.16.0.1"_ip, .link = "p0", .onlink = true}, {.via = "10.1.1.2"_ip, .link = "p1"}}};
  net().apply(add_route(route));
  EXPECT_EQ(shown("192.0.2.0/24")["nexthops"][0]["flags"].dump(), R"(["onlink"])");
  EXPECT_THAT(net().all_routes(), Contains(route));
}

TEST_F(RouteTest, OneIsRemovedByWhatIsToldOfIt) {
  net().apply(add_route({.to = "192.0.2.0/24"_addr, .via = "10.0.0.2"_ip, .metric = 7}));
  net().apply(remove_route({.to = "192.0.2.0/24"_addr}));
  EXPECT_EQ(shown("192.0.2.0/24"), nullptr);
}

TEST_F(RouteTest, AMultipathRouteOfIpv6IsListedAsItWasSet) {
  NETLAIR_NEEDS(kIpv6);
  net().apply(add_address("p1", "fd01::1/64"_addr));
  const Route route{.to = "2001:db8::/32"_addr,
                    .hops = {{.via = "fd00::2"_ip, .link = "p0"}, {.via = "fd01::2"_ip, .link = "p1", .weight = 2}},
                    .metric = 5};
  net().apply(add_route(route));
  EXPECT_EQ(shown("2001:db8::/32", "-6")["nexthops"][1]["weight"], 2);
  EXPECT_THAT(net().all_routes(), Contains(route));
}

TEST_F(RouteTest, ARouteOfIpv4MayHaveAGatewayOfIpv6) {
  NETLAIR_NEEDS(kIpv6);
  const Route route{.to = "192.0.2.0/24"_addr, .via = "fd00::2"_ip, .link = "p0"};
  net().apply(add_route(route));
  EXPECT_EQ(shown("192.0.2.0/24")["via"]["host"], "fd00::2");
  EXPECT_THAT(net().all_routes(), Contains(route));
  EXPECT_THAT([] { return add_route({.to = "2001:db8::/32"_addr, .via = "10.0.0.1"_ip}); },
              ThrowsError(Step::kCheck, EINVAL, "route via '10.0.0.1'"));
}

TEST_F(RouteTest, PacketsAreDroppedOrRefusedByType) {
  NETLAIR_NEEDS(kIpv6);
  net().apply({add_route({.to = "192.0.2.0/28"_addr, .type = RouteType::kBlackhole}),
               add_route({.to = "192.0.2.16/28"_addr, .type = RouteType::kUnreachable}),
               add_route({.to = "192.0.2.32/28"_addr, .type = RouteType::kProhibit}),
               add_route({.to = "192.0.2.48/28"_addr, .type = RouteType::kThrow}),
               add_route({.to = "2001:db8::/32"_addr, .type = RouteType::kUnreachable})});
  EXPECT_EQ(shown("192.0.2.0/28")["type"], "blackhole");
  EXPECT_EQ(shown("192.0.2.16/28")["type"], "unreachable");
  EXPECT_EQ(shown("192.0.2.32/28")["type"], "prohibit");
  EXPECT_EQ(shown("192.0.2.48/28")["type"], "throw");
  EXPECT_EQ(shown("2001:db8::/32", "-6")["type"], "unreachable");
  EXPECT_THAT(net().all_routes(), Contains(Route{.to = "192.0.2.32/28"_addr, .type = RouteType::kProhibit}));
}

TEST_F(RouteTest, ReplaceTakesThePlaceOfAnother) {
  net().apply(add_route({.via = "10.0.0.2"_ip}));
  EXPECT_THAT([&] { net().apply(add_route({.via = "10.0.0.3"_ip})); },
              ThrowsError(Step::kNetlink, EEXIST, "netlink add route default via 10.0.0.3 in " + to_string(ns())));
  net().apply(replace_route({.via = "10.0.0.3"_ip}));
  EXPECT_EQ(shown("default")["gateway"], "10.0.0.3");
}

TEST_F(RouteTest, AGatewayThatCannotBeReachedIsAnErrorWithWhatToDo) {
  EXPECT_THAT([&] { net().apply(add_route({.via = "172.16.0.1"_ip})); },
              ThrowsError(Step::kNetlink, ENETUNREACH,
                          "Nexthop has invalid gateway: Network is unreachable [ENETUNREACH]; a gateway must be "));
  EXPECT_THAT([&] { net().apply(remove_route({.to = "192.0.2.0/24"_addr})); },
              ThrowsError(Step::kNetlink, ESRCH, "netlink remove route 192.0.2.0/24 in "));
  EXPECT_THAT([&] { net().apply(add_route({.to = "192.0.2.0/24"_addr, .link = "p7"})); },
              ThrowsError(Step::kNetlink, ENODEV, "no link 'p7'"));
}

TEST_F(RouteTest, OneThatContradictsItselfIsRefusedByName) {
  EXPECT_THAT([] { return add_route({.via = "10.0.0.2"_ip, .hops = {{.via = "10.0.0.3"_ip}}}); },
              ThrowsError(Step::kCheck, EINVAL, "check route 'default via 10.0.0.2 nexthop via 10.0.0.3 weight 1'"));
  EXPECT_THAT([] { return add_route({.hops = {{.via = "10.0.0.3"_ip, .weight = 257}}}); },
              ThrowsError(Step::kCheck, EINVAL, "route hop weight '257'"));
  EXPECT_THAT([] { return add_route({.hops = {NextHop{}}}); }, ThrowsError(Step::kCheck, EINVAL, "route hop"));
  EXPECT_THAT([] { return add_route({.to = "10.0.0.0/8"_addr, .link = "p0", .source = "fd00::1"_ip}); },
              ThrowsError(Step::kCheck, EINVAL, "route source 'fd00::1'"));
  EXPECT_THAT(
      [] { return add_route({.to = "192.0.2.0/24"_addr}); },
      ThrowsError(Step::kCheck, EINVAL, "check route '192.0.2.0/24': Invalid argument [EINVAL]; it has neither"));
  EXPECT_THAT([] { return add_route({.type = RouteType::kOther}); },
              ThrowsError(Step::kCheck, EINVAL, "route type 'other'"));
}

class RuleTest : public NetworkTest {};

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
              ThrowsError(Step::kCheck, EINVAL, "rule from and to '10.0.0.0/8 and fd00::/8'"));
  EXPECT_THAT([] { return add_rule({.table = 0}); }, ThrowsError(Step::kCheck, EINVAL, "rule table '0'"));
  EXPECT_THAT([] { return add_rule({.family = 77}); }, ThrowsError(Step::kCheck, EINVAL, "rule family '77'"));
}

}  // namespace
}  // namespace netlair::test
