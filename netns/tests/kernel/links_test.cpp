// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <netlair/netns/links.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class LinksTest : public KernelTest {};

TEST_F(LinksTest, BringsTheLoopbackUpSoThatItCanBeUsed) {
  const NetNs ns = NetNs::create();
  Links links(ns);
  links.set_up("lo");
  EXPECT_TRUE(links.list().front().up);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(80);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  const UniqueFd server = ns.socket(AF_INET, SOCK_STREAM);
  ASSERT_EQ(::bind(server.get(), generic, sizeof address), 0);
  ASSERT_EQ(::listen(server.get(), 1), 0);
  const UniqueFd client = ns.socket(AF_INET, SOCK_STREAM);
  EXPECT_EQ(::connect(client.get(), generic, sizeof address), 0);
}

TEST_F(LinksTest, AMissingLinkIsAnErrorInTheKernelsWords) {
  const NetNs ns = NetNs::create();
  EXPECT_THAT([&] { Links(ns).set_up("eth7"); },
              ThrowsError(Step::kNetlink, ENODEV, "netlink link 'eth7' up: No such device [ENODEV]"));
}

TEST_F(LinksTest, ANameThatNoLinkCanHaveIsRefused) {
  const NetNs ns = NetNs::create();
  EXPECT_THAT([&] { Links(ns).set_up("sixteen-bytes-xx"); }, ThrowsError(Step::kNetlink, EINVAL, "1 to 15 bytes"));
  EXPECT_THAT([&] { Links(ns).set_up(""); }, ThrowsError(Step::kNetlink, EINVAL, "1 to 15 bytes"));
}

TEST_F(LinksTest, WorksOnFromAnyThreadAfterItsNamespaceHandleIsGone) {
  Links links = [] { return Links(NetNs::create()); }();
  links.set_up("lo");
  EXPECT_TRUE(links.list().front().up);
}

}  // namespace
}  // namespace netlair::test
