// SPDX-License-Identifier: Apache-2.0
// Waits until a network is in the desired state: the kernel needs a moment to apply some requests.
#include <netlair/netns/patience.hpp>
#include <netlair/network/network.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

namespace netlair {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool is_link_local(const IpAddress& address) {
  return address.is_v6() && address.bytes()[0] == 0xfe && (address.bytes()[1] & 0xc0U) == 0x80;
}

// For the error of a timeout: what there is (`found`, and the state of the link) instead of what was waited for.
std::string what_there_is(const Link& link, const std::vector<Address>& found) {
  const std::string text = found.empty() ? "it has no such address" : to_string(found.front());
  if (!link.up) return text + "; the link is down";
  return link.carrier ? text : text + "; there is nothing up at the link's other end";
}

}  // namespace

// Each query for one link makes the kernel finish its pending work for that link first.
void Network::wait_until_running(const InterfaceName& name, milliseconds timeout, SourceLocation where) {
  constexpr auto kLookAgain = std::chrono::microseconds(200);
  const auto deadline = detail::deadline_in(timeout);
  for (Link now = link(name, where); !now.running; now = link(name, where)) {
    if (steady_clock::now() > deadline)
      throw Error(Step::kNetlink, "wait until link '" + name.str() + "' is running in " + ns_, ETIMEDOUT,
                  !now.up       ? "it is down"
                  : now.carrier ? ""
                                : "the interface at its other end is not up")
          .at(where);
    std::this_thread::sleep_for(kLookAgain);
  }
}

template <class Wanted>
Address Network::wait_for_address(const InterfaceName& link, const std::string& what, const Wanted& wanted,
                                  milliseconds timeout, SourceLocation where) {
  constexpr auto kLookAgain = milliseconds(2);
  const auto deadline = detail::deadline_in(timeout);
  const std::string object = "wait until " + what + " of link '" + link.str() + "' is usable in " + ns_;
  for (;; std::this_thread::sleep_for(kLookAgain)) {
    const bool is_late = steady_clock::now() > deadline;
    const Link its = this->link(link, where);
    std::vector<Address> found = addresses();
    std::erase_if(found, [&](const Address& each) { return each.link != its.name || !wanted(each); });
    const auto is_usable = [](const Address& each) { return !each.tentative && !each.duplicate; };
    if (const auto usable = std::find_if(found.begin(), found.end(), is_usable); usable != found.end()) return *usable;
    const auto is_duplicate = [](const Address& each) { return each.duplicate; };
    if (!found.empty() && std::all_of(found.begin(), found.end(), is_duplicate))
      throw Error(Step::kNetlink, object + ": " + to_string(found.front()), EADDRINUSE,
                  "another host on the link has it; give one of them another address")
          .at(where);
    if (is_late) throw Error(Step::kNetlink, object, ETIMEDOUT, what_there_is(its, found)).at(where);
  }
}

Address Network::wait_until_usable(const InterfaceName& link, const IpAddress& address, milliseconds timeout,
                                   SourceLocation where) {
  const auto is_it = [&](const Address& each) { return each.prefix.address() == address; };
  return wait_for_address(link, "address " + address.str(), is_it, timeout, where);
}

Address Network::wait_for_link_local(const InterfaceName& link, milliseconds timeout, SourceLocation where) {
  const auto is_one = [](const Address& each) { return is_link_local(each.prefix.address()); };
  return wait_for_address(link, "a link-local address", is_one, timeout, where);
}

}  // namespace netlair
