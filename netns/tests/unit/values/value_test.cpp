// SPDX-License-Identifier: Apache-2.0
// Values: how they parse, print and compare, and refusals, which name the field and the value.
#include <netlair/netns/error.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_prefix.hpp>
#include <netlair/network/mac_address.hpp>
#include <netlair/network/qdisc.hpp>
#include <netlair/network/quantities.hpp>

#include <gmock/gmock.h>

#include <cerrno>
#include <chrono>
#include <functional>
#include <random>
#include <sstream>
#include <string>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace netlair::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using ::testing::StartsWith;

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

// The text of the error that `f` throws, which must be EINVAL at kCheckValue with a hint.
std::string refusal(const std::function<void()>& f) {
  try {
    f();
  } catch (const Error& error) {
    EXPECT_EQ(error.step(), Step::kCheckValue);
    EXPECT_EQ(error.error_number(), EINVAL);
    EXPECT_NE(error.hint(), "");
    return error.what();
  }
  return "nothing was thrown";
}

TEST(IpAddressTest, ParsesAndPrintsBothFamilies) {
  EXPECT_EQ(printed("10.0.0.1"_ip), "10.0.0.1");
  EXPECT_EQ(printed("FE80:0:0:0::1"_ip), "fe80::1");
  EXPECT_EQ(printed("::ffff:10.0.0.1"_ip), "::ffff:10.0.0.1");
  EXPECT_EQ(IpAddress::any(AF_INET6).str(), "::");
  EXPECT_TRUE("10.0.0.1"_ip.is_v4());
  EXPECT_EQ("fe80::1"_ip.family(), AF_INET6);
  EXPECT_EQ("10.0.0.1"_ip.bytes()[3], 1);
  EXPECT_EQ(IpAddress::from_bytes("fe80::1"_ip.bytes()), "fe80::1"_ip);
}

TEST(IpAddressTest, Compares) {
  EXPECT_EQ("10.0.0.1"_ip, "10.0.0.1"_ip);
  EXPECT_LT("10.0.0.1"_ip, "10.0.0.2"_ip);
  EXPECT_LT("255.255.255.255"_ip, "::"_ip);
  EXPECT_NE("0.0.0.0"_ip, "::"_ip);
}

// Expects parse_ip() to agree with the C library's inet_pton(3).
void expect_as_inet_pton(const std::string& text) {
  std::array<std::uint8_t, 16> expected{};
  const int family = text.find(':') == std::string::npos ? AF_INET : AF_INET6;
  const bool is_one = ::inet_pton(family, text.c_str(), expected.data()) == 1;
  const detail::IpText parsed = detail::parse_ip(text);
  const std::size_t size = family == AF_INET ? 4 : 16;
  ASSERT_EQ(parsed.size, is_one ? size : 0) << text;
  if (is_one) {
    EXPECT_EQ(parsed.bytes, expected) << text;
  }
}

TEST(IpAddressTest, IsReadAsTheCLibraryReadsIt) {
  for (const char* text : {"0.0.0.0",
                           "255.255.255.255",
                           "1.2.3",
                           "1.2.3.4.5",
                           "01.2.3.4",
                           "1.2.3.4 ",
                           ".1.2.3",
                           "1..2.3",
                           "1.2.3.",
                           "::",
                           ":",
                           ":::",
                           "::1",
                           "1::",
                           "1:2:3:4:5:6:7:8",
                           "1:2:3:4:5:6:7::",
                           "::2:3:4:5:6:7:8",
                           "1::2::3",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8::",
                           "12345::",
                           "g::",
                           "::1.2.3.4",
                           "1:2:3:4:5:6:1.2.3.4",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "::1.2.3",
                           "1.2.3.4::",
                           "::ffff:1.2.3.256",
                           "1:",
                           ":1",
                           "1:2:3:4:5:6:7:"})
    expect_as_inet_pton(text);
}

TEST(IpAddressTest, IsReadAsTheCLibraryReadsItWhateverItIs) {
  constexpr std::string_view kAlphabet = "0123456789abfF::::....";
  std::minstd_rand random(1);  // NOLINT(cert-msc51-cpp): the same each time
  for (int i = 0; i < 200000; ++i) {
    std::string text;
    for (auto length = random() % 20; length > 0; --length) text += kAlphabet[random() % kAlphabet.size()];
    expect_as_inet_pton(text);
  }
}

