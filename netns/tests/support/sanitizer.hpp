// SPDX-License-Identifier: Apache-2.0
// Which sanitizer the tests are compiled with: GCC has macros for that, Clang 14 has features.
#pragma once

#if defined(__has_feature)
#define NETLAIR_HAS_FEATURE(feature) __has_feature(feature)
#else
#define NETLAIR_HAS_FEATURE(feature) 0
#endif

#if defined(__SANITIZE_THREAD__) || NETLAIR_HAS_FEATURE(thread_sanitizer)
#define NETLAIR_UNDER_TSAN 1
#else
#define NETLAIR_UNDER_TSAN 0
#endif

#if defined(__SANITIZE_ADDRESS__) || NETLAIR_HAS_FEATURE(address_sanitizer)
#define NETLAIR_UNDER_ASAN 1
#else
#define NETLAIR_UNDER_ASAN 0
#endif

namespace netlair::test {

/// Its allocator may be locked in a forked child by a thread that is not there, with Clang 14 and GCC 12: a child that
/// allocates while its parent's other threads do so may hang.
inline constexpr bool kUnderAddressSanitizer = NETLAIR_UNDER_ASAN != 0;
inline constexpr bool kUnderThreadSanitizer = NETLAIR_UNDER_TSAN != 0;

}  // namespace netlair::test

#undef NETLAIR_HAS_FEATURE
