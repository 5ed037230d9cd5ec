// SPDX-License-Identifier: Apache-2.0
#include <netlair/netns/error.hpp>

#include "base/hints.hpp"

#include <cerrno>
#include <ostream>
#include <utility>

#include <string.h>

namespace netlair {

struct Error::Details {
  Step step;
  std::string object;
  std::string hint;
  std::string message;
  SourceLocation where = {};
  std::string text = message;
};

namespace {

std::string words_for(int error_number) {
  const char* symbol = ::strerrorname_np(error_number);
  return std::generic_category().message(error_number) + " [" + (symbol != nullptr ? symbol : "?") + "]";
}

}  // namespace

Error::Error(Step step, std::string object, int error_number)
    : Error(step, std::move(object), error_number, detail::hint_for(step, error_number)) {}

Error::Error(Step step, std::string object, int error_number, std::string hint)
    : Error(in_words(step, std::move(object), error_number, words_for(error_number), std::move(hint))) {}

Error Error::in_words(Step step, std::string object, int error_number, std::string_view words, std::string hint) {
  std::string text(to_string(step));
  text += " " + object + ": ";
  text += words;
  if (!hint.empty()) text += "; " + hint;
  return {Details{step, std::move(object), std::move(hint), std::move(text)}, error_number};
}

Error::Error(Details details, int error_number)
    : std::system_error(error_number, std::generic_category()),
      details_(std::make_shared<const Details>(std::move(details))) {}

Error Error::at(SourceLocation where) const {
  if (!where) return *this;
  Details details = *details_;
  details.where = where;
  details.text = std::string(where.file) + ":" + std::to_string(where.line) + ": " + details.message;
  return {std::move(details), error_number()};
}

Step Error::step() const noexcept {
  return details_->step;
}
const std::string& Error::object() const noexcept {
  return details_->object;
}
const std::string& Error::hint() const noexcept {
  return details_->hint;
}
SourceLocation Error::where() const noexcept {
  return details_->where;
}
const std::string& Error::message() const noexcept {
  return details_->message;
}
const char* Error::what() const noexcept {
  return details_->text.c_str();
}

void throw_error_if(bool failed, Step step, std::string_view object) {
  const int error_number = errno;
  if (failed) throw Error(step, std::string(object), error_number);
}

}  // namespace netlair
