// SPDX-License-Identifier: Apache-2.0
#include "netlink/attributes.hpp"

#include <gmock/gmock.h>

#include <cstring>
#include <string>
#include <vector>

#include <linux/netlink.h>

namespace netlair::test {
namespace {

using detail::Attributes;

// A message of the kernel, put together by hand.
class Message {
 public:
  explicit Message(std::uint16_t flags) { add(nlmsghdr{0, NLMSG_ERROR, flags, 0, 0}); }

  template <class T>
  Message& add(const T& value) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(&value);
    bytes_.insert(bytes_.end(), begin, begin + sizeof value);
    return *this;
  }
  Message& add_text(std::uint16_t type, const std::string& text) {
    add(nlattr{static_cast<std::uint16_t>(sizeof(nlattr) + text.size() + 1), type});
    bytes_.insert(bytes_.end(), text.c_str(), text.c_str() + text.size() + 1);
    bytes_.resize((bytes_.size() + 3U) & ~std::size_t{3});
    return *this;
  }
  const nlmsghdr& get() {
    const auto size = static_cast<std::uint32_t>(bytes_.size());
    std::memcpy(bytes_.data(), &size, sizeof size);
    return *reinterpret_cast<const nlmsghdr*>(bytes_.data());
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

// The refusal of a request that has eight bytes after its header.
nlmsgerr refusal_of_a_request() {
  nlmsgerr error{};
  error.error = -1;
  error.msg.nlmsg_len = sizeof(nlmsghdr) + 8;
  return error;
}

TEST(ExtendedTextTest, StandsBehindTheHeaderOfTheRequestWhenTheAnswerIsCapped) {
  Message message(NLM_F_ACK_TLVS | NLM_F_CAPPED);
  message.add(refusal_of_a_request()).add_text(NLMSGERR_ATTR_MSG, "no");
  EXPECT_EQ(detail::extended_text(message.get()), "no");
}

TEST(ExtendedTextTest, StandsBehindTheWholeRequestOtherwise) {
  Message message(NLM_F_ACK_TLVS);
  message.add(refusal_of_a_request()).add(std::uint64_t{0}).add_text(NLMSGERR_ATTR_MSG, "no");
  EXPECT_EQ(detail::extended_text(message.get()), "no");
}

TEST(ExtendedTextTest, StandsBehindTheErrnoAtTheEndOfADump) {
  Message message(NLM_F_ACK_TLVS);
  message.add(-1).add_text(NLMSGERR_ATTR_MSG, "no");
  EXPECT_EQ(detail::extended_text_of_end(message.get()), "no");
}

TEST(ExtendedTextTest, IsEmptyWhereTheKernelSaysNothing) {
  Message message(0);
  message.add(refusal_of_a_request()).add_text(NLMSGERR_ATTR_MSG, "no");
  EXPECT_EQ(detail::extended_text(message.get()), "");
}

TEST(AttributesTest, WhatIsMissingOrTooShortIsEmpty) {
  Message message(0);
  message.add_text(1, "x");
  const Attributes attributes(detail::payload(message.get()));
  EXPECT_EQ(attributes.text(1), "x");
  EXPECT_EQ(attributes.get<std::uint16_t>(1), 'x');
  EXPECT_FALSE(attributes.get<std::uint32_t>(1));
  EXPECT_FALSE(attributes.find(2));
  EXPECT_FALSE(attributes.address(1));
  EXPECT_EQ(attributes.get_or<std::uint32_t>(2, 7), 7U);
}

TEST(AttributesTest, AnAttributeThatEndsBeyondTheMessageIsNone) {
  Message message(0);
  message.add(nlattr{100, 1});
  EXPECT_FALSE(Attributes(detail::payload(message.get())).find(1));
}

}  // namespace
}  // namespace netlair::test
