// SPDX-License-Identifier: Apache-2.0
// Benchmarks of links, addresses and routes: "ours" encodes and sends requests, "floor" sends pre-encoded bytes on a
// bare socket, and "peer" runs ip(8) as a process.
#include "iterations.hpp"
#include "netlink/message.hpp"

#include <netlair/netns/netns.hpp>
#include <netlair/network/network.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstring>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace netlair;  // NOLINT(google-build-using-namespace)

constexpr int kPairs = 100;

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(what);
}

// The least that a program can do: one send of prepared bytes, and one receive of the acknowledgement.
class BareSocket {
 public:
  explicit BareSocket(const NetNs& ns) : fd_(ns.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)) {}

  void send(const std::vector<char>& datagram) {
    require(::send(fd_.get(), datagram.data(), datagram.size(), 0) == static_cast<ssize_t>(datagram.size()), "send");
    std::array<char, 8192> answer{};
    require(::recv(fd_.get(), answer.data(), answer.size(), 0) > 0, "recv");
    nlmsgerr error{};
    std::memcpy(&error, &answer[sizeof(nlmsghdr)], sizeof error);
    require(error.error == 0, "a refusal");
  }

 private:
  UniqueFd fd_;
};

// Encodes the requests into one datagram. Only the last one asks for an acknowledgement. Every named interface gets
// `index`.
std::vector<char> prepared(const std::vector<Request>& requests, int index) {
  std::vector<char> datagram;
  for (const Request& request : requests) {
    const auto& message = request.message();
    const std::size_t start = datagram.size();
    datagram.insert(datagram.end(), message.bytes().begin(), message.bytes().end());
    for (const auto& each : message.indexes()) std::memcpy(&datagram[start + each.offset], &index, sizeof index);
    if (&request == &requests.back()) reinterpret_cast<nlmsghdr*>(&datagram[start])->nlmsg_flags |= NLM_F_ACK;
  }
  return datagram;
}

void run_ip(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const auto& each : arguments) argv.push_back(const_cast<char*>(each.c_str()));  // NOLINT(*-const-cast)
  argv.push_back(nullptr);
  pid_t pid = -1;
  require(::posix_spawnp(&pid, "ip", nullptr, nullptr, argv.data(), environ) == 0, "ip");
  int status = -1;
  require(::waitpid(pid, &status, 0) == pid && status == 0, "ip");
}

