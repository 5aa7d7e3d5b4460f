#!/bin/bash
# A load from four machines that GNU parallel starts together, against one server, and its merged
# report. The machines are network namespaces that are made here and removed again: four clients and
# a server, each with an address of its own, joined by a bridge in a namespace of its own, so that
# the network of the machine underneath is not touched. Needs root, iproute2 and GNU parallel.
#
# usage: netns_fleet.sh SWIFTLET
set -euo pipefail

swiftlet=$(realpath "${1:?usage: netns_fleet.sh SWIFTLET}")
clients=4
rate=500
seconds=3
connections=5
size=64
# Namespaces are known to the whole machine: ours are named by our process.
fleet=fleet$$
network=10.203.0
folder=$(mktemp -d)
server=

fail() {
  printf 'fleet: FAILED: %s\n' "$*" >&2
  exit 1
}

clean_up() {
  local status=$? name
  trap - EXIT
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  # With a namespace go its end of each cable, the other ends, and the bridge.
  for name in $(ip netns list | awk -v ours="$fleet-" 'index($1, ours) == 1 { print $1 }'); do
    ip netns delete "$name" || status=1
  done
  if ((status != 0)); then tail -n 20 "$folder"/*.err >&2 || true; fi
  rm -rf "$folder"
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

[[ $(id -u) == 0 ]] || fail "network namespaces need root"

# A machine with an address, plugged into the bridge.
plug_in() {
  local name=$1 address=$2
  ip netns add "$fleet-$name"
  ip -n "$fleet-$name" link set lo up
  ip link add eth0 netns "$fleet-$name" type veth peer name "$name" netns "$fleet-bridge"
  ip -n "$fleet-bridge" link set "$name" master bridge up
  ip -n "$fleet-$name" address add "$address/24" dev eth0
  ip -n "$fleet-$name" link set eth0 up
}

ip netns add "$fleet-bridge"
ip -n "$fleet-bridge" link add bridge type bridge
ip -n "$fleet-bridge" link set bridge up
plug_in server "$network.1"
names=()
for ((number = 1; number <= clients; number++)); do
  plug_in "client$number" "$network.$((10 + number))"
  names+=("client$number")
done

# exec, so that the process we end is the server and no shell around it.
(exec ip netns exec "$fleet-server" "$swiftlet" serve "$network.1:5000" --json) \
  >"$folder/server.out" 2>"$folder/server.err" &
server=$!
for ((tries = 0; ; tries++)); do
  if grep -qs 'listening on' "$folder/server.out" "$folder/server.err"; then break; fi
  kill -0 "$server" 2>/dev/null || fail "the server ended before it listened"
  ((tries < 3000)) || fail "the server does not listen"
  sleep 0.1
done

# Each client has another seed, and begins when the clock says so, not when parallel got round to it.
start=$(($(date +%s) + 10))
parallel --will-cite --jobs "$clients" --halt now,fail=1 \
  ip netns exec "$fleet-{}" "$swiftlet" stress "$network.1:5000" \
  -c "$connections" -r "$rate/s" -s "$size" -d "${seconds}s" --warmup 500ms --seed '{#}' \
  --start-at "$start" --quiet --json '>' "$folder/{}.json" '2>' "$folder/{}.err" ::: "${names[@]}"

"$swiftlet" stress merge "$folder"/client*.json --html "$folder/all.html" --csv "$folder/all.csv" \
  --hgrm "$folder/all.hgrm" --json >"$folder/all.json"
for name in all.html all.csv all.hgrm; do
  [[ -s $folder/$name ]] || fail "the merge wrote no $name"
done

kill "$server"
wait "$server" || fail "the server's exit status is $?"
server=

python3 "$(dirname "$0")/fleet_adds_up.py" "$folder" "$clients" "$connections" "$rate" "$seconds" \
  "$size"
