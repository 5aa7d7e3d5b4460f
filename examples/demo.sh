#!/bin/bash
# The server and the load generator against each other: every byte verified, two tables, and what
# the server drained when it was told to stop. Exits with 0 only if nothing was wrong.
#
#   SWIFTLET=path/to/swiftlet DEMO_SECONDS=5 examples/demo.sh
set -euo pipefail

swiftlet=${SWIFTLET:-.build/release/swiftlet}
seconds=${DEMO_SECONDS:-5}
scratch=$(mktemp -d)
server=

cleanup() {
  # Only a demo that was cut short still has a server.
  if [[ -n $server ]]; then kill -KILL "$server" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Starts a server on a free port and waits until it says that it accepts; sets `server`, `port`.
start() {
  # There from the start: the server may take its time to open it.
  : >"$scratch/output"
  "$swiftlet" serve 127.0.0.1:0 "$@" >"$scratch/output" &
  server=$!
  for _ in {1..3000}; do
    port=$(sed -n 's|^listening on tcp://127\.0\.0\.1:\([0-9]*\)$|\1|p' "$scratch/output")
    if [[ -n $port ]]; then return; fi
    if ! kill -0 "$server" 2>/dev/null; then
      echo "demo: the server ended before it listened" >&2
      exit 1
    fi
    sleep 0.1
  done
  echo "demo: the server did not say within minutes where it listens" >&2
  exit 1
}

# Asks the server to finish, shows what it says, and insists that it ends well.
stop() {
  kill -TERM "$server"
  local status=0
  wait "$server" || status=$?
  server=
  echo
  echo "the server, stopped with SIGTERM:"
  sed '/^listening on /d; s/^/  /' "$scratch/output"
  if [[ $status != 0 ]]; then
    echo "demo: the server ended with $status" >&2
    exit 1
  fi
}

# One act: a heading, a server with a framing and transforms, a load that expects them; what follows
# is for the load.
act() {
  local heading=$1 framing=$2 transforms=$3
  shift 3
  echo
  echo "== $heading"
  start --framing "$framing" --transform "$transforms"
  local status=0
  "$swiftlet" stress "tcp://127.0.0.1:$port" -d "${seconds}s" \
    --framing "$framing" --expect "$transforms" "$@" || status=$?
  stop
  if [[ $status != 0 ]]; then
    echo "demo: the load ended with $status" >&2
    exit "$status"
  fi
}

act "raw bytes at a constant rate, echoed as they are" raw identity -r 20000/s
act "lines as fast as they come back, answered with their SHA-256 by the workers" line sha256
echo
echo "demo: every byte came back right"
