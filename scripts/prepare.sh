# Sourced by ./smoke: installs packages and builds, once, however often it is started or interrupted.
# Everything lands under another name first, and the stamp is dated before the work began.

root=$(cd "$root" && pwd -P) || exit 2
stamp=$root/dist/.built

say() { printf 'smoke: %s\n' "$*" >&2; }

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  say 'needs Node.js 20.19 or newer and npm, and found none. Install them from your system or https://nodejs.org'
  exit 2
fi
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  say "needs Node.js 20.19 or newer, got $(node --version)"
  exit 2
fi

# The lock is a link to the number of the process that holds it: made in one step, owner and all.
lock=$root/.smoke-lock
taken=
unlock() { [ -z "$taken" ] || rm -f "$lock"; }
trap unlock EXIT
trap 'unlock; trap - EXIT; exit 130' INT
trap 'unlock; trap - EXIT; exit 143' TERM
trap 'unlock; trap - EXIT; exit 129' HUP

# Removes a lock whose process is gone; one that another smoke took meanwhile is put back.
break_lock() {
  mv "$lock" "$lock.$$" 2>/dev/null || return 0
  moved=$(readlink "$lock.$$")
  [ "$moved" = "$1" ] || ln -s "$moved" "$lock" 2>/dev/null
  rm -f "$lock.$$"
}

waited=
until ln -s $$ "$lock" 2>/dev/null; do
  if [ ! -w "$root" ]; then
    say "cannot write to $root, so it cannot be built there"
    exit 2
  fi
  owner=$(readlink "$lock") || continue
  if ! kill -0 "$owner" 2>/dev/null; then
    break_lock "$owner"
    continue
  fi
  [ -n "$waited" ] || say "waits for another smoke (process $owner) that installs or builds"
  waited=yes
  sleep 0.2
done
taken=yes

# By smoke for this very lockfile, or by hand after the lockfile came.
installed() {
  hidden=$root/node_modules/.package-lock.json
  [ -d "$root/node_modules/esbuild" ] || return 1
  cmp -s "$root/package-lock.json" "$packages" && return 0
  [ -f "$hidden" ] && [ -z "$(find "$root/package-lock.json" -newer "$hidden")" ]
}

install_packages() {
  packages=$root/node_modules/.smoke-installed
  installed && return 0
  say 'installs its packages (once, about 15 s)'
  rm -f "$packages" "$root/node_modules/.package-lock.json"
  (cd "$root" && npm ci --include=dev --no-audit --no-fund --loglevel=error >&2) || {
    say "npm ci failed in $root; the lines above say why. Try again, or run it there by hand"
    exit 2
  }
  cp "$root/package-lock.json" "$packages"
}

build() {
  rm -rf "$root/.smoke-build"
  : > "$root/.smoke-build.stamp"
  (cd "$root" && node scripts/build.js "$@" >&2) || {
    rm -f "$root/.smoke-build.stamp"
    say 'the build failed; the lines above say why'
    exit 2
  }
  rm -rf "$root/.smoke-build"
  mv "$root/.smoke-build.stamp" "$stamp"
}

# shellcheck disable=SC2086 # a list of words
if fresh $code; then
  # Another smoke may have done it meanwhile.
  fresh compose || build library
else
  install_packages
  say 'builds itself'
  build
fi
rm -f "$lock"
taken=
trap - EXIT INT TERM HUP
