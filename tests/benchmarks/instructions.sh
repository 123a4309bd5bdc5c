#!/usr/bin/env bash
# Instructions per session, counted by callgrind: the figure that other load on the machine does not touch.
# Two runs of different length are subtracted, so that start-up does not count.
#   tests/benchmarks/instructions.sh [BUILD_DIRECTORY]
set -eu
cd "$(dirname "$0")/../.."
program=${1:-build/release}/bin/session_program
count() { # DAYS ITEMS SIMD -> "instructions sessions"
    sessions=$(ATTUNE_SIMD=$3 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$1" "$2" 2>"$log")
    echo "$(sed -n 's/.*Collected : //p' "$log") $sessions"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for items in 1000 5000; do
    for simd in avx2 sse2; do
        read -r few few_sessions <<<"$(count 4 $items $simd)"
        read -r many many_sessions <<<"$(count 12 $items $simd)"
        echo "$items items, $simd: $(((many - few) / (many_sessions - few_sessions))) instructions per session"
    done
done
