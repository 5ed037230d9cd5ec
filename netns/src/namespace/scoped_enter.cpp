// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/scoped_enter.hpp>

#include "namespace/thread_namespace.hpp"

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <utility>

namespace netlair {
namespace {

void move_to(const detail::OpenNetNs& ns) {
  const int error_number = detail::move_thread(ns.fd.get());
  if (error_number == 0) return;
  throw Error(Step::kSetns, ns.str(), error_number);
}

[[noreturn]] void end_program_outside(const detail::OpenNetNs& ns, NetNsId home, int error_number) noexcept {
  const Error error(Step::kSetns, "back", error_number,
                    error_number == EBADF ? "the body has closed a descriptor that it had not opened" : "");
  std::cerr << "netlair: this thread is in " << ns.str() << " and cannot return to the network namespace " << home
            << ": " << error.what() << ".\nnetlair: no code may go on in the wrong network: the program ends."
            << std::endl;
  std::abort();
}

bool is_inside(const NetNsId& id) noexcept {
  const detail::ThreadNamespace& record = detail::thread_namespace_record();
  return record.known && record.id == id;
}

}  // namespace

ScopedEnter::ScopedEnter(const detail::OpenNetNs& ns) : ns_(&ns) {
  if (is_inside(ns.id) && ns.fd.get() >= 0) return;
  detail::ThreadNamespace& here = detail::thread_namespace();
  if (is_inside(ns.id) && ns.fd.get() >= 0) return;  // now known from the kernel
  detail::require_way_back(here);
  move_to(ns);
  home_id_ = here.id;
  home_ = detail::take_way_back(here);
  here.id = ns.id;
}

// Even if the constructor did not move the thread, the body may have done so.
ScopedEnter::~ScopedEnter() {
  if (!home_ && is_inside(ns_->id)) return;
  const NetNsId id = home_ ? home_id_ : ns_->id;
  if (!home_ && !ns_->is_live()) home_ = detail::RememberedFd(UniqueFd(), {id.dev, id.ino});
  const int fd = home_ || !ns_->is_live() ? home_.get_namespace("net") : ns_->fd.get();
  const int error_number = fd < 0 ? EBADF : detail::move_thread(fd);
  if (error_number != 0) end_program_outside(*ns_, id, error_number);
  detail::note_returned(id, std::move(home_));
}

void detail::enter(const OpenNetNs& ns) {
  move_to(ns);
  note_entered(ns.id);
}

}  // namespace netlair
