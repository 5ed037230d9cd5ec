// SPDX-License-Identifier: Apache-2.0
// Every qdisc that this kernel has, with all its settings, read back with tc(8).
#include "network_test.hpp"

#include <netlair/network/sysctl.hpp>

#include <chrono>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::Contains;
using ::testing::Field;
using ::testing::SizeIs;

class QdiscTest : public NetworkTest {
 protected:
  void SetUp() override {
    NetworkTest::SetUp();
    if (IsSkipped()) return;
    // Otherwise the kernel sends IPv6 router solicitations, which would be counted.
    if (support(Feature::kIpv6)) {
      write_sysctl(ns(), "net.ipv6.conf.all.disable_ipv6", 1);
      write_sysctl(ns(), "net.ipv6.conf.default.disable_ipv6", 1);
    }
    add_pair();
    net().apply({set_up("p0"), set_up("p1"), add_address("p0", "10.0.0.1/24"_addr),
                 add_neighbour("p0", "10.0.0.2"_ip, "02:00:00:00:00:02"_mac)});
  }

  /// What tc(8) shows for the qdisc of that kind on "p0".
  nlohmann::json shown(const std::string& kind) {
    for (const auto& each : json_in(ns(), "tc -j -s qdisc show dev p0"))
      if (each["kind"] == kind) return each;
    return nullptr;
  }
  nlohmann::json options_of(const QdiscKind& kind) {
    net().apply(replace_qdisc("p0", kind));
    return shown(kernel_name(kind))["options"];
  }
  void send_one_packet() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(9);
    ::inet_pton(AF_INET, "10.0.0.2", &address.sin_addr);
    const UniqueFd socket = ns().socket(AF_INET, SOCK_DGRAM);
    ASSERT_EQ(::sendto(socket.get(), "x", 1, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address), 1);
  }
};

