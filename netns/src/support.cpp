// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/support.hpp>

#include "own_user_namespace.hpp"
#include "probe.hpp"

#include <ostream>

namespace netlair {
namespace {

Support probe(detail::Failure (*f)() noexcept) {
  const detail::Failure failure = detail::in_thrown_away_child(f);
  if (!failure) return {true, {}, {}};
  const Error plain(failure.step, failure.object, failure.error_number, "");
  const Error with_hint(failure.step, failure.object, failure.error_number);
  return {false, plain.what(), with_hint.hint()};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Support& support) {
  if (support) return out << "yes";
  out << "no: " << support.reason;
  return support.fix.empty() ? out : out << "; fix: " << support.fix;
}

Support probe_network_namespace() {
  return probe(detail::enter_own_network);
}

Support probe_user_namespace() {
  return probe(detail::enter_own_namespaces);
}

}  // namespace netlair
