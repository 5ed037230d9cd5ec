// SPDX-License-Identifier: Apache-2.0
#include <netlair/netlair.hpp>

// tour: begin
using namespace netlair;  // NOLINT(google-build-using-namespace): as a file of tests has it

NETLAIR_TEST(Programs, ThatAreToSucceed) {
  NETLAIR_NEEDS(kNftables);
  EXPECT_EQ(host().run({"hostname"}).out, "host\n");  // started, waited for, and an error unless its status is 0
  host().run({"nft", "-f", "-"},
             {.input = "table inet filter { chain input { type filter hook input priority 0; }; }"});
  EXPECT_NE(host().run({"nft", "list", "tables"}).out.find("table inet filter"), std::string::npos);
}

NETLAIR_TEST(Programs, ThatEndAsTheyShould) {
  EXPECT_THAT(host().spawn({"sh", "-c", "echo no configuration >&2; exit 3"}), Exits(3));
}

NETLAIR_TEST(Programs, AreStartedAsTheOptionsSay) {
  auto& server =
      host().spawn({"sh", "-c", "echo $GREETING; pwd; ulimit -n; exec cat"}, {.environment = {{"GREETING", "hello"}},
                                                                              .directory = "/usr",
                                                                              .input = "from standard input\n",
                                                                              .output_file = "/run/server.log",
                                                                              .limits = {{RLIMIT_NOFILE, 64}}});
  EXPECT_EQ(server.wait(), 0);
  EXPECT_EQ(server.output(), "hello\n/usr\n64\nfrom standard input\n");
  EXPECT_EQ(host().run({"wc", "-l", "/run/server.log"}).out, "4 /run/server.log\n");
}
// tour: end
