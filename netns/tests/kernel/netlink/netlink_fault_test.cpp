// SPDX-License-Identifier: Apache-2.0
// Exchanges with the kernel that fail. This file defines recvmsg(2) and sendto(2), so libmnl's calls of them come here,
// and fail when a test says so.
#include "network_test.hpp"

#include <cerrno>

#include <dlfcn.h>
#include <linux/netlink.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

// The faults to inject, and what has been counted. Only for the test's own thread.
struct Faults {
  int receive_errors = 0;  // how many of the next calls fail
  int receive_error = 0;   // the errno they fail with
  int send_errors = 0;
  int send_error = 0;
  int interrupted = 0;  // how many of the next replies carry NLM_F_DUMP_INTR, the mark of an interrupted dump
  int sent = 0;
  int receive_buffer = 0;  // of the socket that sends next, if not 0
};
thread_local Faults faults;  // NOLINT(*-non-const-global-variables): the only way into recvmsg()

class NetlinkFaultTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    faults = {};
  }
  void TearDown() override {
    faults = {};
    NetworkTest::TearDown();
  }
};

TEST_F(NetlinkFaultTest, ADumpThatTheKernelCallsInterruptedIsAskedForAgain) {
  faults.interrupted = 3;
  EXPECT_EQ(link_names(net()).size(), 1U);
  EXPECT_GE(faults.sent, 4);
}

TEST_F(NetlinkFaultTest, ADumpThatNeverStandsStillIsAnErrorInTheEnd) {
  faults.interrupted = 1'000'000;
  EXPECT_THAT(
      [&] { net().links(); },
      ThrowsError(Step::kNetlink, EINTR, "netlink list of links, which changed meanwhile in " + to_string(ns())));
  EXPECT_EQ(faults.sent, 1000);
  faults = {};
  EXPECT_EQ(link_names(net()).size(), 1U) << "the same object works on";
}

TEST_F(NetlinkFaultTest, ADumpOfWhichAPartWasLostIsAskedForAgain) {
  faults.receive_errors = 1;
  faults.receive_error = ENOBUFS;
  EXPECT_EQ(link_names(net()).size(), 1U);
  EXPECT_GE(faults.sent, 2);
}

TEST_F(NetlinkFaultTest, ASignalInterruptsNothing) {
  faults.receive_errors = faults.send_errors = 3;
  faults.receive_error = faults.send_error = EINTR;
  net().apply(set_up("lo"));
  EXPECT_TRUE(net().link("lo").up);
}

TEST_F(NetlinkFaultTest, ALostAnswerToAChangeIsToldAndTheNextIsUnderstood) {
  faults.receive_errors = 1;
  faults.receive_error = ENOBUFS;
  EXPECT_THAT([&] { net().apply(set_up("lo")); },
              ThrowsError(Step::kNetlink, ENOBUFS,
                          "set link 'lo' up in " + to_string(ns()) + ": the kernel's answer was lost"));
  EXPECT_THAT([&] { net().apply(set_up("none")); }, ThrowsError(Step::kNetlink, ENODEV, "none"));
  net().apply(set_down("lo"));
  EXPECT_FALSE(net().link("lo").up);
}

// A real overrun: more refusals than the receive buffer holds. Until it is drained, the kernel drops every further
// reply.
TEST_F(NetlinkFaultTest, ASocketThatWasOverrunWorksOn) {
  faults.receive_buffer = 4096;
  EXPECT_THAT([&] { net().apply(std::vector<Request>(128, set_up("none"))); },
              ThrowsError(Step::kNetlink, ENOBUFS, "the kernel's answer was lost"));
  net().apply(set_up("lo"));
  EXPECT_TRUE(net().find_link("lo")->up);
  EXPECT_EQ(link_names(net()).size(), 1U);
}

TEST_F(NetlinkFaultTest, ALostAnswerToAQuestionIsAskedForAgain) {
  faults.receive_errors = 1;
  faults.receive_error = ENOBUFS;
  EXPECT_TRUE(net().find_link("lo"));
  EXPECT_GE(faults.sent, 2);
}

TEST_F(NetlinkFaultTest, AFailingSocketIsAnError) {
  faults.send_errors = 1;
  faults.send_error = ENOMEM;
  EXPECT_THAT([&] { net().apply(set_up("lo")); }, ThrowsError(Step::kNetlink, ENOMEM, "set link 'lo' up"));
  faults.receive_errors = 1;
  faults.receive_error = ENOMEM;
  EXPECT_THAT([&] { net().links(); }, ThrowsError(Step::kNetlink, ENOMEM, "list of links in " + to_string(ns())));
}

template <class Function>
Function next_definition(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace
}  // namespace netlair::test

extern "C" {

ssize_t recvmsg(int fd, msghdr* message, int flags) {
  auto& faults = netlair::test::faults;
  if (faults.receive_errors > 0) {
    --faults.receive_errors;
    errno = faults.receive_error;
    return -1;
  }
  static const auto next = netlair::test::next_definition<decltype(&recvmsg)>("recvmsg");
  const ssize_t size = next(fd, message, flags);
  if (size >= static_cast<ssize_t>(sizeof(nlmsghdr)) && faults.interrupted > 0) {
    auto* header = static_cast<nlmsghdr*>(message->msg_iov[0].iov_base);
    // Counts once per dump: only its parts are marked, not the message that ends the reply.
    if (header->nlmsg_type != NLMSG_DONE && header->nlmsg_type != NLMSG_ERROR) {
      header->nlmsg_flags |= NLM_F_DUMP_INTR;
      --faults.interrupted;
    }
  }
  return size;
}

ssize_t sendto(int fd, const void* buf, size_t n, int flags, const sockaddr* addr, socklen_t addr_len) {
  auto& faults = netlair::test::faults;
  if (faults.send_errors > 0) {
    --faults.send_errors;
    errno = faults.send_error;
    return -1;
  }
  static const auto next = netlair::test::next_definition<decltype(&sendto)>("sendto");
  ++faults.sent;
  if (faults.receive_buffer != 0)
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &faults.receive_buffer, sizeof faults.receive_buffer);
  faults.receive_buffer = 0;
  return next(fd, buf, n, flags, addr, addr_len);
}
}