TEST_F(QdiscTest, ATokenBucketHasItsRateBurstAndLatency) {
  NETLAIR_NEEDS(kTbf);
  const auto options = options_of(Tbf{.rate = mbit(10), .burst = 15000, .latency = milliseconds(50)});
  EXPECT_EQ(options["rate"], 1'250'000);  // bytes per second
  EXPECT_EQ(options["burst"], 15000);
  EXPECT_NEAR(options["lat"].get<double>(), 50'000, 100);  // µs
  const auto usual = options_of(Tbf{.rate = mbit(10)});
  EXPECT_EQ(usual["burst"], 6600);
  EXPECT_NEAR(usual["lat"].get<double>(), 50'000, 100);
  EXPECT_EQ(options_of(Tbf{.rate = gbit(100), .burst = 2'000'000, .limit = 4'000'000})["rate"], 12'500'000'000);
}

TEST_F(QdiscTest, ATokenBucketReallySlowsDown) {
  NETLAIR_NEEDS(kTbf);
  net().apply(add_qdisc("p0", Tbf{.rate = bit(80), .burst = 1600, .limit = 100'000}));  // takes minutes for 100 packets
  for (int i = 0; i < 100; ++i) send_one_packet();
  EXPECT_GT(shown("tbf")["qlen"], 0);
  for (const Qdisc& qdisc : net().qdiscs()) {
    if (qdisc.kind != "tbf") continue;
    EXPECT_EQ(qdisc.link, "p0");
    EXPECT_EQ(qdisc.parent, QdiscHandle::root());
    EXPECT_GT(qdisc.statistics.waiting_packets, 0U);
    EXPECT_GT(qdisc.statistics.waiting_bytes, 0U);
    EXPECT_GT(qdisc.statistics.sent_packets, 0U);
    EXPECT_GT(qdisc.statistics.overlimits, 0U);
  }
}

TEST_F(QdiscTest, ClassesOfAnHtbHaveTheirRatesAndCount) {
  NETLAIR_NEEDS(kHtb);
  const QdiscHandle root(1, 0);
  net().apply({add_qdisc("p0", Htb{.default_class = QdiscHandle(1, 0x20)}, {.handle = root}),
               add_qdisc_class("p0", root, {1, 1}, {.rate = mbit(100)}),
               add_qdisc_class("p0", {1, 1}, {1, 0x10}, {.rate = mbit(60), .ceil = mbit(100), .priority = 1}),
               add_qdisc_class("p0", {1, 1}, {1, 0x20}, {.rate = mbit(40), .burst = 20000, .ceil_burst = 30000})});
  EXPECT_EQ(shown("htb")["options"]["default"], "0x20");
  send_one_packet();
  const std::string text = command_in(ns(), "tc -s class show dev p0").output;
  EXPECT_THAT(text, ::testing::HasSubstr("class htb 1:10 parent 1:1 prio 1 rate 60Mbit ceil 100Mbit"));
  EXPECT_THAT(text, ::testing::HasSubstr("class htb 1:20 parent 1:1 prio 0 rate 40Mbit ceil 40Mbit burst 20000b"));
  EXPECT_THAT(text, ::testing::HasSubstr("cburst 30000b"));
  const auto classes = net().qdisc_classes("p0");
  ASSERT_THAT(classes, SizeIs(3));
  EXPECT_THAT(classes, Contains(Field(&QdiscClass::id, QdiscHandle(1, 0x10))));
  for (const QdiscClass& each : classes) {
    EXPECT_EQ(each.kind, "htb");
    EXPECT_EQ(each.statistics.sent_packets, each.id != QdiscHandle(1, 0x10) ? 1U : 0U) << each.id;
  }
  net().apply({replace_qdisc_class("p0", {1, 1}, {1, 0x10}, {.rate = mbit(50)}), remove_qdisc_class("p0", {1, 0x20})});
  EXPECT_THAT(command_in(ns(), "tc class show dev p0").output,
              ::testing::HasSubstr("1:10 parent 1:1 prio 0 rate 50Mbit"));
  EXPECT_THAT(net().qdisc_classes("p0"), SizeIs(2));
  EXPECT_THAT([&] { net().qdisc_classes("p7"); }, ThrowsError(Step::kNetlink, ENODEV, "p7"));
}

TEST_F(QdiscTest, ClsactAndIngressHaveAPlaceOfTheirOwn) {
  NETLAIR_NEEDS(kClsact);
  NETLAIR_NEEDS(kIngress);
  net().apply(add_qdisc("p0", Clsact{}));
  EXPECT_NE(shown("clsact"), nullptr);
  net().apply({remove_qdisc("p0", QdiscHandle::ingress()), add_qdisc("p0", Ingress{})});
  EXPECT_NE(shown("ingress"), nullptr);
  EXPECT_EQ(shown("clsact"), nullptr);
  EXPECT_THAT(net().qdiscs(), Contains(Field(&Qdisc::kind, "ingress")));
}

TEST_F(QdiscTest, NetemHasItsDelayJitterAndCorrelation) {
  NETLAIR_NEEDS(kNetem);
  const auto options =
      options_of(Netem{.delay = milliseconds(20), .jitter = milliseconds(5), .delay_correlation = percent(25)});
  EXPECT_DOUBLE_EQ(options["delay"]["delay"], 0.020);
  EXPECT_DOUBLE_EQ(options["delay"]["jitter"], 0.005);
  EXPECT_NEAR(options["delay"]["correlation"].get<double>(), 0.25, 1e-6);
  EXPECT_EQ(options["limit"], 1000);
  // Current versions of tc(8) show at most 275 s.
  EXPECT_NEAR(options_of(Netem{.delay = seconds(200)})["delay"]["delay"].get<double>(), 200, 1e-6);
}

TEST_F(QdiscTest, NetemLosesDuplicatesCorruptsAndReorders) {
  NETLAIR_NEEDS(kNetem);
  const auto options = options_of(Netem{.delay = milliseconds(1),
                                        .loss = RandomLoss{percent(1), percent(10)},
                                        .duplicate = percent(2),
                                        .duplicate_correlation = percent(20),
                                        .corrupt = percent(3),
                                        .corrupt_correlation = percent(30),
                                        .reorder = percent(4),
                                        .reorder_correlation = percent(40),
                                        .gap = 5,
                                        .limit = 77});
  EXPECT_NEAR(options["loss-random"]["loss"].get<double>(), 0.01, 1e-6);
  EXPECT_NEAR(options["loss-random"]["correlation"].get<double>(), 0.10, 1e-6);
  EXPECT_NEAR(options["duplicate"]["duplicate"].get<double>(), 0.02, 1e-6);
  EXPECT_NEAR(options["duplicate"]["correlation"].get<double>(), 0.20, 1e-6);
  EXPECT_NEAR(options["corrupt"]["corrupt"].get<double>(), 0.03, 1e-6);
  EXPECT_NEAR(options["corrupt"]["correlation"].get<double>(), 0.30, 1e-6);
  EXPECT_NEAR(options["reorder"]["reorder"].get<double>(), 0.04, 1e-6);
  EXPECT_NEAR(options["reorder"]["correlation"].get<double>(), 0.40, 1e-6);
  EXPECT_EQ(options["gap"], 5);
  EXPECT_EQ(options["limit"], 77);
}

TEST_F(QdiscTest, NetemLosesInBursts) {
  NETLAIR_NEEDS(kNetem);
  const auto options = options_of(Netem{
      .loss = GilbertElliottLoss{
          .to_bad = percent(1), .to_good = percent(10), .lost_when_bad = percent(70), .lost_when_good = percent(0.5)}});
  EXPECT_NEAR(options["loss-gemodel"]["p"].get<double>(), 0.01, 1e-6);
  EXPECT_NEAR(options["loss-gemodel"]["r"].get<double>(), 0.10, 1e-6);
  EXPECT_NEAR(options["loss-gemodel"]["1-h"].get<double>(), 0.70, 1e-6);
  EXPECT_NEAR(options["loss-gemodel"]["1-k"].get<double>(), 0.005, 1e-6);
}

TEST_F(QdiscTest, NetemHasARateAndADistribution) {
  NETLAIR_NEEDS(kNetem);
  EXPECT_EQ(options_of(Netem{.rate = mbit(8)})["rate"]["rate"], 1'000'000);  // bytes per second
  for (const auto shape : {DelayDistribution::kNormal, DelayDistribution::kPareto, DelayDistribution::kParetoNormal})
    EXPECT_DOUBLE_EQ(
        options_of(
            Netem{.delay = milliseconds(9), .jitter = milliseconds(1), .distribution = shape})["delay"]["jitter"],
        0.001);
}

TEST_F(QdiscTest, ANetemThatIsReplacedLeavesNothingOfItself) {
  NETLAIR_NEEDS(kNetem);
  const Netem simple{.delay = milliseconds(9), .jitter = milliseconds(1)};
  const auto expected = options_of(simple);
  options_of(Netem{.delay = milliseconds(1),
                   .jitter = milliseconds(1),
                   .delay_correlation = percent(1),
                   .distribution = DelayDistribution::kPareto,
                   .loss = GilbertElliottLoss{percent(1)},
                   .duplicate = percent(2),
                   .duplicate_correlation = percent(2),
                   .corrupt = percent(3),
                   .corrupt_correlation = percent(3),
                   .reorder = percent(4),
                   .reorder_correlation = percent(4),
                   .gap = 5,
                   .rate = gbit(50),
                   .limit = 77});
  EXPECT_EQ(options_of(simple), expected);
}

TEST_F(QdiscTest, NetemReallyLosesAndDelays) {
  NETLAIR_NEEDS(kNetem);
  net().apply(add_qdisc("p0", Netem{.loss = RandomLoss{percent(100)}}));
  for (int i = 0; i < 10; ++i) send_one_packet();
  EXPECT_EQ(shown("netem")["drops"], 10);
  net().apply(replace_qdisc("p0", Netem{.delay = seconds(100)}));
  send_one_packet();
  EXPECT_EQ(shown("netem")["qlen"], 1);
  net().apply(remove_qdisc("p0"));
  EXPECT_EQ(shown("netem"), nullptr);
}

TEST_F(QdiscTest, AQdiscIsReplacedAndRemoved) {
  NETLAIR_NEEDS(kTbf);
  const Tbf slow{.rate = mbit(1), .burst = 2000, .limit = 10'000};
  net().apply(add_qdisc("p0", slow));
  EXPECT_THAT([&] { net().apply(add_qdisc("p0", slow)); },
              ThrowsError(Step::kNetlink, EEXIST, "netlink add qdisc tbf at root of link 'p0' in " + to_string(ns())));
  net().apply(replace_qdisc("p0", Tbf{.rate = mbit(2), .burst = 2000, .limit = 10'000}));
  EXPECT_EQ(shown("tbf")["options"]["rate"], 250'000);
  net().apply(remove_qdisc("p0"));
  EXPECT_EQ(shown("tbf"), nullptr);
  EXPECT_THAT([&] { net().apply(remove_qdisc("p0")); },
              ThrowsError(Step::kNetlink, ENOENT, "netlink remove qdisc at root of link 'p0'"));
}

TEST_F(QdiscTest, AnUnknownKindIsAnErrorWithWhatToDo) {
  EXPECT_THAT([&] { net().apply(add_qdisc("p0", OtherQdisc{"nonsense"})); },
              ThrowsError(Step::kNetlink, ENOENT, "'modprobe sch_nonsense' as root"));
}

TEST_F(QdiscTest, AnyOtherKindIsMadeByItsName) {
  net().apply(add_qdisc("p0", OtherQdisc{"pfifo"}));
  EXPECT_NE(shown("pfifo"), nullptr);
}

}  // namespace
}  // namespace netlair::test
