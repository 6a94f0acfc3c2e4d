# Sourced by the scripts here that install something; the script says its name in $here, and its folder of caches in $cache.
# shellcheck shell=bash disable=SC2154 # those two are set by who sources this

say() { echo "$here: $*" >&2; }
die() { say "$*"; exit 1; }

# logged NAME COMMAND...: output goes to a log, whose end is shown when three attempts failed.
logged() {
  local log="$cache/log/$1.log" attempt
  shift
  for attempt in 1 2 3; do
    "$@" >"$log" 2>&1 </dev/null && return
    say "attempt $attempt of 3 failed: $*"
    sleep $((attempt * 5))
  done
  tail -n 20 "$log" >&2
  die "gave up; the whole log is $log"
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

# need FILE PACKAGE: installs a package for what is copied from this machine.
need() {
  [ ! -e "$1" ] || return 0
  command -v apt-get >/dev/null || die "$1 is missing, and there is no apt-get here to install $2"
  say "installing $2"
  if [ "$2" = postgresql-15 ] && [ ! -e /etc/postgresql-common ]; then
    # Only its programs are wanted, not a server on this machine.
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.d/smoke.conf >/dev/null
  fi
  logged apt-update as_root apt-get update
  logged "apt-$2" as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$2"
}
