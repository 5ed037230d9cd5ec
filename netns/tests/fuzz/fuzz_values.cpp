// SPDX-License-Identifier: Apache-2.0
// Fuzzes the parsers of text values with libFuzzer: a text is refused with Error, or its value prints and parses again
// as the same.
#include <netlair/netns/error.hpp>
#include <netlair/network/interface_name.hpp>
#include <netlair/network/ip_prefix.hpp>
#include <netlair/network/mac_address.hpp>
#include <netlair/network/qdisc.hpp>
#include <netlair/network/quantities.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

template <class T>
void try_value(std::string_view text) {
  try {
    const T value = T::parse(text);
    if (T::parse(value.str()) != value) std::abort();
  } catch (const netlair::Error& error) {
    if (error.step() != netlair::Step::kCheckValue) std::abort();
  }
}

void try_name(std::string_view text) {
  try {
    if (netlair::InterfaceName(text).view() != text) std::abort();
  } catch (const netlair::Error&) {  // a refusal is fine
  }
}

void try_duration(std::string_view text) {
  try {
    netlair::to_string(netlair::parse_duration(text));
  } catch (const netlair::Error&) {  // a refusal is fine
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try_value<netlair::IpAddress>(text);
  try_value<netlair::IpPrefix>(text);
  try_value<netlair::MacAddress>(text);
  try_value<netlair::Rate>(text);
  try_value<netlair::Percent>(text);
  try_value<netlair::QdiscHandle>(text);
  try_name(text);
  try_duration(text);
  return 0;
}
