// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

/// Is it so, now or before netlair's patience is at its end? For what a server announces to nobody.
bool eventually(const std::function<bool()>& holds);
