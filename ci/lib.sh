# Shared by the commands in ci/. Sourced, with the working directory at the root of the project.
# shellcheck shell=bash

heading() { printf '\n=== %s\n' "$*"; }

jobs() { nproc; }

# configure_and_build PRESET TARGET...: says how much had to be compiled, and nothing more unless it fails.
configure_and_build() {
  local preset=$1 log
  shift
  mkdir -p build
  log=build/$preset.log
  rm -f "build/$preset.ccache"
  if ! { cmake --preset "$preset" -Wno-dev && CCACHE_STATSLOG=$PWD/build/$preset.ccache cmake --build "build/$preset" --parallel "$(jobs)" --target "$@"; } \
    >"$log" 2>&1; then
    grep -E -A 12 'error|FAILED|CMake Error' "$log" | head -n 80 >&2 || true
    echo "the $preset build failed; all of it: $log" >&2
    return 1
  fi
  compiled "build/$preset.ccache"
}

# compiled STATISTICS: what ccache(1) has written of a build's files (CCACHE_STATSLOG), in one line.
compiled() {
  [ -s "$1" ] || { echo "nothing had to be compiled"; return 0; }
  awk '/^(direct|preprocessed)_cache_hit$/ {known++} /^cache_miss$/ {made++}
    END {if (made + known) printf "%d of %d files were compiled, %d (%d %%) were in ccache\n", made, made + known, known, known * 100 / (made + known)}' "$1"
}

# summary_of COMMAND...: the last lines of what it prints; all of it when it fails.
summary_of() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" = 0 ]; then tail -n 4 "$log"; else cat "$log" >&2; fi
  rm -f "$log"
  return "$status"
}

# Why a program cannot be built with Clang's -fsanitize=$1 here, or nothing.
why_no_sanitizer() {
  local program='int main() { return 0; }'
  case $1 in *fuzzer*) program='extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }' ;; esac
  local said
  said=$(clang++ "-fsanitize=$1" -x c++ -o /dev/null - <<<"$program" 2>&1) || head -n 1 <<<"${said:-clang++ fails}"
}

is_root() { [ "$(id -u)" = 0 ]; }
# Without asking for a password once more: what needs root comes later, and by itself.
can_be_root() { is_root || sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v && sudo -n true 2>/dev/null; }; }

# Why an ordinary user cannot use a user namespace here, or nothing. Tried for real: creating one succeeds on systems where
# using it does not.
why_not_rootless() {
  local as=()
  is_root && as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  { "${as[@]}" unshare --user --map-root-user --net --mount ip link set lo up >/dev/null; } 2>&1 || true
}
