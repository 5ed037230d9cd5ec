// SPDX-License-Identifier: Apache-2.0
// A fixture with a real nginx on port 80 of the test's own network, and its files in a directory of its own.
#pragma once

#include <netlair/netlair.hpp>

#include <filesystem>
#include <string>
#include <vector>

class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class NginxTest : public netlair::NetNsTest {
 protected:
  void SetUp() override { nginx_ = &start_nginx("hello from nginx"); }

  // A master and two workers that answer every request with `page`.
  netlair::Process& start_nginx(const std::string& page);
  // What a change of the configuration is followed by in production: SIGHUP to the master.
  void reconfigure(const std::string& page);

  netlair::Process& nginx() { return *nginx_; }
  std::vector<pid_t> workers() const;
  int requests_served() const;

 private:
  void write_configuration(const std::string& page) const;

  TemporaryDirectory directory_;
  netlair::Process* nginx_ = nullptr;
};
