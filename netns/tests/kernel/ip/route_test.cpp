// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <algorithm>

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

  /// What ip(8) shows for the route to `destination`; `options` such as "-6".
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
              ThrowsError(Step::kCheckValue, EINVAL, "route via '10.0.0.1'"));
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
  EXPECT_THAT(
      [] { return add_route({.via = "10.0.0.2"_ip, .hops = {{.via = "10.0.0.3"_ip}}}); },
      ThrowsError(Step::kCheckValue, EINVAL, "check route 'default via 10.0.0.2 nexthop via 10.0.0.3 weight 1'"));
  EXPECT_THAT([] { return add_route({.hops = {{.via = "10.0.0.3"_ip, .weight = 257}}}); },
              ThrowsError(Step::kCheckValue, EINVAL, "route hop weight '257'"));
  EXPECT_THAT([] { return add_route({.hops = {NextHop{}}}); }, ThrowsError(Step::kCheckValue, EINVAL, "route hop"));
  EXPECT_THAT([] { return add_route({.to = "10.0.0.0/8"_addr, .link = "p0", .source = "fd00::1"_ip}); },
              ThrowsError(Step::kCheckValue, EINVAL, "route source 'fd00::1'"));
  EXPECT_THAT(
      [] { return add_route({.to = "192.0.2.0/24"_addr}); },
      ThrowsError(Step::kCheckValue, EINVAL, "check route '192.0.2.0/24': Invalid argument [EINVAL]; it has neither"));
  EXPECT_THAT([] { return add_route({.type = RouteType::kOther}); },
              ThrowsError(Step::kCheckValue, EINVAL, "route type 'other'"));
}

// Compares the output of ip(8) before and after.
TEST_F(RouteTest, AListedOneIsRemovedAndAddedAsItWas) {
  const auto listed_again = [&](const std::string& family, const std::string& route) {
    const std::string show = "ip " + family + " -d route show table 77";
    ASSERT_EQ(command_in(ns(), "ip " + family + " route add table 77 " + route).status, 0) << route;
    const std::string before = command_in(ns(), show).output;
    const auto listed = net().routes(77);
    ASSERT_EQ(listed.size(), 1U) << before;
    net().apply(remove_route(listed.front()));
    EXPECT_EQ(command_in(ns(), show).output, "") << to_string(listed.front());
    net().apply(add_route(listed.front()));
    EXPECT_EQ(command_in(ns(), show).output, before) << to_string(listed.front());
    net().apply(remove_route(listed.front()));
  };
  for (const char* route : {"192.0.2.0/24 via 10.0.0.2 tos 0x10", "192.0.2.0/24 dev p0 scope global",
                            "192.0.2.0/24 via 10.0.0.2 src 10.1.1.1 metric 7 mtu 1400", "prohibit 192.0.2.0/24 tos 0x8",
                            "local 192.0.2.0/24 dev lo", "192.0.2.0/24 nexthop via 10.0.0.2 nexthop via 10.1.1.2"})
    listed_again("", route);
  if (!support(Feature::kIpv6)) return;
  for (const char* route : {"2001:db8::/32 via fd00::2 mtu 1400", "default from 2001:db8:1::/48 via fd00::2",
                            "unreachable 2001:db8::/32 metric 5"})
    listed_again("-6", route);
}

TEST_F(RouteTest, OneThatGoesByANexthopObjectIsListedAndRemoved) {
  ASSERT_EQ(command_in(ns(), "ip nexthop add id 5 via 10.0.0.2 dev p0").status, 0);
  const Route route{.to = "192.0.2.0/24"_addr, .nexthop_id = 5};
  net().apply({add_route(route), add_route({.to = "192.0.2.0/24"_addr, .via = "10.0.0.2"_ip, .metric = 7})});
  EXPECT_EQ(shown("192.0.2.0/24")["nhid"], 5);
  const Route listed{.to = "192.0.2.0/24"_addr, .nexthop_id = 5, .via = "10.0.0.2"_ip, .link = "p0"};
  EXPECT_THAT(net().routes(), Contains(listed));
  EXPECT_EQ(to_string(listed), "192.0.2.0/24 nhid 5 via 10.0.0.2 dev p0");
  net().apply(remove_route(listed));
  EXPECT_EQ(shown("192.0.2.0/24")["metric"], 7);
}

TEST_F(RouteTest, OneOfAnotherTosIsAnother) {
  const Route plain{.to = "192.0.2.0/24"_addr, .via = "10.0.0.2"_ip};
  Route hurried = plain;
  hurried.tos = 0x10;
  net().apply({add_route(plain), add_route(hurried)});
  net().apply(remove_route({.to = "192.0.2.0/24"_addr, .tos = 0x10}));
  EXPECT_EQ(shown("192.0.2.0/24").value("tos", ""), "");
  EXPECT_THAT([] { return add_route({.to = "2001:db8::/32"_addr, .tos = 1, .via = "fd00::2"_ip}); },
              ThrowsError(Step::kCheckValue, EINVAL, "route tos '1'"));
  EXPECT_THAT([] { return add_route({.to = "10.0.0.0/8"_addr, .from = "10.1.0.0/16"_addr, .link = "p0"}); },
              ThrowsError(Step::kCheckValue, EINVAL, "route from '10.1.0.0/16'"));
}

TEST_F(RouteTest, WhatNetlairCannotSayIsToldAndNotSent) {
  ASSERT_EQ(command_in(ns(), "ip route add 192.0.2.0/24 via 10.0.0.2 advmss 1000 initcwnd 20").status, 0);
  const auto routes = net().routes();
  const auto listed =
      std::find_if(routes.begin(), routes.end(), [](const Route& each) { return each.to == "192.0.2.0/24"_addr; });
  ASSERT_NE(listed, routes.end());
  EXPECT_EQ(to_string(*listed), "192.0.2.0/24 via 10.0.0.2 dev p0 [advmss, initcwnd]");
  EXPECT_THAT(
      [&] { return add_route(*listed); },
      ThrowsError(Step::kCheckValue, EINVAL, "netlair cannot say 'advmss, initcwnd' to the kernel, and without it "));
  EXPECT_THAT([&] { return remove_route(*listed); }, ThrowsError(Step::kCheckValue, EINVAL, "use ip-route(8)"));
}

}  // namespace
}  // namespace netlair::test
