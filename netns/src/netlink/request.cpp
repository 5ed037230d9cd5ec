// SPDX-License-Identifier: Apache-2.0
#include <netlair/network/request.hpp>

#include "base/check.hpp"
#include "netlink/message.hpp"

#include <atomic>
#include <utility>

namespace netlair {

Request::Request(detail::Message message) : message_(std::make_shared<const detail::Message>(std::move(message))) {
  if (message_->is_too_long())
    detail::refuse("request", what().substr(0, 100), "it is longer than netlink's 16-bit lengths allow");
}

const std::string& Request::what() const noexcept {
  return message_->what();
}

namespace detail {
namespace {
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): of the process
constinit std::atomic<unsigned> across = 0;
}  // namespace

unsigned requests_across() noexcept {
  return across;
}

void count_request_across() noexcept {
  ++across;
}

}  // namespace detail

}  // namespace netlair