TEST(IpAddressTest, ATextStandsForOneAndForAPrefix) {
  const IpAddress address = "10.0.0.1";
  const IpPrefix prefix = std::string("fd00::1/64");
  EXPECT_EQ(address, "10.0.0.1"_ip);
  EXPECT_EQ(prefix, "fd00::1/64"_addr);
  EXPECT_THROW(IpAddress("10.0.0.256"), Error);
  EXPECT_THROW(IpPrefix("10.0.0.1"), Error);
  EXPECT_THAT(refusal([] { IpAddress::parse("10.0.0.1/24"); }), ::testing::HasSubstr("that is a prefix"));
}

TEST(IpAddressTest, RefusesWhatIsNone) {
  for (const std::string text : {"10.0.0.256", "10.0.0", "", " 10.0.0.1", "fe80::%", "fe80::1%eth0", "fe80:::1",
                                 "localhost", "1.2.3.4.5", "0x7f.1"})
    EXPECT_THAT(refusal([&] { IpAddress::parse(text); }),
                StartsWith("check IP address '" + text + "': Invalid argument [EINVAL]; an IPv4 address is"));
  EXPECT_THAT(refusal([] { IpAddress::parse(std::string("10.0.0.1\0x", 10)); }),
              StartsWith("check IP address '10.0.0.1\\x00x'"));
  EXPECT_THAT(refusal([] { IpAddress::from_bytes({}); }), StartsWith("check IP address '0 bytes'"));
}

TEST(IpPrefixTest, ParsesPrintsAndKnowsItsNetwork) {
  const IpPrefix prefix = "10.1.2.3/20"_addr;
  EXPECT_EQ(printed(prefix), "10.1.2.3/20");
  EXPECT_EQ(prefix.address(), "10.1.2.3"_ip);
  EXPECT_EQ(prefix.network(), "10.1.0.0/20"_addr);
  EXPECT_TRUE(prefix.contains("10.1.15.255"_ip));
  EXPECT_FALSE(prefix.contains("10.1.16.0"_ip));
  EXPECT_FALSE(prefix.contains("::"_ip));
  EXPECT_EQ("fd00::1:2/65"_addr.network(), "fd00::/65"_addr);
  EXPECT_EQ("10.1.2.3/32"_addr.network(), IpPrefix::only("10.1.2.3"_ip));
  EXPECT_EQ("10.1.2.3/0"_addr.network(), IpPrefix::all(AF_INET));
  EXPECT_TRUE(IpPrefix::all(AF_INET6).contains("fd00::1"_ip));
}

TEST(IpPrefixTest, RefusesWhatIsNone) {
  for (const std::string text : {"10.0.0.0/33", "fd00::/129", "10.0.0.0/", "/33", "10.0.0.0/-1", "10.0.0.0/8 ",
                                 "10.0.0.0/+8", "10.0.0.0/255.0.0.0", "10.0.0.256/8", "10.0.0.1"})
    EXPECT_THAT(refusal([&] { IpPrefix::parse(text); }), StartsWith("check prefix '" + text + "': Invalid")) << text;
  EXPECT_THAT(refusal([] { IpPrefix::parse("10.0.0.1"); }), ::testing::HasSubstr("it has no length"));
  EXPECT_THAT(refusal([] { IpPrefix("10.0.0.1"_ip, 33); }), ::testing::HasSubstr("'/' is 0 to 32"));
}

TEST(MacAddressTest, ParsesPrintsAndCompares) {
  EXPECT_EQ(printed("02:00:00:AB:cd:01"_mac), "02:00:00:ab:cd:01");
  EXPECT_EQ("02:00:00:00:00:01"_mac.bytes()[5], 1);
  EXPECT_LT("02:00:00:00:00:01"_mac, "02:00:00:00:00:02"_mac);
}

TEST(MacAddressTest, RefusesWhatIsNone) {
  for (const std::string text : {"02:00:00:00:00", "02:00:00:00:00:01:02", "02-00-00-00-00-01", "02:00:00:00:00:0g", "",
                                 "2:0:0:0:0:1", "02:00:00:00:00:-1", "02:00:00:00:00 01"})
    EXPECT_THAT(refusal([&] { MacAddress::parse(text); }), StartsWith("check MAC address '" + text + "': Invalid"))
        << text;
}

TEST(InterfaceNameTest, IsAnyTextThatTheKernelTakes) {
  EXPECT_EQ(printed(InterfaceName("fifteen-bytes-x")), "fifteen-bytes-x");
  EXPECT_EQ(InterfaceName(std::string("eth0.5")), InterfaceName("eth0.5"));
  EXPECT_LT(InterfaceName("a"), InterfaceName("b"));
}

