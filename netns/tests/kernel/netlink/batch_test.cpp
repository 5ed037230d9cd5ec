// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <string>
#include <vector>

namespace netlair::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class BatchTest : public NetworkTest {};

InterfaceName numbered(const std::string& stem, int number) {
  return stem + std::to_string(number);
}

TEST_F(BatchTest, ALaterRequestMayNameWhatAnEarlierOneMakes) {
  net().apply({add_link("br0", Bridge{}), add_link("p0", Veth{.peer = "p1"}, {.master = "br0"}),
               add_address("p1", "10.0.0.1/24"_addr), set_up("p1"), set_up("p0"), set_up("br0"),
               add_route({.via = "10.0.0.2"_ip})});
  EXPECT_EQ(link_in(ns(), "p0")["master"], "br0");
  EXPECT_THAT(net().routes(), Contains(Route{.via = "10.0.0.2"_ip, .link = "p1"}));
}

TEST_F(BatchTest, ANameMeansWhatItMeansAtThatPlace) {
  net().apply({add_link("a", Bridge{}), add_address("a", "10.0.0.1/24"_addr), rename_link("a", "b"),
               add_link("a", Bridge{}), add_address("a", "10.0.0.2/24"_addr), remove_link("b"), rename_link("a", "b"),
               add_address("b", "10.0.0.3/24"_addr)});
  std::vector<std::string> addresses;
  for (const Address& each : net().addresses())
    if (each.link == "b") addresses.push_back(each.prefix.str());
  EXPECT_THAT(addresses, ::testing::ElementsAre("10.0.0.2/24", "10.0.0.3/24"));
}

std::vector<std::string> addresses_of(Network& network, const std::string& link) {
  std::vector<std::string> result;
  for (const Address& each : network.addresses())
    if (each.link == link) result.push_back(each.prefix.str());
  return result;
}

TEST_F(BatchTest, NamesMayBeSwapped) {
  net().apply({add_link("a", Bridge{}), add_link("b", Bridge{})});
  net().apply({rename_link("a", "t"), rename_link("b", "a"), add_address("a", "10.0.0.1/24"_addr)});
  EXPECT_THAT(addresses_of(net(), "a"), ::testing::ElementsAre("10.0.0.1/24"));
  EXPECT_THAT(addresses_of(net(), "t"), ::testing::IsEmpty());
}

// Removing a veth also removes its peer, which the request does not name. A new peer may be in any namespace.
TEST_F(BatchTest, AnotherVethMayTakeThePlaceOfOneWhoseOtherEndIsNamed) {
  net().apply(add_link("a", Veth{.peer = "b"}));
  net().apply({set_up("b"), remove_link("a"), add_link("a", Veth{.peer = "b", .peer_ns = ns()}),
               add_address("b", "10.0.0.1/24"_addr)});
  EXPECT_THAT(addresses_of(net(), "b"), ::testing::ElementsAre("10.0.0.1/24"));
  net().apply({remove_link("a"), add_link("a", Veth{}), add_address("veth0", "10.0.0.2/24"_addr)});
  EXPECT_THAT(addresses_of(net(), "veth0"), ::testing::ElementsAre("10.0.0.2/24"));
}

TEST_F(BatchTest, WhatNetlinkCannotSayIsRefused) {
  const std::vector<NextHop> hops(5000, NextHop{.via = "10.0.0.2"_ip});
  EXPECT_THAT([&] { return add_route({.hops = hops}); },
              ThrowsError(Step::kCheckValue, EINVAL, "check request 'add route default"));
}