// Times only `work`, in a namespace that is made and discarded outside the measured time.
void time_in_fresh_namespaces(benchmark::State& state, const std::function<void(const NetNs&)>& prepare,
                              const std::function<void(const NetNs&)>& work) {
  for ([[maybe_unused]] auto each : state) {
    const NetNs ns = NetNs::create();
    prepare(ns);
    const auto start = std::chrono::steady_clock::now();
    work(ns);
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
}

Request veth() {
  return add_link("p0", Veth{.peer = "p1"});
}

void pair_ours(benchmark::State& state) {
  const NetNs ns = NetNs::create();
  Network net(ns);
  for ([[maybe_unused]] auto each : state) {
    net.apply(veth());
    net.apply(remove_link("p0"));
  }
}

void pair_floor(benchmark::State& state) {
  const NetNs ns = NetNs::create();
  BareSocket socket(ns);
  const auto add = prepared({veth()}, 0);
  const auto remove = prepared({remove_link("p0")}, 0);
  for ([[maybe_unused]] auto each : state) {
    socket.send(add);
    socket.send(remove);
  }
}

std::vector<Request> address_up_route() {
  return {add_address("p0", "10.0.0.1/24"_addr), set_up("p0"), add_route({.via = "10.0.0.2"_ip, .link = "p0"})};
}

// The settings are removed again outside the measured time. The link stays up, because taking it down would take longer
// than everything else.
void address_with(benchmark::State& state, Network& net, const std::function<void()>& work) {
  net.apply({veth(), set_up("p0"), set_up("p1")});
  for ([[maybe_unused]] auto each : state) {
    const auto start = std::chrono::steady_clock::now();
    work();
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    net.apply(remove_address("p0", "10.0.0.1/24"_addr));  // this removes the route, too
  }
}

void address_ours(benchmark::State& state) {
  Network net(NetNs::create());
  address_with(state, net, [&] { net.apply(address_up_route()); });
}

void address_floor(benchmark::State& state) {
  const NetNs ns = NetNs::create();
  Network net(ns);
  BareSocket socket(ns);
  std::optional<std::vector<char>> bytes;
  address_with(state, net, [&] {
    if (!bytes) bytes = prepared(address_up_route(), net.link("p0").index);
    socket.send(*bytes);
  });
}

std::vector<Request> pairs() {
  std::vector<Request> requests;
  for (int i = 0; i < kPairs; ++i)
    requests.push_back(add_link("a" + std::to_string(i), Veth{.peer = InterfaceName("b" + std::to_string(i))}));
  return requests;
}

void pairs_ours(benchmark::State& state) {
  std::optional<Network> net;
  time_in_fresh_namespaces(
      state, [&](const NetNs& ns) { net.emplace(ns); }, [&](const NetNs&) { net->apply(pairs()); });
}

void pairs_floor(benchmark::State& state) {
  const auto bytes = prepared(pairs(), 0);
  std::optional<BareSocket> socket;
  time_in_fresh_namespaces(
      state, [&](const NetNs& ns) { socket.emplace(ns); }, [&](const NetNs&) { socket->send(bytes); });
}

// Runs `ip -batch FILE` in the namespace. The file is in memory, and `ip` inherits its descriptor.
void pairs_peer(benchmark::State& state) {
  const UniqueFd file(::memfd_create("batch", 0));
  const std::string path = "/proc/self/fd/" + std::to_string(file.get());
  std::string lines;
  for (int i = 0; i < kPairs; ++i)
    lines += "link add a" + std::to_string(i) + " type veth peer name b" + std::to_string(i) + "\n";
  require(::write(file.get(), lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()), "write");
  time_in_fresh_namespaces(
      state, [](const NetNs&) {}, [&](const NetNs& ns) { ns.run([&] {
                                                           run_ip({"ip", "-batch", path});
                                                         }); });
}

std::vector<Request> cabled() {
  std::vector<Request> requests = address_up_route();
  requests.insert(requests.begin(), veth());
  return requests;
}

void steps_ours(benchmark::State& state) {
  time_in_fresh_namespaces(
      state, [](const NetNs&) {}, [&](const NetNs& ns) { Network(ns).apply(cabled()); });
}

void steps_peer(benchmark::State& state) {
  time_in_fresh_namespaces(
      state, [](const NetNs&) {},
      [&](const NetNs& ns) {
        ns.run([] {
          run_ip({"ip", "link", "add", "p0", "type", "veth", "peer", "name", "p1"});
          run_ip({"ip", "address", "add", "10.0.0.1/24", "dev", "p0"});
          run_ip({"ip", "link", "set", "p0", "up"});
          run_ip({"ip", "route", "add", "default", "via", "10.0.0.2", "dev", "p0"});
        });
      });
}

BENCHMARK(pair_ours)->Name("pair/ours")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(pair_floor)->Name("pair/floor")->UseRealTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(address_ours)->Name("address/ours")->UseManualTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(address_floor)->Name("address/floor")->UseManualTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(pairs_ours)->Name("pairs/ours")->UseManualTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(pairs_floor)->Name("pairs/floor")->UseManualTime()->Apply(netlair::test::as_many_as_asked);
BENCHMARK(pairs_peer)->Name("pairs/peer")->UseManualTime();
BENCHMARK(steps_ours)->Name("steps/ours")->UseManualTime();
BENCHMARK(steps_peer)->Name("steps/peer")->UseManualTime();

}  // namespace
