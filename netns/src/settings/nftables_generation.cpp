// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/network/nftables.hpp>

#include "netlink/attributes.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

namespace netlair {
namespace {

// A request would load the module, which would not be undone. A kernel without modules has it, or answers so.
bool may_ask() {
  std::ifstream modules("/proc/modules");
  bool has_modules = false;
  for (std::string line; std::getline(modules, line); has_modules = true)
    if (line.starts_with("nf_tables ")) return true;
  return !has_modules;
}

struct Question {
  nlmsghdr header;
  nfgenmsg body;
};

}  // namespace

std::optional<std::uint32_t> nftables_generation(const NetNs& ns) {
  if (!may_ask()) return std::nullopt;
  const UniqueFd socket = ns.socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
  Question question{};
  question.header = {sizeof question, (NFNL_SUBSYS_NFTABLES << 8U) | NFT_MSG_GETGEN, NLM_F_REQUEST, 1, 0};
  question.body.version = NFNETLINK_V0;
  alignas(nlmsghdr) std::array<char, 4096> buffer{};
  ssize_t size = ::send(socket.get(), &question, sizeof question, 0);
  if (size >= 0) size = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);  // the answer is there by now
  throw_error_if(size < 0, Step::kNftables, "generation of the rules in " + to_string(ns));
  const auto* header = reinterpret_cast<const nlmsghdr*>(buffer.data());
  if (!mnl_nlmsg_ok(header, static_cast<int>(size))) return std::nullopt;
  if (header->nlmsg_type == NLMSG_ERROR) {
    errno = -detail::structure_at<nlmsgerr>(detail::payload(*header)).error;
    throw_error_if(errno == EPERM, Step::kNftables, "generation of the rules in " + to_string(ns));
    return std::nullopt;
  }
  const auto id = detail::Attributes::behind<nfgenmsg>(*header).find(NFTA_GEN_ID);
  if (!id || id->size() != sizeof(std::uint32_t)) return std::nullopt;
  std::uint32_t generation = 0;
  std::memcpy(&generation, id->data(), sizeof generation);
  return ntohl(generation);
}

}  // namespace netlair
