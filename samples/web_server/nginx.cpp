// SPDX-License-Identifier: Apache-2.0
#include "nginx.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <signal.h>

namespace fs = std::filesystem;

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = fs::temp_directory_path() / "netlair-nginx-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

// Every path is relative to the prefix (-p), so that nothing of the machine's own nginx is read or written.
void NginxTest::write_configuration(const std::string& page) const {
  std::ofstream(directory_.path() / "nginx.conf") << R"(
    daemon off;
    user root;
    worker_processes 2;
    pid nginx.pid;
    events {}
    http {
      access_log access.log;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      server { listen 80; location / { return 200 ")"
                                                  << page << R"("; } }
    })";
}

netlair::Process& NginxTest::start_nginx(const std::string& page) {
  write_configuration(page);
  return host().spawn({"nginx", "-p", directory_.path(), "-c", "nginx.conf", "-e", "stderr"},
                      {.ready = netlair::listening_tcp(80)});
}

void NginxTest::reconfigure(const std::string& page) {
  write_configuration(page);
  nginx().signal(SIGHUP);
}

std::vector<pid_t> NginxTest::workers() const {
  const std::string pid = std::to_string(nginx_->pid());
  std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
  return {std::istream_iterator<pid_t>(children), {}};
}

int NginxTest::requests_served() const {
  std::ifstream log(directory_.path() / "access.log");
  return static_cast<int>(std::count(std::istreambuf_iterator<char>(log), {}, '\n'));
}
