// SPDX-License-Identifier: Apache-2.0
// Configuring a network when descriptors run out, and when links are removed by others.
#include "network_test.hpp"

#include <netlair/network/nftables.hpp>
#include <netlair/network/sysctl.hpp>
#include <netlair/network/tun_tap.hpp>

#include <cerrno>
#include <functional>
#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

namespace netlair::test {
namespace {

class NetworkFailureTest : public NetworkTest {
 protected:
  /// Makes each open in `f` fail with EMFILE in turn: one more descriptor is free each time, until `f` works.
  void expect_to_survive_running_out_of_descriptors(const char* what, const std::function<void()>& f) {
    in_child([&] {
      ns().run([] {});  // opens the way back, which stays open
      Descriptors descriptors;
      int failures = 0;
      for (bool worked = false; !worked; ++failures) {
        require(failures < 20, std::string(what) + " never works");
        const std::size_t before = open_descriptors_by_trying();
        try {
          f();
          worked = true;
        } catch (const Error& error) {
          require(error.error_number() == EMFILE, std::string(what) + ": " + error.what());
        }
        require(open_descriptors_by_trying() == before, std::string(what) + " has left a descriptor open");
        descriptors.give_back_one();
      }
      require(failures >= 2, std::string(what) + ": the limit never hit");
    });
  }

 private:
  // Counts by trying, because reading /proc/self/fd would take a descriptor.
  static std::size_t open_descriptors_by_trying() {
    std::size_t count = 0;
    for (int fd = 0; fd < 1024; ++fd) count += ::fcntl(fd, F_GETFD) != -1 ? 1 : 0;
    return count;
  }
};

TEST_F(NetworkFailureTest, RunningOutOfDescriptorsIsAnErrorAndLeavesNone) {
  add_pair();
  const NetNs other = NetNs::create();
  const auto survives = [&](const char* what, const std::function<void()>& f) {
    expect_to_survive_running_out_of_descriptors(what, f);
  };
  survives("Network", [&] { Network{ns()}.links(); });
  survives("a veth to another namespace", [&] { (void)add_link("x", Veth{.peer_ns = other}); });
  survives("moving a link", [&] { (void)move_link("p0", other); });
  survives("of_socket", [&] { NetNs::of_socket(ns().socket(AF_INET, SOCK_DGRAM).get()); });
  survives("write_sysctl", [&] { write_sysctl(ns(), "net.ipv4.ip_forward", 1); });
  survives("read_sysctl", [&] { read_sysctl(ns(), "net.ipv4.ip_forward"); });
  survives("load_nftables", [&] { load_nftables(ns(), "table inet x {}"); });
}

TEST_F(NetworkFailureTest, OpeningATunWithoutDescriptorsIsAnErrorToo) {
  NETLAIR_NEEDS(kTap);
  expect_to_survive_running_out_of_descriptors("open_tun", [&] { open_tun(ns(), "tun0"); });
}

TEST_F(NetworkFailureTest, ALinkThatHasGoneBehindOurBackIsToldAndNothingElseSuffers) {
  const NetNs other = NetNs::create();
  net().apply({add_link("left", Veth{.peer = "right", .peer_ns = other}), add_address("left", "10.0.0.1/24"_addr)});
  const int index = net().link("left").index;
  ASSERT_EQ(command_in(other, "ip link del right").status, 0);
  EXPECT_FALSE(net().find_link("left"));
  EXPECT_FALSE(net().find_link(index));
  EXPECT_THAT([&] { net().apply(remove_link("left")); }, ThrowsError(Step::kNetlink, ENODEV, "remove link 'left'"));
  EXPECT_TRUE(net().addresses().empty());
  net().apply(add_link("left", Veth{.peer = "right", .peer_ns = other}));
  Network elsewhere(ns());
  elsewhere.apply({move_link("left", other, "away")});
  EXPECT_THAT([&] { net().apply(set_up("left")); }, ThrowsError(Step::kNetlink, ENODEV, "left"));
  net().apply(set_up("lo"));
}

// The Network's socket keeps the namespace alive, even if the handles and the name are gone.
TEST_F(NetworkFailureTest, TheNamespaceMayLoseItsNameMeanwhile) {
  const ScratchDir scratch;
  NetNs named = NetNs::create("blue", scratch.persist_dir());
  Network network(named);
  std::move(named).remove();
  network.apply(set_up("lo"));
  EXPECT_TRUE(network.link("lo").up);
}

TEST_F(NetworkFailureTest, WithoutTheDeviceOfTunTheErrorNamesIt) {
  in_child([&] {
    require(::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "mounts");
    require(::mount("tmpfs", "/dev", "tmpfs", 0, nullptr) == 0, "/dev");
    try {
      open_tap(ns(), "tap0");
    } catch (const Error& error) {
      require(error.error_number() == ENOENT && error.object().starts_with("/dev/net/tun for tap 'tap0' in "),
              error.what());
      return;
    }
    throw std::runtime_error("it should have thrown");
  });
}

}  // namespace
}  // namespace netlair::test
