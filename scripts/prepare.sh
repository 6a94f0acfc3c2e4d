# Sourced by ./smoke: installs packages and builds, once, however often it is started or interrupted.
# Everything lands under another name first, and the stamp is dated before the work began.

say() { printf 'smoke: %s\n' "$*" >&2; }

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  say 'needs Node.js 20.19 or newer and npm, and found none. Install them from your system or https://nodejs.org'
  exit 2
fi
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  say "needs Node.js 20.19 or newer, got $(node --version)"
  exit 2
fi

lock=$root/.smoke-lock
taken=
unlock() { [ -z "$taken" ] || rm -rf "$lock"; }
trap unlock EXIT
trap 'unlock; trap - EXIT; exit 130' INT
trap 'unlock; trap - EXIT; exit 143' TERM HUP

waited=
until mkdir "$lock" 2>/dev/null; do
  if [ ! -w "$root" ]; then
    say "cannot write to $root, so it cannot be built there"
    exit 2
  fi
  owner=$(cat "$lock/pid" 2>/dev/null)
  # Without a process the lock is left over; one without a pid yet gets a moment.
  if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
    rm -rf "$lock"
    continue
  fi
  if [ -z "$owner" ]; then
    sleep 1
    [ -f "$lock/pid" ] || rm -rf "$lock"
    continue
  fi
  [ -n "$waited" ] || say "waits for another smoke (process $owner) that installs or builds"
  waited=yes
  sleep 0.2
done
taken=yes
echo $$ > "$lock/pid"

if ! fresh; then
  packages=$root/node_modules/.smoke-installed
  if ! cmp -s "$root/package-lock.json" "$packages"; then
    say 'installs its packages (once, about 15 s)'
    rm -f "$packages"
    (cd "$root" && npm ci --include=dev --no-audit --no-fund --loglevel=error >&2) || {
      say "npm ci failed in $root; the lines above say why. Try again, or run it there by hand"
      exit 2
    }
    cp "$root/package-lock.json" "$packages"
  fi
  say 'builds itself'
  mkdir -p "$root/.smoke-build"
  : > "$root/.smoke-build.stamp"
  (cd "$root" && node scripts/build.js >&2) || {
    rm -f "$root/.smoke-build.stamp"
    say 'the build failed; the lines above say why'
    exit 2
  }
  mv "$root/.smoke-build.stamp" "$stamp"
fi
rm -rf "$lock"
taken=
trap - EXIT INT TERM HUP