TEST(InterfaceNameTest, RefusesWhatTheKernelWould) {
  EXPECT_THAT(
      refusal([] { InterfaceName("sixteen-bytes-xx"); }),
      StartsWith("check interface name 'sixteen-bytes-xx': Invalid argument [EINVAL]; it has 16 bytes, and may"));
  for (const char* name : {"", ".", "..", "a b", "a/b", "a:b", "a\tb", "eth%d", "\xa0"})
    EXPECT_THAT(refusal([&] { InterfaceName{name}; }), StartsWith("check interface name '")) << name;
  EXPECT_THAT(refusal([] { InterfaceName(std::string("a\0b", 3)); }), StartsWith("check interface name 'a\\x00b'"));
}

TEST(RateTest, ParsesPrintsAndCompares) {
  EXPECT_EQ(printed(mbit(10)), "10mbit");
  EXPECT_EQ(printed(mbit(1.5)), "1500kbit");
  EXPECT_EQ(printed(bit(1)), "1bit");
  EXPECT_EQ(Rate::parse("10mbit"), mbit(10));
  EXPECT_EQ(Rate::parse("2.5 gbit"), mbit(2500));
  EXPECT_EQ(kbit(8).bytes_per_second(), 1000U);
  EXPECT_EQ(bit(1).bytes_per_second(), 1U);
  EXPECT_LT(kbit(999), mbit(1));
  const Rate odd = Rate::bits_per_second(9'007'199'254'740'993);  // 2^53 + 1
  EXPECT_EQ(Rate::parse(odd.str()), odd);
  EXPECT_EQ(Rate::parse("9223372036854775807bit").bits_per_second(), 9'223'372'036'854'775'807U);
}

TEST(RateTest, RefusesWhatIsNone) {
  for (const std::string text :
       {"10", "10mb", "-1mbit", "0bit", "nanbit", "infbit", "1e30bit", "mbit", "", "10 mbit/s", "10  mbit"})
    EXPECT_THAT(refusal([&] { Rate::parse(text); }), StartsWith("check rate '" + text + "': Invalid")) << text;
  EXPECT_THAT(refusal([] { mbit(-1); }), StartsWith("check rate '-1mbit'"));
  EXPECT_THAT(refusal([] { gbit(1e12); }), StartsWith("check rate '1e+12gbit'"));
  EXPECT_THAT(refusal([] { Rate::bits_per_second(0); }), StartsWith("check rate '0'"));
  EXPECT_THAT(refusal([] { Rate::bits_per_second(UINT64_MAX); }), StartsWith("check rate '18446744073709551615'"));
  EXPECT_THAT(refusal([] { Rate::parse("9223372036854775808bit"); }), StartsWith("check rate '9223"));
}

TEST(PercentTest, ParsesPrintsAndCompares) {
  EXPECT_EQ(printed(percent(0.5)), "0.5%");
  EXPECT_EQ(Percent::parse("1 %"), percent(1));
  EXPECT_EQ(Percent::parse("100%"), percent(100));
  EXPECT_LT(percent(1), percent(1.5));
}

TEST(PercentTest, RefusesWhatIsNone) {
  for (const std::string text : {"120 %", "-1%", "1", "%", "nan%", "1 percent", "100.0001%"})
    EXPECT_THAT(refusal([&] { Percent::parse(text); }), StartsWith("check percentage '" + text + "': Invalid")) << text;
  EXPECT_THAT(refusal([] { percent(120); }), StartsWith("check percentage '120%'"));
  EXPECT_THAT(refusal([] { percent(-1); }), StartsWith("check percentage '-1%'"));
}

TEST(DurationTest, ParsesAndPrints) {
  EXPECT_EQ(parse_duration("20ms"), milliseconds(20));
  EXPECT_EQ(parse_duration("1.5 s"), milliseconds(1500));
  EXPECT_EQ(parse_duration("0s"), nanoseconds(0));
  EXPECT_EQ(parse_duration("2min"), std::chrono::minutes(2));
  EXPECT_EQ(parse_duration("7us"), std::chrono::microseconds(7));
  EXPECT_EQ(to_string(milliseconds(1500)), "1500ms");
  EXPECT_EQ(to_string(nanoseconds(0)), "0s");
  EXPECT_EQ(to_string(milliseconds(-1)), "-1ms");
  EXPECT_EQ(to_string(nanoseconds::min()), "-9223372036854775808ns");
}

TEST(DurationTest, RefusesWhatIsNone) {
  for (const std::string text : {"-1ms", "20", "ms", "", "20 parsecs", "nans", "1e300s"})
    EXPECT_THAT(refusal([&] { parse_duration(text); }), StartsWith("check time '" + text + "': Invalid")) << text;
}

TEST(QdiscHandleTest, ParsesPrintsAndCompares) {
  EXPECT_EQ(printed(QdiscHandle(1, 0x10)), "1:10");
  EXPECT_EQ(printed(QdiscHandle(0xab, 0)), "ab:");
  EXPECT_EQ(QdiscHandle::parse("1:10"), QdiscHandle(1, 0x10));
  EXPECT_EQ(QdiscHandle::parse("ffff:"), QdiscHandle(0xffff, 0));
  EXPECT_EQ(QdiscHandle::parse("root"), QdiscHandle::root());
  EXPECT_EQ(printed(QdiscHandle::ingress()), "ingress");
  EXPECT_EQ(QdiscHandle(1, 2).number(), 0x10002U);
  for (const std::string text : {"", "1", "1:2:3", "10000:", "x:1", "-1:", "1: 2"})
    EXPECT_THAT(refusal([&] { QdiscHandle::parse(text); }), StartsWith("check qdisc handle '" + text + "'")) << text;
}

TEST(QdiscTest, SettingsThatNoQdiscCanHaveAreRefusedByName) {
  const auto add = [](const QdiscKind& kind) { return [=] { (void)add_qdisc("eth0", kind); }; };
  EXPECT_THAT(refusal(add(Netem{.delay = milliseconds(-1)})), StartsWith("check netem delay '-1ms'"));
  EXPECT_THAT(refusal(add(Netem{.delay = milliseconds(9), .jitter = milliseconds(-2)})),
              StartsWith("check netem jitter '-2ms'"));
  EXPECT_THAT(refusal(add(Netem{.jitter = milliseconds(2)})), StartsWith("check netem jitter '2ms'"));
  EXPECT_THAT(refusal(add(Netem{.reorder = percent(1)})), StartsWith("check netem reorder '1%'"));
  EXPECT_THAT(refusal(add(Netem{.distribution = DelayDistribution::kNormal})), StartsWith("check netem distribution"));
  EXPECT_THAT(refusal(add(Netem{.delay = milliseconds(9), .gap = 2})), StartsWith("check netem gap '2'"));
  EXPECT_THAT(refusal(add(Netem{.delay_correlation = percent(1)})), StartsWith("check netem delay_correlation '1%'"));
  EXPECT_THAT(refusal(add(Netem{.duplicate_correlation = percent(1)})), StartsWith("check netem duplicate_corr"));
  EXPECT_THAT(refusal(add(Netem{.corrupt_correlation = percent(1)})), StartsWith("check netem corrupt_correlation"));
  EXPECT_THAT(refusal(add(Netem{.delay = milliseconds(9), .reorder_correlation = percent(1)})),
              StartsWith("check netem reorder_correlation"));
  EXPECT_THAT(refusal(add(Tbf{.rate = mbit(1), .burst = 2000, .limit = 0})), StartsWith("check tbf limit '0'"));
  EXPECT_THAT(refusal(add(Tbf{.rate = mbit(1), .burst = 2000, .latency = milliseconds(1), .limit = 9000})),
              StartsWith("check tbf limit '9000'"));
  EXPECT_THAT(refusal(add(OtherQdisc{std::string("pfifo\0x", 7)})), StartsWith("check text 'pfifo\\x00x'"));
  EXPECT_THAT(refusal(add(Netem{.limit = 0})), StartsWith("check netem limit '0'"));
  EXPECT_THAT(refusal(add(Tbf{.rate = mbit(1), .burst = 2000, .latency = milliseconds(-1)})),
              StartsWith("check tbf latency '-1ms'"));
  const auto add_class = [](const HtbClass& htb) {
    return [=] { (void)add_qdisc_class("eth0", {1, 0}, {1, 1}, htb); };
  };
  EXPECT_THAT(refusal(add_class({.rate = mbit(2), .ceil = mbit(1)})), StartsWith("check htb ceil '1mbit'"));
  EXPECT_THAT(refusal(add_class({.rate = mbit(2), .priority = 8})), StartsWith("check htb priority '8'"));
}

}  // namespace
}  // namespace netlair::test
