// SPDX-License-Identifier: Apache-2.0
// Alternative names of links, and the namespace that a link's peer is in.
#include "network_test.hpp"

#include <algorithm>

namespace netlair::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const AlternativeName kLong("the-uplink-of-the-router-in-the-second-rack");

class AlternativeNameTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (!IsSkipped()) add_pair();
  }
};

TEST_F(AlternativeNameTest, ALongOneIsAddedListedFoundAndRemoved) {
  net().apply(add_alternative_name("p0", kLong));
  EXPECT_THAT(link_in(ns(), "p0")["altnames"], ElementsAre(kLong.str()));
  EXPECT_THAT(net().link("p0").alternative_names, ElementsAre(kLong.str()));
  EXPECT_EQ(net().find_link(kLong)->name, "p0");
  EXPECT_EQ(net().find_link(AlternativeName("p1"))->name, "p1");
  EXPECT_THAT(to_string(net().link("p0")), ::testing::EndsWith(" altname " + kLong.str()));
  net().apply(remove_alternative_name("p0", kLong));
  EXPECT_FALSE(net().find_link(kLong));
  EXPECT_THAT(net().link("p0").alternative_names, IsEmpty());
}

TEST_F(AlternativeNameTest, AShortOneDoesWhereverANameIsAskedFor) {
  net().apply({add_alternative_name("p0", AlternativeName("uplink")), add_address("uplink", "10.0.0.1/24"_addr)});
  EXPECT_EQ(net().addresses().at(0).link, "p0");
}

TEST_F(AlternativeNameTest, OneThatIsTakenIsAnErrorThatSaysSo) {
  net().apply(add_alternative_name("p0", kLong));
  EXPECT_THAT([&] { net().apply(add_alternative_name("p1", kLong)); },
              ThrowsError(Step::kNetlink, EEXIST,
                          "netlink add alternative name '" + kLong.str() + "' of link 'p1' in " + to_string(ns())));
  EXPECT_THAT([&] { net().apply(add_alternative_name("p1", AlternativeName("p0"))); },
              ThrowsError(Step::kNetlink, EEXIST, "; a link of that name is there already"));
  EXPECT_THAT([&] { net().apply(remove_alternative_name("p0", AlternativeName("nobody-s"))); },
              ThrowsError(Step::kNetlink, ENOENT, "remove alternative name 'nobody-s' of link 'p0'"));
}

TEST_F(AlternativeNameTest, OneThatTheKernelCannotHaveIsRefused) {
  EXPECT_THAT([] { return AlternativeName(""); }, ThrowsError(Step::kCheckValue, EINVAL, "it has 0 bytes"));
  EXPECT_THAT([] { return AlternativeName(std::string(128, 'x')); },
              ThrowsError(Step::kCheckValue, EINVAL, "it has 128 bytes, and may have 1 to 127"));
  EXPECT_THAT([] { return AlternativeName(std::string("a\0b", 3)); },
              ThrowsError(Step::kCheckValue, EINVAL, "null byte"));
  net().apply(add_alternative_name("p0", AlternativeName(std::string(127, 'x'))));
  EXPECT_EQ(net().find_link(AlternativeName(std::string(127, 'x')))->name, "p0");
}

TEST_F(AlternativeNameTest, TheNamespaceOfALinksOtherEndIsTold) {
  const NetNs right = NetNs::create();
  const NetNs stranger = NetNs::create();
  net().apply({add_link("near", Veth{.peer = "far", .peer_ns = right})});
  const Link near = net().link("near");
  ASSERT_TRUE(near.lower_ns);
  EXPECT_EQ(near.lower_ns, net().number_of(right));
  EXPECT_EQ(*near.lower_ns, link_in(ns(), "near")["link_netnsid"]);
  EXPECT_EQ(near.lower, Network(right).link("far").index);
  EXPECT_EQ(Network(right).link("far").lower_ns, Network(right).number_of(ns()));
  EXPECT_EQ(net().number_of(stranger), std::nullopt);
  EXPECT_EQ(net().link("p0").lower_ns, std::nullopt);
}

TEST_F(AlternativeNameTest, AClosedNamespaceHasNoNumber) {
  NetNs closed = NetNs::create();
  closed.close();
  EXPECT_THAT([&] { static_cast<void>(net().number_of(closed)); }, ::testing::Throws<Error>());
}

}  // namespace
}  // namespace netlair::test