TEST_F(BatchTest, ManyMoreThanFitADatagramAreCarriedOutInOrder) {
  net().apply(add_link("br0", Bridge{}));
  std::vector<Request> requests;
  for (int i = 0; i < 1000; ++i) {
    const IpPrefix address =
        IpPrefix::parse("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 1) + "/16");
    requests.push_back(add_address("br0", address));
    if (i % 2 == 1) requests.push_back(remove_address("br0", address));
  }
  net().apply(requests);
  EXPECT_THAT(net().addresses(), SizeIs(500));
}

TEST_F(BatchTest, TheFirstThatFailsIsNamedWithItsPlaceAndWhatBecameOfTheRest) {
  net().apply(add_link("br0", Bridge{}));
  const auto batch = [&] {
    net().apply({add_address("br0", "10.0.0.1/24"_addr), add_address("br0", "10.0.0.2/24"_addr),
                 add_address("br0", "10.0.0.1/24"_addr), add_address("br0", "10.0.0.3/24"_addr),
                 add_address("br0", "10.0.0.2/24"_addr)});
  };
  EXPECT_THAT(batch,
              ThrowsError(Step::kNetlink, EEXIST,
                          "netlink add address 10.0.0.1/24 of link 'br0' (number 3 of 5) in " + to_string(ns())));
  EXPECT_THAT(batch, ThrowsError(Step::kNetlink, EEXIST, "(number 1 of 5)"));
  EXPECT_THAT(net().addresses(), SizeIs(3));
}

TEST_F(BatchTest, TheRestOfAFailedBatchIsToldTruly) {
  net().apply(add_link("br0", Bridge{}));
  try {
    net().apply({add_address("br0", "10.0.0.1/24"_addr), add_address("br0", "10.0.0.1/24"_addr),
                 add_address("br0", "10.0.0.2/24"_addr), add_address("br0", "10.0.0.2/24"_addr)});
    FAIL() << "it should have thrown";
  } catch (const Error& error) {
    EXPECT_THAT(error.hint(), HasSubstr("of the 2 requests after it 1 were carried out, 1 refused, 0 not tried"));
  }
}

// As many refusals as one datagram can cause, and more requests than fit in it.
TEST_F(BatchTest, NoRefusalIsLostWhenAllAreRefused) {
  const std::vector<Request> requests(1000, set_up("none"));
  try {
    net().apply(requests);
    FAIL() << "it should have thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.error_number(), ENODEV) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("(number 1 of 1000)"));
    EXPECT_THAT(error.hint(), HasSubstr("of the 999 requests after it 0 were carried out, 127 refused, 872 not tried"));
  }
}

TEST_F(BatchTest, WhatComesBeforeAnUnknownNameIsDoneAndTheRestIsNot) {
  net().apply(add_link("br0", Bridge{}));
  EXPECT_THAT(
      [&] {
        net().apply({set_up("br0"), add_address("br7", "10.0.0.1/24"_addr), set_down("br0")});
      },
      ThrowsError(Step::kNetlink, ENODEV, "of link 'br7' (number 2 of 3)"));
  EXPECT_TRUE(net().link("br0").up);
}

TEST_F(BatchTest, AfterAFailureTheSameObjectWorksOn) {
  EXPECT_THROW(net().apply({set_up("none"), set_up("none"), set_up("lo")}), Error);
  EXPECT_TRUE(net().link("lo").up);
  EXPECT_THROW(net().apply(set_up("none")), Error);
  net().apply(set_down("lo"));
  EXPECT_FALSE(net().link("lo").up);
}

TEST_F(BatchTest, AnEmptyOneIsNothing) {
  net().apply(std::vector<Request>());
  EXPECT_THAT(link_names(net()), SizeIs(1));
}

// The links are removed explicitly. Otherwise the kernel would remove them some time after their namespaces, and delay
// requests of other tests meanwhile.
TEST_F(BatchTest, AHundredPairsWithEndsInOtherNamespacesAreMadeAndRemovedAtOnce) {
  NETLAIR_NEEDS(kManyNamespaces);
  std::vector<NetNs> others;
  std::vector<Request> add;
  std::vector<Request> remove;
  for (int i = 0; i < 100; ++i) {
    if (i % 10 == 0) others.push_back(NetNs::create());
    add.push_back(add_link(numbered("port", i), Veth{.peer = numbered("eth", i % 10), .peer_ns = others.back()}));
    remove.push_back(remove_link(numbered("port", i)));
  }
  net().apply(add);
  EXPECT_THAT(link_names(net()), SizeIs(101));
  for (const NetNs& other : others)
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(Network(other).find_link(numbered("eth", i)));
  net().apply(remove);
  EXPECT_THAT(link_names(net()), SizeIs(1));
  for (const NetNs& other : others) EXPECT_FALSE(Network(other).find_link("eth0"));
}

}  // namespace
}  // namespace netlair::test
