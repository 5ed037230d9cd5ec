// SPDX-License-Identifier: Apache-2.0
#include "kernel_test.hpp"

#include <netlair/netns/links.hpp>

#include <atomic>
#include <string>
#include <thread>

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

// Enough links for several datagrams, and one that comes and goes: dumps are interrupted, and are read again.
TEST_F(LinksTest, AListThatIsInterruptedIsReadAgain) {
  const NetNs ns = NetNs::create();
  ns.run([] {
    std::string batch;
    for (int i = 0; i < 60; ++i)
      batch += "link add a" + std::to_string(i) + " type veth peer name b" + std::to_string(i) + "\n";
    ASSERT_EQ(command("printf '" + batch + "' | ip -batch -").status, 0);
  });
  std::atomic<bool> done = false;
  std::thread churn([&] {
    ns.enter();
    std::string batch;
    for (int i = 0; i < 50; ++i) batch += "link add x type veth peer name y\nlink del x\n";
    while (!done) command("printf '" + batch + "' | ip -batch -");
  });
  Links links(ns);
  std::string failure;
  try {
    for (int i = 0; i < 200; ++i)
      if (links.list().size() < 121) failure = "a link was missing";
  } catch (const Error& error) {
    failure = error.what();
  }
  done = true;
  churn.join();
  EXPECT_EQ(failure, "");
}

}  // namespace
}  // namespace netlair::test
