// SPDX-License-Identifier: Apache-2.0
// An HTTP client of four lines: libcurl, on the calling thread, so in the network that this thread is in.
#pragma once

#include <string>

struct Answer {
  long status = 0;    // of HTTP; 0 when there was no answer
  std::string body;   // of the answer
  std::string error;  // libcurl's words when there was no answer
};

Answer http_get(const std::string& url);
