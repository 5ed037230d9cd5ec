// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>
#include <netlair/netns/remembered_fd.hpp>
#include <netlair/netns/support.hpp>

#include "base/hints.hpp"
#include "netlink/netlink_hints.hpp"
#include "settings/nftables.hpp"
#include "support/feature_trials.hpp"

#include <cerrno>
#include <map>
#include <mutex>
#include <ostream>

namespace netlair {
namespace {

// If the trial had no namespace to run in, the fix is for that first.
std::string fix_for(const detail::TrialResult& result) {
  const auto& [failure, module, fix] = result;
  if (failure.step == Step::kNftables && failure.error_number == ENOENT) return detail::kNftMissing;
  const bool nowhere = failure.step == Step::kUnshare || failure.error_number == EPERM;
  if (nowhere || (module.empty() && fix.empty())) return detail::hint_for(failure.step, failure.error_number);
  if (!fix.empty() && !detail::is_of_unknown_kind(failure.text.data())) return fix;
  return detail::netlink_hint(failure.error_number, failure.text.data(), module);
}

// The current user namespace: entering another one changes the answers.
detail::FileId user_namespace() noexcept {
  return detail::id_of_file("/proc/self/ns/user");
}

struct Remembered {
  std::mutex mutex;
  detail::FileId where;  // the user namespace that the answers are for
  std::map<Feature, Support> answers;
};

Remembered& remembered() {
  static Remembered instance;
  return instance;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Support& support) {
  if (support) return out << "yes";
  out << "no: " << support.reason;
  return support.fix.empty() ? out : out << "; fix: " << support.fix;
}

Support support_now(Feature feature) {
  const detail::TrialResult result = detail::try_feature(feature);
  const detail::PlainError& failure = result.failure;
  if (!failure) return {true, {}, {}};
  std::string object = failure.object;
  if (failure.text.front() != '\0') object.append(": ").append(failure.text.data());
  const Error error(failure.step, object, failure.error_number, "");
  return {false, error.what(), fix_for(result)};
}

Support support(Feature feature) {
  Remembered& memory = remembered();
  const std::lock_guard locked(memory.mutex);
  if (const detail::FileId here = user_namespace(); memory.where != here) {
    memory.answers.clear();
    memory.where = here;
  }
  const auto known = memory.answers.find(feature);
  if (known != memory.answers.end()) return known->second;
  return memory.answers.emplace(feature, support_now(feature)).first->second;
}

}  // namespace netlair
