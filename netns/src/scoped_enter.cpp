// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/netns.hpp>
#include <netlair/netns/scoped_enter.hpp>

#include "thread_net.hpp"

#include <cstdlib>
#include <iostream>
#include <sstream>

#include <unistd.h>

namespace netlair {
namespace {

void move_to(const NetNs& ns) {
  const int error_number = detail::move_thread(ns.fd());
  if (error_number == 0) return;
  std::ostringstream object;
  object << ns;
  throw Error(Step::kSetns, object.str(), error_number);
}

[[noreturn]] void end_program_outside(const NetNs& ns, NetNsId home, int error_number) noexcept {
  const Error error(Step::kSetns, "back", error_number, "");
  std::cerr << "netlair: this thread is in " << ns << " and cannot return to the network namespace " << home << ": "
            << error.what() << ".\nnetlair: no code may go on in the wrong network: the program ends." << std::endl;
  std::abort();
}

bool is_inside(const NetNsId& id) noexcept {
  const detail::ThreadNet& record = detail::thread_net_record();
  return record.known && record.id == id;
}

}  // namespace

ScopedEnter::ScopedEnter(const NetNs& ns) : ns_(&ns) {
  if (is_inside(ns.id()) && ns.fd() >= 0) return;
  detail::ThreadNet& here = detail::thread_net();
  if (is_inside(ns.id()) && ns.fd() >= 0) return;  // the kernel has just told
  detail::require_way_back(here);
  move_to(ns);
  home_ = std::move(here.fd);
  home_id_ = here.id;
  here.id = ns.id();
}

ScopedEnter::~ScopedEnter() {
  if (!home_ && is_inside(ns_->id())) return;  // nothing was entered, and the body did not move away either
  const int error_number = detail::move_thread(home_ ? home_.get() : ns_->fd());
  if (error_number != 0) end_program_outside(*ns_, home_ ? home_id_ : ns_->id(), error_number);
  detail::ThreadNet& here = detail::thread_net_record();
  here.known = true;
  here.id = home_ ? home_id_ : ns_->id();
  here.fd = std::move(home_);
  here.is_a_way_back = true;
  here.owner = ::getpid();
}

void detail::enter(const NetNs& ns) {
  move_to(ns);
  note_entered(ns.id());
}

}  // namespace netlair
