// SPDX-License-Identifier: Apache-2.0
#include "probes.hpp"

#include <netlair/netns/link.hpp>
#include <netlair/netns/queue.hpp>

#include "message.hpp"
#include "own_user_namespace.hpp"
#include "probe_netlink.hpp"
#include "proc_sys.hpp"
#include "program.hpp"
#include "signal_safe.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <linux/pkt_sched.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

// Everything here that runs in the child is async-signal-safe; see probe.hpp.
namespace netlair::detail {
namespace {

Failure enter_own_mounts() noexcept {
  if (unshare_by_system_call(CLONE_NEWNS) != 0) return failure_at(Step::kUnshare, "CLONE_NEWNS");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return failure_at(Step::kMount, "'/' as private");
  if (::mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755") != 0)
    return failure_at(Step::kMount, "a tmpfs on /run");
  return {};
}

// As PersistDir does it: a directory that others see, and a mount on a file in it.
Failure name_a_namespace() noexcept {
  if (const Failure failure = enter_own_mounts()) return failure;
  if (const Failure failure = enter_own_network()) return failure;
  if (::mount(nullptr, "/run", nullptr, MS_SHARED, nullptr) != 0) return failure_at(Step::kMount, "/run as shared");
  const int fd = ::open("/run/name", O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
  if (fd < 0) return failure_at(Step::kCreate, "/run/name");
  ::close(fd);
  if (::mount("/proc/self/ns/net", "/run/name", nullptr, MS_BIND, nullptr) != 0)
    return failure_at(Step::kMount, "a network namespace on a file");
  return {};
}

Failure enter_pid_namespace() noexcept {
  if (unshare_by_system_call(CLONE_NEWPID) != 0) return failure_at(Step::kUnshare, "CLONE_NEWPID");
  const pid_t init = ::_Fork();
  if (init < 0) return failure_at(Step::kSpawn, "the first process of a PID namespace");
  if (init == 0) ::_exit(::getpid() == 1 ? 0 : 1);
  errno = succeeds(init) ? 0 : EPROTO;
  return failure_at(Step::kUnshare, "CLONE_NEWPID");
}

Failure open_packet_socket() noexcept {
  if (const Failure failure = enter_own_network()) return failure;
  const int fd = ::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL));
  return fd >= 0 ? Failure() : failure_at(Step::kSocket, "(AF_PACKET, SOCK_RAW, ETH_P_ALL)");
}

Failure open_tap_device() noexcept {
  if (const Failure failure = enter_own_network()) return failure;
  const int fd = ::open("/dev/net/tun", O_RDWR | O_CLOEXEC);
  if (fd < 0) return failure_at(Step::kOpen, "/dev/net/tun");
  ifreq request{};
  request.ifr_flags = IFF_TAP | IFF_NO_PI;
  return ::ioctl(fd, TUNSETIFF, &request) == 0 ? Failure() : failure_at(Step::kOpen, "a tap on /dev/net/tun");
}

Failure write_a_sysctl() noexcept {
  constexpr const char* kPath = "net/ipv4/ip_forward";
  if (const Failure failure = enter_own_network()) return failure;
  if (write_proc_sys(kPath, "1")) return {};
  if (errno == EROFS || errno == ENOENT) {
    if (const Failure failure = mount_own_proc()) return failure;
    if (write_proc_sys(kPath, "1")) return {};
  }
  return failure_at(Step::kSysctl, "net.ipv4.ip_forward of a namespace");
}

// A descriptor keeps each of them.
Failure make_many_namespaces() noexcept {
  constexpr int kMany = 64;
  for (int made = 0; made < kMany; ++made) {
    if (unshare_by_system_call(CLONE_NEWNET) != 0) return failure_at(Step::kUnshare, "CLONE_NEWNET, one of 64");
    if (::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC) < 0) return failure_at(Step::kOpen, "one of 64 namespaces");
  }
  return {};
}

// All that comes, of which the first is kept.
std::size_t read_to_end(int source, std::span<char> kept) noexcept {
  std::array<char, 256> buffer{};
  std::size_t size = 0;
  for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);) {
    got = ::read(source, buffer.data(), buffer.size());
    if (got <= 0) continue;
    const std::size_t wanted = std::min(static_cast<std::size_t>(got), kept.size() - size);
    std::copy_n(buffer.begin(), wanted, kept.begin() + static_cast<std::ptrdiff_t>(size));
    size += wanted;
  }
  return size;
}

// The first line of what a program says goes into the failure.
Failure run_to_success(char* const* argv) noexcept {
  constexpr unsigned kSeconds = 30;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failure_at(Step::kSpawn, "pipe of nft");
  const pid_t pid = ::_Fork();
  if (pid < 0) return failure_at(Step::kSpawn, "nft");
  if (pid == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    ::alarm(kSeconds);  // which outlives the exec
    ::execv(argv[0], argv);
    ::_exit(127);
  }
  ::close(ends[1]);
  std::array<char, 128> said{};
  const std::string_view text(said.data(), read_to_end(ends[0], said));
  ::close(ends[0]);
  errno = succeeds(pid) ? 0 : EOPNOTSUPP;
  Failure failure = failure_at(Step::kNftables, "a table in a namespace to try it");
  set_text(failure, text.substr(0, text.find('\n')));
  return failure;
}

