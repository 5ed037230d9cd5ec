// SPDX-License-Identifier: Apache-2.0
#include "network_test.hpp"

#include <netlair/netns/user_namespace.hpp>

#include <fstream>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace netlair::test {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class SupportTest : public NetworkTest {};

TEST_F(SupportTest, EveryFeatureHasANameAndAnAnswerWithAReason) {
  for (const Feature feature : all_features()) {
    EXPECT_NE(to_string(feature), "unknown feature");
    const Support answer = support_now(feature);
    EXPECT_EQ(answer.available, answer.reason.empty()) << feature;
    std::ostringstream text;
    text << answer;
    EXPECT_THAT(text.str(), AnyOf("yes", StartsWith("no: "))) << feature;
    RecordProperty("what", std::string(to_string(feature)) + ": " + text.str());
  }
}

// The answer of a trial must match what really adding a link does, whether yes or no.
TEST_F(SupportTest, TheAnswerForAKindOfLinkIsWhatAddingOneGives) {
  add_pair();
  const std::vector<std::pair<Feature, LinkKind>> kinds = {
      {Feature::kVeth, Veth{}},
      {Feature::kBridge, Bridge{}},
      {Feature::kMacvlan, Macvlan{.parent = "p0"}},
      {Feature::kVxlan, Vxlan{.id = 1}},
      {Feature::kIfb, Ifb{}},
      {Feature::kDummy, Dummy{}},
      {Feature::kVlan, Vlan{.parent = "p0", .id = 1}},
      {Feature::kVrf, Vrf{.table = 10}},
      {Feature::kBond, Bond{}},
      {Feature::kGre, Gre{.local = "10.0.0.1"_ip}},
      {Feature::kIp6Gre, Gre{.local = "fd00::1"_ip}},
      {Feature::kWireguard, Wireguard{}},
      {Feature::kIpvlan, Ipvlan{.parent = "p1"}},
  };
  for (const auto& [feature, kind] : kinds) {
    try {
      net().apply(add_link("made", kind));
      EXPECT_TRUE(support(feature)) << feature;
      net().apply(remove_link("made"));
    } catch (const Error& error) {
      EXPECT_FALSE(support(feature)) << feature << ": " << error.what();
      EXPECT_THAT(support(feature).reason, HasSubstr("Unknown device type"));
      EXPECT_THAT(support(feature).fix, HasSubstr("modprobe"));
    }
  }
}

TEST_F(SupportTest, TheAnswerForAQdiscIsWhatAddingOneGives) {
  const std::vector<std::pair<Feature, QdiscKind>> kinds = {
      {Feature::kNetem, Netem{}},   {Feature::kTbf, Tbf{.rate = mbit(1), .burst = 2000, .limit = 3000}},
      {Feature::kHtb, Htb{}},       {Feature::kIngress, Ingress{}},
      {Feature::kClsact, Clsact{}},
  };
  for (const auto& [feature, kind] : kinds) {
    const bool special = feature == Feature::kIngress || feature == Feature::kClsact;
    try {
      net().apply(add_qdisc("lo", kind));
      EXPECT_TRUE(support(feature)) << feature;
      net().apply(remove_qdisc("lo", special ? QdiscHandle::ingress() : QdiscHandle::root()));
    } catch (const Error& error) {
      EXPECT_FALSE(support(feature)) << feature << ": " << error.what();
    }
  }
}

TEST_F(SupportTest, TheOtherAnswersAreWhatDoingItGives) {
  EXPECT_EQ(support(Feature::kNftables).available, command_in(ns(), "nft add table inet x").status == 0);
  EXPECT_EQ(support(Feature::kPacketSocket).available, command_in(ns(),
                                                                  "python3 -c 'import socket as s;"
                                                                  "s.socket(s.AF_PACKET, s.SOCK_RAW)'")
                                                               .status == 0);
  EXPECT_EQ(support(Feature::kMountNamespace).available,
            command("unshare --mount mount -t tmpfs none /run").status == 0);
  EXPECT_EQ(support(Feature::kPidNamespace).available, command("unshare --pid --fork true").status == 0);
}

TEST_F(SupportTest, ATrialLeavesNothingAndMovesNoThread) {
  for (const Feature feature : all_features()) support_now(feature);  // loads kernel modules, which may stay
  // In namespaces that no other process changes meanwhile.
  in_child([] {
    NetNs::create().enter();
    require(::unshare(CLONE_NEWNS) == 0, "unshare");
    require(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "private");
    const NetNsId before = id_here();
    const std::string mounts = command("cat /proc/self/mountinfo").output;
    const std::string links = command("ip -o link").output;
    for (const Feature feature : all_features()) support_now(feature);
    require(id_here() == before, "moved");
    require(command("cat /proc/self/mountinfo").output == mounts, "mounts");
    require(command("ip -o link").output == links, "links");
    require(::waitpid(-1, nullptr, WNOHANG) == -1, "a child was left");
  });
}

TEST_F(SupportTest, IsTriedOnceAndRemembered) {
  const Support first = support(Feature::kVeth);
  std::thread([&] {
    drop_every_capability_of_this_thread();
    EXPECT_FALSE(support_now(Feature::kVeth)) << "this thread may make none";
    EXPECT_EQ(support(Feature::kVeth).available, first.available) << "it was not tried again";
  }).join();
}

// The refusals of Ubuntu 24.04 and of containers: a system call is refused, or a file may not be written.
TEST_F(SupportTest, WithoutPrivilegeEachAnswerSaysWhatWasRefusedAndWhatToDo) {
  std::thread([] {
    drop_every_capability_of_this_thread();
    const Support none = support_now(Feature::kNetem);
    EXPECT_THAT(none.reason, HasSubstr("unshare CLONE_NEWNET: Operation not permitted [EPERM]"));
    EXPECT_THAT(none.fix, HasSubstr("run as root"));
    EXPECT_THAT(support_now(Feature::kPidNamespace).reason, HasSubstr("CLONE_NEWPID"));
    EXPECT_THAT(support_now(Feature::kNamedNamespace).reason, HasSubstr("CLONE_NEWNS"));
    if (kForksHaveASecondThread) return;
    // As on Ubuntu 24.04: a user namespace can be made, but not used.
    const Support user = support_now(Feature::kUserNamespace);
    EXPECT_THAT(user.reason, HasSubstr("map /proc/self/uid_map: Operation not permitted [EPERM]"));
    EXPECT_THAT(user.fix, HasSubstr("kernel.apparmor_restrict_unprivileged_userns"));
  }).join();
}

TEST_F(SupportTest, EnteringAUserNamespaceChangesTheAnswers) {
  if (kForksHaveASecondThread) GTEST_SKIP() << "a fork under ThreadSanitizer has two threads";
  if (const Support its = support_now(Feature::kUserNamespace); !its) GTEST_SKIP() << its;
  in_child([] {
    const Feature packets = Feature::kPacketSocket;  // its trial needs a network namespace
    const auto limit = [](int namespaces) {
      std::ofstream("/proc/sys/user/max_net_namespaces") << namespaces << std::flush;
    };
    enter_user_namespace();
    limit(0);
    require(!support(packets), "beyond the limit there is none");
    limit(1000);
    require(!support(packets), "it was tried again");
    enter_user_namespace();
    require(support(packets).available, "it was not tried again");
  });
}

}  // namespace
}  // namespace netlair::test
