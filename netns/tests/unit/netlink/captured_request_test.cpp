// SPDX-License-Identifier: Apache-2.0
// Compares what netlair encodes, attribute by attribute and byte by byte, with captured requests of iproute2 6.1.0 for
// the same thing. This covers kinds that the machine's kernel lacks as well. "p0" has index 3 in the captures. The
// flags, the sequence number and the port of the header depend on the exchange, and are 0.
#include "netlink/message.hpp"

#include <netlair/network/link.hpp>
#include <netlair/network/qdisc.hpp>

#include <gmock/gmock.h>

#include <chrono>
#include <cstring>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

namespace netlair::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Captured {
  std::string command;
  Request request;
  std::string hex;
};

std::ostream& operator<<(std::ostream& out, const Captured& captured) {
  return out << captured.command;
}

using Bytes = std::string;

Bytes from_hex(const std::string& hex) {
  Bytes bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string to_hex(const Bytes& bytes) {
  std::string hex;
  for (const char each : bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(each);
    hex.append(1, kDigits[byte / 16]).append(1, kDigits[byte % 16]);
  }
  return hex;
}

Bytes encoded(const Request& request) {
  const detail::Message& message = request.message();
  Bytes bytes(message.bytes().begin(), message.bytes().end());
  for (const auto& each : message.indexes()) {
    constexpr int kIndex = 3;
    std::memcpy(&bytes[each.offset], &kIndex, sizeof kIndex);
  }
  std::memset(&bytes[offsetof(nlmsghdr, nlmsg_flags)], 0, sizeof(nlmsghdr) - offsetof(nlmsghdr, nlmsg_flags));
  return bytes;
}

// "/18/1" -> "64756d6d79": each attribute's value, by the path to it.
using Tree = std::map<std::string, std::string>;

// Attributes that contain attributes, and the size of the structure before the inner ones.
using Nests = std::map<std::string, std::size_t>;
const Nests kOfLink = {{"/18", 0}, {"/18/2", 0}};
const Nests kOfVeth = {{"/18", 0}, {"/18/2", 0}, {"/18/2/1", sizeof(ifinfomsg)}};
const Nests kOfNetem = {{"/2", sizeof(tc_netem_qopt)}, {"/2/5", 0}};

void read_attributes(const Bytes& bytes, const std::string& path, const Nests& nests, Tree& tree) {
  for (std::size_t at = 0; at + sizeof(nlattr) <= bytes.size();) {
    nlattr header{};
    std::memcpy(&header, &bytes[at], sizeof header);
    ASSERT_GE(header.nla_len, sizeof header) << "below " << path;
    const std::string here = path + "/" + std::to_string(header.nla_type & NLA_TYPE_MASK);
    const Bytes value = bytes.substr(at + sizeof header, header.nla_len - sizeof header);
    const auto nest = nests.find(here);
    tree[here] = to_hex(nest == nests.end() ? value : value.substr(0, nest->second));
    if (nest != nests.end()) read_attributes(value.substr(nest->second), here, nests, tree);
    at += (header.nla_len + 3U) & ~3U;
  }
}

// iproute2 omits the NUL at the end of a kind.
void drop_end_of_text(Tree& tree, const std::string& path) {
  std::string& hex = tree[path];
  if (hex.ends_with("00")) hex.resize(hex.size() - 2);
}

Tree tree_of(const Bytes& bytes) {
  const bool qdisc = static_cast<unsigned char>(bytes[offsetof(nlmsghdr, nlmsg_type)]) == RTM_NEWQDISC;
  const bool veth = bytes.find("veth") != Bytes::npos;
  const std::size_t headers = sizeof(nlmsghdr) + (qdisc ? sizeof(tcmsg) : sizeof(ifinfomsg));
  Tree tree = {{"type and header", to_hex(bytes.substr(4, headers - 4))}};
  read_attributes(bytes.substr(headers), "", qdisc ? kOfNetem : veth ? kOfVeth : kOfLink, tree);
  drop_end_of_text(tree, qdisc ? "/1" : "/18/1");
  return tree;
}

// Attributes that iproute2 sends although they are the kernel's default, or that netlair expresses in another way.
bool is_left_out(const std::string& path, const std::string& value, const std::string& command) {
  const bool zeros = value.find_first_not_of('0') == std::string::npos;
  if (command.find("gre") == std::string::npos) return zeros && path == "/18/2";  // no settings at all
  const bool of_erspan = path == "/18/2/22";                                      // another kind of tunnel
  return zeros || of_erspan || path == "/18/2/10" || (path == "/18/2/15" && value == "0200");
}

// Netem's times in nanoseconds (Linux 4.15), which iproute2 sends only if they are long.
bool is_added(const std::string& path) {
  return path == "/2/10" || path == "/2/11";
}

class CapturedRequestTest : public ::testing::TestWithParam<Captured> {};

TEST_P(CapturedRequestTest, IsWhatNetlairEncodes) {
  const auto& [command, request, hex] = GetParam();
  const Tree ours = tree_of(encoded(request));
  const Tree theirs = tree_of(from_hex(hex));
  for (const auto& [path, value] : theirs) {
    if (!ours.contains(path))
      EXPECT_TRUE(is_left_out(path, value, command)) << "without " << path << " = " << value;
    else
      EXPECT_EQ(ours.at(path), value) << path;
  }
  for (const auto& [path, value] : ours)
    if (!theirs.contains(path) && !(command.find("netem") != std::string::npos && is_added(path)))
      ADD_FAILURE() << "additional " << path << " = " << value;
}

INSTANTIATE_TEST_SUITE_P(
    OfIproute2, CapturedRequestTest,
    ::testing::Values(
        Captured{"ip link add made type dummy", add_link("made", Dummy{}),
                 "3c00000010000000000000000000000000000000000000000000000000000000090003006d6164650000000010001200"
                 "0900010064756d6d79000000"},
        Captured{"ip link add link p0 name made type vlan id 42", add_link("made", Vlan{.parent = "p0", .id = 42}),
                 "4c000000100000000000000000000000000000000000000000000000000000000800050003000000090003006d616465"
                 "000000001800120008000100766c616e0c000200060001002a000000"},
        Captured{"ip link add link p0 name made type vlan protocol 802.1ad id 4094",
                 add_link("made", Vlan{.parent = "p0", .id = 4094, .service = true}),
                 "54000000100000000000000000000000000000000000000000000000000000000800050003000000090003006d616465"
                 "000000002000120008000100766c616e140002000600050088a8000006000100fe0f0000"},
        Captured{"ip link add made type vrf table 1000", add_link("made", Vrf{.table = 1000}),
                 "4400000010000000000000000000000000000000000000000000000000000000090003006d6164650000000018001200"
                 "07000100767266000c00020008000100e8030000"},
        Captured{"ip link add link p0 name made type ipvlan mode l3s private",
                 add_link("made",
                          Ipvlan{.parent = "p0", .mode = Ipvlan::Mode::kL3s, .isolation = Ipvlan::Isolation::kPrivate}),
                 "58000000100000000000000000000000000000000000000000000000000000000800050003000000090003006d616465"
                 "00000000240012000a0001006970766c616e00001400020006000100020000000600020001000000"},
        Captured{"ip link add made type bond mode 802.3ad miimon 50",
                 add_link("made", Bond{.mode = Bond::Mode::k8023ad, .link_check = milliseconds(50)}),
                 "4c00000010000000000000000000000000000000000000000000000000000000090003006d6164650000000020001200"
                 "08000100626f6e641400020005000100040000000800030032000000"},
        Captured{"ip link add made type gre local 10.0.0.1 remote 10.0.0.2 key 5 ttl 64",
                 add_link("made", Gre{.remote = "10.0.0.2"_ip, .local = "10.0.0.1"_ip, .key = 5, .ttl = 64}),
                 "ac00000010000000000000000000000000000000000000000000000000000000090003006d6164650000000080001200"
                 "070001006772650074000200080004000000000508000500000000050600020020000000060003002000000008000600"
                 "0a000001080007000a00000205000a000100000005000900000000000500080040000000080014000000000006000e00"
                 "0000000006000f000000000006001000000000000600110000000000"},
        Captured{"ip link add made type ip6gre local fd00::1 remote fd00::2",
                 add_link("made", Gre{.remote = "fd00::2"_ip, .local = "fd00::1"_ip, .ttl = 64}),
                 "d800000010000000000000000000000000000000000000000000000000000000090003006d61646500000000ac001200"
                 "0a00010069703667726500009c0002000800040000000000080005000000000006000200000000000600030000000000"
                 "14000600fd00000000000000000000000000000114000700fd0000000000000000000000000000020500080040000000"
                 "05000b000400000008000c000000000008000d00000000000800140000000000050016000100000006000e0000000000"
                 "06000f000200000006001000000000000600110000000000"},
        Captured{"ip link add made type gretap remote 10.0.0.3",
                 add_link("made", Gre{.remote = "10.0.0.3"_ip, .ethernet = true}),
                 "a800000010000000000000000000000000000000000000000000000000000000090003006d616465000000007c001200"
                 "0a00010067726574617000006c0002000800040000000000080005000000000006000200000000000600030000000000"
                 "080007000a00000305000a000100000005000900000000000500080000000000080014000000000006000e0000000000"
                 "06000f000000000006001000000000000600110000000000"},
        Captured{"ip link add made type wireguard", add_link("made", Wireguard{}),
                 "4000000010000000000000000000000000000000000000000000000000000000090003006d6164650000000014001200"
                 "0d000100776972656775617264000000"},
        Captured{"ip link add made type ifb", add_link("made", Ifb{}),
                 "3800000010000000000000000000000000000000000000000000000000000000090003006d616465000000000c001200"
                 "0700010069666200"},
        Captured{
            "ip link add made mtu 1300 address 02:00:00:00:00:01 type veth peer name other mtu 1400 address "
            "02:00:00:00:00:02",
            add_link("made", Veth{.peer = "other", .peer_mac = "02:00:00:00:00:02"_mac, .peer_mtu = 1400, .queues = {}},
                     {.mtu = 1300, .mac = "02:00:00:00:00:01"_mac}),
            "840000001000000000000000000000000000000000000000000000000000000008000400140500000a00010002000000"
            "00010000090003006d616465000000004400120008000100766574683800020034000100000000000000000000000000"
            "0000000008000400780500000a00010002000000000200000a0003006f74686572000000"},
        Captured{
            "ip link add made type bridge stp_state 1 ageing_time 700 forward_delay 300 vlan_filtering 1",
            add_link("made",
                     Bridge{.stp = true, .ageing = seconds(7), .forward_delay = seconds(3), .vlan_filtering = true}),
            "6000000010000000000000000000000000000000000000000000000000000000090003006d6164650000000034001200"
            "0a000100627269646765000024000200080005000100000008000400bc020000080001002c0100000500070001000000"},
        Captured{"ip link add link p0 name made type macvlan mode bridge", add_link("made", Macvlan{.parent = "p0"}),
                 "50000000100000000000000000000000000000000000000000000000000000000800050003000000090003006d616465"
                 "000000001c0012000b0001006d6163766c616e000c0002000800010004000000"},
        Captured{
            "ip link add made type vxlan id 77 remote 10.0.0.2 local 10.0.0.1 dev p0 dstport 4790 ttl 9 nolearning",
            add_link("made", Vxlan{.id = 77,
                                   .remote = "10.0.0.2"_ip,
                                   .local = "10.0.0.1"_ip,
                                   .parent = "p0",
                                   .port = 4790,
                                   .learning = false,
                                   .ttl = 9}),
            "7800000010000000000000000000000000000000000000000000000000000000090003006d616465000000004c001200"
            "0900010076786c616e0000003c00020008000300030000000500050009000000080001004d000000080004000a000001"
            "080002000a000002050007000000000006000f0012b60000"},
        Captured{"tc qdisc add dev p0 root netem delay 20ms 5ms 25% loss 1% 10% duplicate 2% 20% corrupt 3% 30% "
                 "reorder 4% 40% gap 5 limit 77",
                 add_qdisc("p0", Netem{.delay = milliseconds(20),
                                       .jitter = milliseconds(5),
                                       .delay_correlation = percent(25),
                                       .loss = RandomLoss{percent(1), percent(10)},
                                       .duplicate = percent(2),
                                       .duplicate_correlation = percent(20),
                                       .corrupt = percent(3),
                                       .corrupt_correlation = percent(30),
                                       .reorder = percent(4),
                                       .reorder_correlation = percent(40),
                                       .gap = 5,
                                       .limit = 77}),
                 "74000000240000000000000000000000000000000300000000000000ffffffff000000000a0001006e6574656d000000"
                 "44000200b4c404004d000000295c8f020500000052b81e052d31010010000100000000409a999919333333330c000300"
                 "a4703d0a666666660c0004007b14ae07cccccc4c"},
        Captured{"tc qdisc add dev p0 root netem loss gemodel 1% 10% 70% 0.5%",
                 add_qdisc("p0", Netem{.loss = GilbertElliottLoss{percent(1), percent(10), percent(70), percent(0.5)}}),
                 "64000000240000000000000000000000000000000300000000000000ffffffff000000000a0001006e6574656d000000"
                 "3400020000000000e8030000000000000000000000000000000000001800058014000200295c8f029a999919cdcccc4c"
                 "14ae4701"},
        Captured{"tc qdisc add dev p0 root netem rate 8mbit", add_qdisc("p0", Netem{.rate = mbit(8)}),
                 "60000000240000000000000000000000000000000300000000000000ffffffff000000000a0001006e6574656d000000"
                 "3000020000000000e8030000000000000000000000000000000000001400060040420f00000000000000000000000000"}));

// iproute2 6.1 does not send these: a seed, and a rate of 64 bits.
TEST(RequestTest, NetemsSeedAndLongTimesAndFastRatesAreEncoded) {
  const Tree tree =
      tree_of(encoded(add_qdisc("p0", Netem{.delay = seconds(1000), .rate = gbit(100), .seed = 0x1122334455667788})));
  EXPECT_EQ(tree.at("/2/14"), "8877665544332211");
  EXPECT_EQ(tree.at("/2/10"), "0010a5d4e8000000");    // 10^12 ns
  EXPECT_EQ(tree.at("/2").substr(0, 8), "ffffffff");  // the 32-bit maximum
  EXPECT_EQ(tree.at("/2/8"), "00dd0ee902000000");     // 12.5 * 10^9 bytes per second
}

TEST(RequestTest, AnyPacketMayBeReorderedWithoutAGap) {
  const Tree tree = tree_of(encoded(add_qdisc("p0", Netem{.delay = seconds(1), .reorder = percent(1)})));
  const Bytes options = from_hex(tree.at("/2"));
  EXPECT_EQ(options[offsetof(tc_netem_qopt, gap)], 1);
}

// tc(8) does not show a qdisc's distribution, hence this test of the encoded table.
TEST(RequestTest, ADistributionIsEncodedAsItsTableAndTheUniformOneOnlyInPlaceOfAnother) {
  const auto tree = [](const Request& request) { return tree_of(encoded(request)); };
  const std::size_t size = 2UL * 2 * 4096;  // hexadecimal digits of 4096 numbers of 16 bits
  Netem netem{.delay = milliseconds(9), .jitter = milliseconds(1), .distribution = DelayDistribution::kPareto};
  const std::string pareto = tree(add_qdisc("p0", netem)).at("/2/2");
  EXPECT_EQ(pareto.size(), size);
  netem.distribution = DelayDistribution::kUniform;
  EXPECT_FALSE(tree(add_qdisc("p0", netem)).contains("/2/2"));
  const std::string uniform = tree(replace_qdisc("p0", netem)).at("/2/2");
  EXPECT_EQ(uniform.size(), size);
  EXPECT_NE(uniform, pareto);
}

}  // namespace
}  // namespace netlair::test