Failure try_nft() {
  const auto program = find_program("nft");
  if (!program) return {.step = Step::kNftables, .object = "the program", .error_number = ENOENT};
  std::vector<std::string> words = {*program, "add", "table", "inet", "netlair"};
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return in_thrown_away_child([&]() noexcept {
    const Failure failure = enter_own_network();
    return failure ? failure : run_to_success(argv.data());
  });
}

Verdict try_requests(const std::vector<std::vector<char>>& requests, const std::string& module) {
  return {in_thrown_away_child([&]() noexcept {
            const Failure failure = enter_own_network();
            return failure ? failure : send_in_probe(requests);
          }),
          module,
          {}};
}

// What is on another link is on one end of a veth; the loopback is none that it could be on.
Verdict try_link(const LinkKind& kind) {
  const Request parent = add_link("probe0", Veth{.peer = "probe1"});
  const Request link = add_link("probe2", kind);
  return try_requests({encoded_for_probe(parent, kProbeIndex), encoded_for_probe(link)}, link.message().module());
}

Verdict try_bridge_vlans() {
  Verdict verdict = try_link(Bridge{.vlan_filtering = true});
  verdict.fix = "use a kernel with CONFIG_BRIDGE_VLAN_FILTERING";
  return verdict;
}

Verdict try_queue(const QueueKind& kind) {
  const Request queue = add_queue("lo", kind);
  return try_requests({encoded_for_probe(queue)}, queue.message().module());
}

// Older kernels ignore a seed. Whether this one has taken it is seen in what it shows of the queue.
Verdict try_netem_seed() {
  constexpr int kSeed = 14;  // TCA_NETEM_PRNG_SEED
  const Request queue = add_queue("lo", Netem{.delay = std::chrono::milliseconds(1), .seed = 1});
  const std::vector<std::vector<char>> requests = {encoded_for_probe(queue)};
  return {in_thrown_away_child([&]() noexcept {
            if (const Failure failure = enter_own_network()) return failure;
            if (const Failure failure = send_in_probe(requests)) return failure;
            errno = a_queue_has_option(sizeof(tc_netem_qopt), kSeed) ? 0 : EOPNOTSUPP;
            return failure_at(Step::kNetlink, "a seed of netem");
          }),
          queue.message().module(), "use Linux 6.6 or later"};
}

constexpr const char* kTapFix =
    "load the module tun as root, and in a container give it the device: --device /dev/net/tun";
constexpr const char* kNftFix = "load the module nf_tables as root, or use a kernel that has it";

Verdict try_without_module(Failure (*f)() noexcept, const char* fix = "") {
  return {in_thrown_away_child(f), {}, fix};
}

}  // namespace

Verdict try_feature(Feature feature) {
  const IpAddress here = IpAddress::parse("10.0.0.1");
  const IpAddress here6 = IpAddress::parse("fd00::1");
  switch (feature) {
    case Feature::kNetworkNamespace: return try_without_module(enter_own_network);
    case Feature::kUserNamespace: return try_without_module(enter_own_namespaces);
    case Feature::kMountNamespace: return try_without_module(enter_own_mounts);
    case Feature::kPidNamespace: return try_without_module(enter_pid_namespace);
    case Feature::kNamedNamespace: return try_without_module(name_a_namespace);
    case Feature::kVeth: return try_link(Veth{});
    case Feature::kBridge: return try_link(Bridge{});
    case Feature::kBridgeVlans: return try_bridge_vlans();
    case Feature::kMacvlan: return try_link(Macvlan{.parent = "probe0"});
    case Feature::kVxlan: return try_link(Vxlan{.id = 1});
    case Feature::kIfb: return try_link(Ifb{});
    case Feature::kDummy: return try_link(Dummy{});
    case Feature::kVlan: return try_link(Vlan{.parent = "probe0", .id = 1});
    case Feature::kVrf: return try_link(Vrf{.table = 10});
    case Feature::kIpvlan: return try_link(Ipvlan{.parent = "probe0"});
    case Feature::kBond: return try_link(Bond{});
    case Feature::kGre: return try_link(Gre{.local = here});
    case Feature::kIp6Gre: return try_link(Gre{.local = here6});
    case Feature::kWireguard: return try_link(Wireguard{});
    case Feature::kTap: return try_without_module(open_tap_device, kTapFix);
    case Feature::kNetem: return try_queue(Netem{.delay = std::chrono::milliseconds(1)});
    case Feature::kNetemSeed: return try_netem_seed();
    case Feature::kTbf: return try_queue(Tbf{.rate = mbit(1), .burst = 2000, .latency = std::chrono::milliseconds(1)});
    case Feature::kHtb: return try_queue(Htb{});
    case Feature::kIngress: return try_queue(Ingress{});
    case Feature::kClsact: return try_queue(Clsact{});
    case Feature::kNftables: return {try_nft(), {}, kNftFix};
    case Feature::kPacketSocket: return try_without_module(open_packet_socket);
    case Feature::kSysctl: return try_without_module(write_a_sysctl);
    case Feature::kManyNamespaces: return try_without_module(make_many_namespaces);
  }
  return {};
}

}  // namespace netlair::detail
