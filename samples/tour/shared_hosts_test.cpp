// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

#include <filesystem>
#include <fstream>

#include <signal.h>

// tour: begin
using namespace netlair;  // NOLINT(google-build-using-namespace): as a file of tests has it

class PageServer : public SharedHostTest<PageServer> {
 public:
  static void SetUpHost(Host& host) {                 // before the first test of the suite, inside the host
    std::filesystem::create_directory("/run/pages");  // /run is the host's own, and gone with it
    std::ofstream("/run/pages/index.html") << "hello";
    host.spawn({"python3", "-u", "-m", "http.server", "80"}, {.ready = http_answer(80), .directory = "/run/pages"});
    client = &add_shared_host("client");
    connect(*client, "10.0.0.1/24", host, "10.0.0.2/24");
  }
  static void TearDownHost(Host& host) {  // after the last one; it may be left out
    host.processes().front()->signal(SIGINT);
    EXPECT_THAT(*host.processes().front(), Exits(0));
  }

 protected:
  static inline Host* client = nullptr;  // NOLINT(*-avoid-non-const-global-variables): a suite has no object
};

NETLAIR_TEST_F(PageServer, HasAPage) {
  EXPECT_EQ(client->run({"curl", "-sSf", "--noproxy", "*", "http://10.0.0.2/"}).out, "hello");
}

NETLAIR_TEST_F(PageServer, TellsWhatItHasServed) {  // by the same process: what a test changes, the next one finds
  client->run({"curl", "-sS", "--noproxy", "*", "http://10.0.0.2/other"});
  EXPECT_THAT(*host().processes().front(), Prints("GET /other"));
}
// tour: end
