// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <string>

#include <sys/socket.h>

// tour: begin
class Address : public netlair::NetNsTest, public testing::WithParamInterface<std::string> {};

TEST_P(Address, CanBeGivenToTheLoopback) {
  host().network().apply(netlair::add_address("lo", GetParam()));
  EXPECT_GE(host().network().addresses().size(), 2U);
}

TEST_P(Address, IsNotThereInTheNextTest) {
  isolated([&] {  // a thread of its own, for a body that does to its thread what cannot be undone
    for (const auto& each : host().network().addresses()) EXPECT_NE(each.prefix, netlair::IpPrefix(GetParam()));
  });
}

INSTANTIATE_TEST_SUITE_P(Private, Address, testing::Values("10.0.0.1/8", "172.16.0.1/12", "192.168.0.1/16"));

template <class Protocol>
class Port : public netlair::NetNsTest {};

struct Tcp {
  static constexpr int kType = SOCK_STREAM;
};
struct Udp {
  static constexpr int kType = SOCK_DGRAM;
};
using Protocols = testing::Types<Tcp, Udp>;
TYPED_TEST_SUITE(Port, Protocols);

TYPED_TEST(Port, IsASocketOfTheTestsNetwork) {
  const netlair::UniqueFd socket(::socket(AF_INET, TypeParam::kType, 0));
  EXPECT_EQ(netlair::NetNs::of_socket(socket.get()), this->host().ns());
}

template <class Protocol>
class PortLater : public netlair::NetNsTest {};
TYPED_TEST_SUITE_P(PortLater);

TYPED_TEST_P(PortLater, IsASocketToo) {
  const netlair::UniqueFd socket(::socket(AF_INET, TypeParam::kType, 0));
  EXPECT_EQ(netlair::NetNs::of_socket(socket.get()), this->host().ns());
}

REGISTER_TYPED_TEST_SUITE_P(PortLater, IsASocketToo);
INSTANTIATE_TYPED_TEST_SUITE_P(Both, PortLater, Protocols);
// tour: end
