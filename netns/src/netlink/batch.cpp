// SPDX-License-Identifier: Apache-2.0
#include "netlink/batch.hpp"

#include <netlair/netns/error.hpp>
#include <netlair/network/request.hpp>

#include "netlink/netlink_hints.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace netlair::detail {
namespace {

// The kernel replies to a refused request even without NLM_F_ACK. If all of them are refused, the replies take about
// 100 KiB, which fits the socket's receive buffer (see netlink_socket.cpp). The datagram fits its send buffer.
constexpr std::size_t kMostRequests = 128;
constexpr std::size_t kMostBytes = 65536;

}  // namespace

void Batch::apply(std::span<const Request> requests) {
  requests_ = requests;
  for (const Request& request : requests) {
    if (is_full()) flush();
    add(request.message());
  }
  flush();
}

bool Batch::is_full() const noexcept {
  return starts_.size() >= kMostRequests || datagram_.size() >= kMostBytes;
}

void Batch::add(const Message& message) {
  const bool renamed = std::any_of(message.indexes().begin(), message.indexes().end(), [&](const auto& each) {
    return other_names_affected_ ||
           std::find(affected_names_.begin(), affected_names_.end(), each.name) != affected_names_.end();
  });
  if (renamed) flush();
  std::vector<int> indexes;
  for (const auto& each : message.indexes()) indexes.push_back(resolve(each.name));
  const std::size_t start = datagram_.size();
  datagram_.insert(datagram_.end(), message.bytes().begin(), message.bytes().end());
  for (std::size_t i = 0; i < indexes.size(); ++i)
    std::memcpy(&datagram_[start + message.indexes()[i].offset], &indexes[i], sizeof indexes[i]);
  starts_.push_back(start);
  if (message.names_namespace()) count_request_across();
  affected_names_.insert(affected_names_.end(), message.affected_names().begin(), message.affected_names().end());
  other_names_affected_ = other_names_affected_ || message.may_affect_other_names();
}

// If the name is unknown, a request that is not sent yet may create the interface under a name that only the kernel
// knows. So the batch is flushed, and the name is looked up again.
int Batch::resolve(const InterfaceName& name) {
  if (resolved_ && resolved_->first == name) return resolved_->second;
  auto index = socket_.index_of(name);
  if (!index && !starts_.empty()) {
    flush();
    index = socket_.index_of(name);
  }
  if (!index) throw Error(Step::kNetlink, object_of(sent_, "no link '" + name.str() + "'"), ENODEV);
  resolved_.emplace(name, *index);
  return *index;
}

void Batch::flush() {
  if (starts_.empty()) return;
  const auto refusals = socket_.exchange(datagram_, starts_, [this] { return object_of(sent_, ""); });
  if (!refusals.empty()) throw_first(refusals);
  sent_ += starts_.size();
  datagram_.clear();
  starts_.clear();
  if (other_names_affected_ || !affected_names_.empty()) resolved_.reset();
  affected_names_.clear();
  other_names_affected_ = false;
}

// If there are several requests, the text includes the request's number.
std::string Batch::object_of(std::size_t place, const std::string& kernel_text) const {
  std::string text = requests_[place].what();
  if (requests_.size() > 1)
    text += " (number " + std::to_string(place + 1) + " of " + std::to_string(requests_.size()) + ")";
  text += " in " + ns_;
  return kernel_text.empty() ? text : text + ": " + kernel_text;
}

void Batch::throw_first(const std::vector<NetlinkSocket::Refusal>& refusals) const {
  const auto& first = refusals.front();
  const std::size_t behind = requests_.size() - sent_ - first.place - 1;
  const std::size_t tried = starts_.size() - first.place - 1;
  const std::size_t refused = refusals.size() - 1;
  const Message& message = requests_[sent_ + first.place].message();
  std::string hint = netlink_hint(first.error_number, first.text, message.module(), message.type());
  if (behind > 0) {
    if (!hint.empty()) hint += "; ";
    hint += "of the " + std::to_string(behind) + (behind == 1 ? " request" : " requests") + " after it " +
            std::to_string(tried - refused) + " were carried out, " + std::to_string(refused) + " refused, " +
            std::to_string(behind - tried) + " not tried";
  }
  throw Error(Step::kNetlink, object_of(sent_ + first.place, first.text), first.error_number, hint);
}

}  // namespace netlair::detail
