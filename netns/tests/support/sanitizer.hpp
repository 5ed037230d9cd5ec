// SPDX-License-Identifier: Apache-2.0
// Which sanitizer the tests are compiled with: GCC has macros for that, Clang 14 has __has_feature.
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

/// With Clang 14 and GCC 12, AddressSanitizer's allocator may be locked in a forked child, by a thread that exists only
/// in the parent: a child that allocates may hang if the parent's other threads allocate during the fork.
inline constexpr bool kUnderAddressSanitizer = NETLAIR_UNDER_ASAN != 0;
inline constexpr bool kUnderThreadSanitizer = NETLAIR_UNDER_TSAN != 0;

}  // namespace netlair::test

#undef NETLAIR_HAS_FEATURE
