// SPDX-License-Identifier: Apache-2.0
// How a program is called, as the program sees it and as messages show it: arguments, environment, its file.
#include "harness_test.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace netlair::test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CommandTest : public NetNsTest {
 protected:
  std::string output_of(std::vector<std::string> argv, SpawnOptions options = {}) {
    return host().run(std::move(argv), std::move(options)).out;
  }
};

NETLAIR_TEST_F(CommandTest, AScriptAsAnArgumentIsToldInOneLine) {
  const Error error = error_of([&] { host().run({"sh", "-c", "echo one\nexit 3"}); });
  EXPECT_THAT(error.what(), HasSubstr("'sh -c echo one\\nexit 3'"));
  const std::string long_one(10'000, 'x');
  EXPECT_LT(std::string(error_of([&] { host().run({"false", long_one}); }).what()).size(), 1000U);
}

NETLAIR_TEST_F(CommandTest, ATextThatWouldBeCutShortIsRefused) {
  const std::string cut("a\0b", 3);
  const auto hint_of = [&](const std::vector<std::string>& argv, const SpawnOptions& options) {
    const Error error = error_of([&] { host().spawn(argv, options); });
    EXPECT_EQ(error.step(), Step::kSpawn);
    EXPECT_EQ(error.error_number(), EINVAL);
    return std::string(error.what()) + error.hint();
  };
  EXPECT_THAT(hint_of({"echo", "x", cut}, {}), AllOf(HasSubstr("its argument 2"), HasSubstr("null byte")));
  EXPECT_THAT(hint_of({"true"}, {.directory = "/" + cut}), HasSubstr("its directory"));
  EXPECT_THAT(hint_of({"true"}, {.input_file = "/" + cut}), HasSubstr("the file of its input"));
  EXPECT_THAT(hint_of({"true"}, {.output_file = "/" + cut}), HasSubstr("the file of its output"));
  EXPECT_THAT(hint_of({"true"}, {.user = cut}), HasSubstr("its user"));
  EXPECT_THAT(hint_of({"true"}, {.group = cut}), HasSubstr("its group"));
  EXPECT_THAT(hint_of({"true"}, {.environment = {{"NAME", cut}}}), HasSubstr("NAME in its environment"));
  EXPECT_THAT(hint_of({"true"}, {.environment = {{"A=B", "c"}}}), HasSubstr("the variable 'A=B'"));
  EXPECT_THAT(hint_of({"true"}, {.environment = {{"", "c"}}}), HasSubstr("not be empty"));
}

NETLAIR_TEST_F(CommandTest, OfAVariableThatIsGivenTwiceTheLastOneCounts) {
  const std::string all = output_of({"env"}, {.environment = {{"TWICE", "one"}, {"TWICE", "two"}}});
  EXPECT_THAT(all, HasSubstr("TWICE=two\n"));
  EXPECT_THAT(all, Not(HasSubstr("TWICE=one\n"))) << "a shell would pass on one of them only";
}

// A directory that contains a program which prints which one it is.
class ToolDirectory {
 public:
  explicit ToolDirectory(const std::string& interpreter = "/bin/sh") {
    std::string pattern = fs::temp_directory_path() / "netlair-tools-XXXXXX";
    path_ = ::mkdtemp(pattern.data());
    fs::permissions(path_, fs::perms::all);
    std::ofstream(path_ / "tool") << "#!" << interpreter << "\necho this tool\n";
    fs::permissions(path_ / "tool", fs::perms::all);
  }
  ToolDirectory(const ToolDirectory&) = delete;
  ToolDirectory& operator=(const ToolDirectory&) = delete;
  ~ToolDirectory() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

NETLAIR_TEST_F(CommandTest, AProgramIsLookedForInThePathThatItIsGiven) {
  const ToolDirectory tools;
  const SpawnOptions options{.environment = {{"PATH", tools.path().string() + ":/usr/bin:/bin"}}};
  EXPECT_EQ(output_of({"tool"}, options), "this tool\n");
  EXPECT_THROW(output_of({"tool"}), Error);
}

NETLAIR_TEST_F(CommandTest, ARelativePathIsOneFromTheProgramsDirectory) {
  const ToolDirectory tools;
  EXPECT_EQ(output_of({"./tool"}, {.directory = tools.path()}), "this tool\n");
  const std::string place = " from directory '" + tools.path().string() + "'";
  const Error error = error_of([&] { output_of({"bin/tool"}, {.directory = tools.path()}); });
  EXPECT_EQ(error.error_number(), ENOENT);
  EXPECT_THAT(error.what(), HasSubstr("'bin/tool'" + place));
  EXPECT_THAT(error.hint(), HasSubstr("relative path"));
  const ToolDirectory broken("/nowhere/sh");
  EXPECT_THAT(error_of([&] { output_of({"./tool"}, {.directory = broken.path()}); }).hint(), HasSubstr("interpreter"));
}

}  // namespace
}  // namespace netlair::test
