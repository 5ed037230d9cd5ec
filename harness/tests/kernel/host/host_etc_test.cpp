// SPDX-License-Identifier: Apache-2.0
// A host's own files, however the machine's are set up: links, the umask of the thread that makes the host, and which
// name servers are asked.
#include "harness_test.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

mode_t mode_of(const char* path) {
  struct stat status {};
  EXPECT_EQ(::stat(path, &status), 0) << path;
  return status.st_mode & 07777;
}

// The test has an /etc of its own, not the machine's.
class HostEtcTest : public NetNsTest {
 protected:
  void SetUp() override {
    ASSERT_EQ(::mount("tmpfs", "/etc", "tmpfs", 0, nullptr), 0);
    std::ofstream("/etc/hosts") << "127.0.0.1 localhost\n";
  }
  void TearDown() override { ASSERT_EQ(::umount2("/etc", MNT_DETACH), 0); }

  static void expect_own_resolv_conf() {
    const Host machine;
    machine.run([] {
      EXPECT_THAT(text_of("/etc/resolv.conf"), HasSubstr("No name server"));
      std::ofstream("/etc/resolv.conf") << "nameserver 10.9.8.7\n";
      EXPECT_EQ(text_of("/etc/resolv.conf"), "nameserver 10.9.8.7\n");
    });
    EXPECT_EQ(text_of("/etc/resolv.conf"), "nameserver 10.0.0.1\n");
  }
};

// As systemd-resolved sets it up.
NETLAIR_TEST_F(HostEtcTest, ALinkIntoRunLeadsToAFileOfTheHosts) {
  fs::create_directories("/run/systemd/resolve");
  std::ofstream("/run/systemd/resolve/stub-resolv.conf") << "nameserver 10.0.0.1\n";
  fs::create_symlink("../run/systemd/resolve/stub-resolv.conf", "/etc/resolv.conf");
  expect_own_resolv_conf();
}

// As resolvconf sets it up.
NETLAIR_TEST_F(HostEtcTest, ALinkThatComesToRunByAnotherOneDoesToo) {
  fs::create_directories("/run/resolvconf");
  fs::create_directories("/etc/resolvconf");
  std::ofstream("/run/resolvconf/resolv.conf") << "nameserver 10.0.0.1\n";
  fs::create_symlink("/run/resolvconf", "/etc/resolvconf/run");
  fs::create_symlink("resolvconf/run/resolv.conf", "/etc/resolv.conf");
  expect_own_resolv_conf();
}

// The parts of /run that stay visible in a host are the machine's.
NETLAIR_TEST_F(HostEtcTest, ALinkToWhatIsKeptOfRunIsCoveredAndNotWritten) {
  fs::create_directories("/run/kept");
  std::ofstream("/run/kept/resolv.conf") << "nameserver 10.0.0.1\n";
  fs::create_symlink("/run/kept/resolv.conf", "/etc/resolv.conf");
  ASSERT_EQ(::chdir("/run/kept"), 0);
  expect_own_resolv_conf();
  ASSERT_EQ(::chdir("/"), 0);
}

NETLAIR_TEST_F(HostEtcTest, ALinkToNothingIsNoReasonToFail) {
  fs::create_symlink("resolv.conf", "/etc/resolv.conf");
  const Host machine;
  EXPECT_EQ(machine.run([] { return text_of("/etc/resolv.conf"); }), "");
}

// The DNS answer to a question for an address (RFC 1035): the question, and one record that refers to the name in it.
std::vector<unsigned char> answer_to(std::vector<unsigned char> question, const in_addr& address) {
  constexpr std::size_t kHeader = 12;
  const auto end = std::find(question.begin() + kHeader, question.end(), 0) + 5;  // its type and class follow the name
  question.erase(end, question.end());
  const std::array<unsigned char, 10> counts{0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0};  // a response; a question, an answer
  std::copy(counts.begin(), counts.end(), question.begin() + 2);
  const std::array<unsigned char, 12> record{0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4};
  question.insert(question.end(), record.begin(), record.end());
  std::array<unsigned char, sizeof address> bytes{};
  std::memcpy(bytes.data(), &address, sizeof address);
  question.insert(question.end(), bytes.begin(), bytes.end());
  return question;
}

// A host that uses a name server of its own, on a loopback address, which answers each name with the same address.
class Resolving {
 public:
  Resolving(const char* server, const char* answer) : socket_(machine_.ns().socket(AF_INET, SOCK_DGRAM)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_port = htons(53);
    own.sin_addr.s_addr = ::inet_addr(server);
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&own), sizeof own), 0);
    answer_.s_addr = ::inet_addr(answer);
    machine_.resolver().add_server(IpAddress::parse(server));
  }

  // The result of getaddrinfo(3), called on this thread.
  std::string address_of(const char* name) const {
    const auto answering = machine_.async([this] { answer_one(); });
    return machine_.run([&]() -> std::string {
      addrinfo hints{};
      hints.ai_family = AF_INET;
      addrinfo* found = nullptr;
      if (const int error = ::getaddrinfo(name, nullptr, &hints, &found); error != 0) return ::gai_strerror(error);
      const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
      sockaddr_in address{};
      std::memcpy(&address, found->ai_addr, sizeof address);
      return ::inet_ntoa(address.sin_addr);
    });
  }

 private:
  void answer_one() const {
    sockaddr_in client{};
    socklen_t size = sizeof client;
    pollfd events{socket_.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&events, 1, static_cast<int>(patience().count())), 1) << "nobody has asked";
    std::vector<unsigned char> question(512);
    const auto length =
        ::recvfrom(socket_.get(), question.data(), question.size(), 0, reinterpret_cast<sockaddr*>(&client), &size);
    ASSERT_GT(length, 12);
    question.resize(static_cast<std::size_t>(length));
    const auto answer = answer_to(std::move(question), answer_);
    EXPECT_GT(
        ::sendto(socket_.get(), answer.data(), answer.size(), 0, reinterpret_cast<const sockaddr*>(&client), size), 0);
  }

  Host machine_;
  UniqueFd socket_;
  in_addr answer_{};
};

class HostResolverTest : public NetNsTest {};

NETLAIR_TEST_F(HostResolverTest, ANameIsAskedOfTheHostsOwnServer) {
  const Resolving left("127.0.0.53", "10.1.1.1");
  const Resolving right("127.0.0.153", "10.2.2.2");
  EXPECT_EQ(left.address_of("who.netlair.test."), "10.1.1.1");
  EXPECT_EQ(right.address_of("who.netlair.test."), "10.2.2.2");
  EXPECT_EQ(left.address_of("who.netlair.test."), "10.1.1.1");
}

class HostUmaskTest : public NetNsTest {};

// A server that changes to another user must be able to read them.
NETLAIR_TEST_F(HostUmaskTest, ItsFilesAreForEverybodyWhateverTheUmaskIs) {
  for (const mode_t mask : {mode_t{077}, mode_t{022}, mode_t{0}}) {
    ::umask(mask);  // only of this thread, which ends with the test
    const Host machine;
    machine.run([&] {
      EXPECT_EQ(mode_of("/etc/hosts"), 0644U) << mask;
      EXPECT_EQ(mode_of("/etc/resolv.conf"), 0644U) << mask;
      EXPECT_EQ(mode_of("/run/netlair"), 0755U) << mask;
      EXPECT_EQ(mode_of("/run/lock"), 01777U) << mask;
    });
    EXPECT_EQ(::umask(mask), mask);
  }
}

}  // namespace
}  // namespace netlair::test
