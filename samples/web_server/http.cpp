// SPDX-License-Identifier: Apache-2.0
#include "http.hpp"

#include <curl/curl.h>

#include <memory>

namespace {

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

}  // namespace

Answer http_get(const std::string& url) {
  Answer answer;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> client(curl_easy_init(), curl_easy_cleanup);
  curl_easy_setopt(client.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(client.get(), CURLOPT_PROXY, "");  // whatever http_proxy says: it could not be reached from here
  curl_easy_setopt(client.get(), CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(client.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(client.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(client.get(), CURLOPT_WRITEDATA, &answer.body);
  if (const CURLcode code = curl_easy_perform(client.get()); code != CURLE_OK) answer.error = curl_easy_strerror(code);
  curl_easy_getinfo(client.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}
