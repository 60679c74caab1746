#!/usr/bin/env bash
# The daily work on the Finds Desk, as commands that can be read. `./run.sh help` lists them.
# Needs Python 3.11 or newer with pip; everything else goes into .venv.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

PYTHON=${PYTHON:-python3}
VENV=.venv

help() {
  echo "usage: ./run.sh COMMAND"
  echo "  install      set up .venv and the desk's scripts (again only when a lock changed)"
  echo "  demo [...]   set up, run the main job on the built-in sample web, open the desk"
  echo "  start [...]  set up, run the main job on the configured sources, open the desk, keep time"
  echo "  test [...]   set up, run every test"
  echo "  lint         formatting and style"
  echo "  types        mypy, strict"
  echo "  layers       which room may import which"
  echo "  docs         what exists is documented"
  echo "  bench NAME   one benchmark, both sides in one run"
  echo "  pictures     make the pictures of the editor's guide anew, from the demonstration"
  echo "  gates        figures on the real data against their pinned floors (DESK_CORPORA)"
  echo "  check        lint, types, layers and docs together"
  echo "  lock         resolve the dependencies anew"
}

# Set-up is skipped when the lock files are the ones already installed; what developing needs
# includes what running needs.
install() { is_installed dev || locked run; }

wanted() {
  cat "requirements/$1.txt" review/web/assets/package-lock.json tests/assets/package-lock.json \
    pyproject.toml | cksum
}

is_installed() { [ "$(wanted "$1")" = "$(cat "$VENV/.installed-$1" 2>/dev/null || true)" ]; }

locked() {
  local set=$1
  is_installed "$set" && return 0
  "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    || { echo "The Finds Desk needs Python 3.11 or newer; $PYTHON is older. Set PYTHON=..." >&2; exit 2; }
  [ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
  echo "setting up $VENV ($set) ..." >&2
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$set.txt"
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
  scripts review/web/assets
  [ "$set" = run ] || scripts tests/assets
  wanted "$set" > "$VENV/.installed-$set"
}

# Scripts by their lock file, with the Node that came with the Python packages.
scripts() {
  PATH="$PWD/$VENV/bin:$PATH" "$VENV/bin/npm" ci --prefix "$1" \
    --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
}

# The browser tests need Chromium: installed where we may, and otherwise named as skipped.
browser() {
  [ -x "${DESK_CHROMIUM:-/usr/bin/chromium}" ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing chromium for the browser tests ..." >&2
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 && return 0
  fi
  echo "WARNING: no Chromium here (set DESK_CHROMIUM=...): THE BROWSER TESTS WILL BE SKIPPED" >&2
}

demo() { install; exec "$VENV/bin/desk" demo "$@"; }
start() { install; exec "$VENV/bin/desk" start "$@"; }
test() { locked dev; browser; "$VENV/bin/python" -m pytest -n "${TEST_WORKERS:-2}" --dist loadgroup "$@"; }
lint() { locked dev; "$VENV/bin/ruff" format --check .; "$VENV/bin/ruff" check .; }
types() { locked dev; "$VENV/bin/mypy"; }
layers() { locked dev; PYTHONPATH=. "$VENV/bin/lint-imports"; }
docs() { locked dev; "$VENV/bin/python" -m pytest -q tests/docs "$@"; }
bench() { install; exec "$VENV/bin/desk" bench "$@"; }
pictures() { locked dev; browser; exec "$VENV/bin/python" -m tests.pictures; }
gates() { install; "$VENV/bin/python" -m evaluation.gates "$@"; }
check() { lint; types; layers; docs; }

lock() {
  locked dev
  local compile=("$VENV/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11
    --generate-hashes --no-emit-index-url --no-annotate --no-header)
  "${compile[@]}" --extra setup -o requirements/run.txt "$@"
  "${compile[@]}" --extra setup --extra dev -c requirements/run.txt -o requirements/dev.txt "$@"
}

case "${1:-help}" in
  install|demo|start|test|lint|types|layers|docs|bench|pictures|gates|check|lock|help) "$@" ;;
  *) help >&2; exit 2 ;;
esac
