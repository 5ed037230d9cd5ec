# The stages of ci/test, in the order in which they run: a line of explanation, and a function for each. Sourced by ci/test, each
# run in a shell of its own. Status 77 says that a stage could not be had here, for the reason that it has printed.
# shellcheck shell=bash disable=SC2034  # the lists are for ci/test

gate=(format build user root consumer readme)
full=(tidy asan tsan fuzz subdirectory installed vm)
declare -A about=(
  [format]='the scripts by shellcheck, the code by clang-format, and includes go down'
  [build]='the preset dev: every warning is an error, every public header is compiled by itself'
  [user]='all tests, by a user without privilege'
  [root]='all tests, by root'
  [consumer]='installed into an empty prefix: an outside project by find_package, and the samples'
  [readme]='what the README shows is real'
  [tidy]='clang-tidy, with its analyzer'
  [asan]='all tests with AddressSanitizer and UndefinedBehaviorSanitizer'
  [tsan]='all tests with ThreadSanitizer'
  [fuzz]='the fuzzers, 20 s each (NETLAIR_FUZZ_SECONDS)'
  [subdirectory]='an outside project that takes netlair in by add_subdirectory'
  [installed]='all tests, built against netlair as it is installed'
  [vm]="what no pass could run, on Debian's stock kernel in a virtual machine"
)

# What comes before a command of run_pass.
runner=()

# run_pass WHO NAME BUILD [OPTION...]: tests in namespaces of their own, see ci/hermetic and ci/pass.py.
run_pass() {
  local who=$1 name=$2 build=$3 results=build/results/$2 status=0
  shift 3
  [ -z "${tests:-}" ] || set -- "$@" --tests "$tests"
  fresh_results "$results" "$who"
  ci/hermetic "$who" "${runner[@]}" python3 ci/pass.py "$@" "$name" "$build" || status=$?
  # What root has written in there is for whoever has called to remove.
  if ! is_root && [ "$who" = root ]; then sudo chown -R "$(id -u):$(id -g)" "$results"; fi
  return "$status"
}

# fresh_results DIRECTORY WHO: where WHO, as of ci/hermetic, may write. What an interrupted run has left there may be root's.
fresh_results() {
  rm -rf "$1" 2>/dev/null || sudo -n rm -rf "$1"
  mkdir -p "$1"
  if is_root && [ "$2" = user ]; then chown 65534:65534 "$1"; fi
}

# Tests that may be run by anybody are run by the caller; by root where no ordinary user may use a user namespace. Not at all
# where neither is to be had.
require_somebody() {
  local reason
  is_root && return
  reason=$(why_not_rootless)
  [ -z "$reason" ] || can_be_root || { echo "NOT RUN: no sudo, and no user namespaces here: $reason"; exit 77; }
}

# build_dev: unless the stage for that has just done it.
build_dev() { [ -n "${built:-}" ] || configure_and_build dev all; }

stage_format() {
  ci/check-includes
  shellcheck -x ci/setup ci/quickstart ci/test ci/stress ci/bench ci/lib.sh ci/stages.sh ci/hermetic ci/hermetic-init \
    ci/check-readme ci/consumers/run ci/vm ci/vm-init .ci/run
  # Whoever owns the checkout.
  git -c safe.directory="$PWD" ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format --dry-run --Werror
}

stage_build() { configure_and_build dev all all_verify_interface_header_sets; }

stage_user() {
  local reason
  reason=$(why_not_rootless)
  [ -z "$reason" ] || { echo "NOT RUN: this machine lets no ordinary user use a user namespace: $reason"; return 77; }
  build_dev
  run_pass user user build/dev
}

stage_root() {
  can_be_root || { echo 'NOT RUN: no sudo'; return 77; }
  build_dev
  run_pass root root build/dev
}

stage_consumer() {
  require_somebody
  build_dev
  ci/consumers/run find_package
}

stage_readme() {
  require_somebody
  build_dev
  ci/hermetic self ci/check-readme
}

stage_tidy() { ci/lint --analyze; }

# Sanitizers of this time find no room for their shadow where the kernel puts memory at addresses with 32 random bits
# (vm.mmap_rnd_bits). A container may not let us do without random ones.
prepare_sanitizer() {
  local reason
  require_somebody
  reason=$(why_no_sanitizer "$1")
  [ -z "$reason" ] || { echo "NOT RUN: $reason"; exit 77; }
  if setarch --addr-no-randomize true 2>/dev/null; then runner=(setarch --addr-no-randomize); fi
}

# A report of a sanitizer ends the program.
stage_asan() {
  prepare_sanitizer address,undefined
  configure_and_build asan all
  ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 run_pass self asan build/asan
}
stage_tsan() {
  prepare_sanitizer thread
  configure_and_build tsan all
  TSAN_OPTIONS='die_after_fork=0 atexit_sleep_ms=10' run_pass self tsan build/tsan
}

stage_fuzz() {
  local fuzzer
  prepare_sanitizer fuzzer,address,undefined
  configure_and_build fuzz fuzz_replies fuzz_values
  for fuzzer in fuzz_replies fuzz_values; do
    summary_of "${runner[@]}" "build/fuzz/bin/$fuzzer" -max_total_time="${NETLAIR_FUZZ_SECONDS:-20}" -rss_limit_mb=4096 -artifact_prefix=build/fuzz/ \
      -verbosity=0 -print_final_stats=1
  done
}

stage_subdirectory() {
  require_somebody
  ci/consumers/run add_subdirectory
}

stage_installed() {
  require_somebody
  build_dev
  ci/consumers/run own_tests
}

stage_vm() {
  local results=() name
  for name in user root; do [ ! -e "build/results/$name/results.xml" ] || results+=("build/results/$name/results.xml"); done
  [ ${#results[@]} != 0 ] || { echo 'NOT RUN: it runs what the stages user and root have skipped, and neither has run'; return 77; }
  build_dev
  fresh_results build/results/vm self
  python3 ci/never_ran.py build/dev "${results[@]}" >build/results/vm/skipped
  grep -E -- "${tests:-}" build/results/vm/skipped >build/results/vm/list || true
  ci/vm build/dev/bin build/results/vm/list build/results/vm/results.xml
}
