// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/request.hpp>

#include "message.hpp"

#include <utility>

namespace netlair {

Request::Request(detail::Message message) : message_(std::make_shared<const detail::Message>(std::move(message))) {}

const std::string& Request::what() const noexcept {
  return message_->what();
}

}  // namespace netlair
