# Sourced by bin/demo, bin/test and bin/check: stands in the clone, finds or makes uv, syncs, sets $PYTHON.
# $SYNC: what is asked of `uv sync`.

say() { printf '%s\n' "$*" >&2; }

runs() { "$@" >/dev/null 2>&1; }

# A shim may stand on the PATH and still refuse to run in this folder, so every candidate is tried, not looked up.
find_python() {
    for python in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
        if runs "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))'; then
            printf '%s\n' "$python"
            return 0
        fi
    done
    return 1
}

# uv is one file without dependencies: it is made aside and moved into place, so two starts at once do no harm.
make_uv() {
    python=$(find_python) || {
        say "파이썬 3.8 이상이 없습니다. python3를 설치해 주세요. / Python 3.8 or newer is missing: please install python3."
        return 1
    }
    aside=".uv/making.$$"
    mkdir -p .uv/bin
    say "uv를 준비합니다 (.uv/) / getting uv into .uv/"
    if "$python" -m venv "$aside" >/dev/null 2>&1 && "$aside/bin/python" -m pip install --quiet 'uv>=0.9,<1'; then
        :
    elif rm -rf "$aside" && runs "$python" -m pip --version &&
        "$python" -m pip install --quiet --target "$aside" 'uv>=0.9,<1'; then
        :
    else
        rm -rf "$aside"
        say "uv를 설치하지 못했습니다. 네트워크와 python3-venv(또는 pip)를 확인해 주세요. / uv could not be installed: please check the network and python3-venv (or pip)."
        return 1
    fi
    mv "$aside/bin/uv" .uv/bin/uv
    rm -rf "$aside"
}

# .python-version names the version we develop on; any other from 3.12 on serves as well, before one is fetched.
choose_python() {
    [ -n "${UV_PYTHON:-}" ] && return 0
    runs "$UV" python find --no-project 3.13 && return 0
    other=$("$UV" python find --no-project '>=3.12' 2>/dev/null) || return 0
    UV_PYTHON=$other
    export UV_PYTHON
}

sync() {
    choose_python
    # shellcheck disable=SC2086
    "$UV" sync --locked --quiet --compile-bytecode $SYNC
}

cd "$(dirname "$0")/.." || exit 1
unset VIRTUAL_ENV
PYTHON="${UV_PROJECT_ENVIRONMENT:-.venv}/bin/python"

if runs uv --version; then
    UV=uv
else
    [ -x .uv/bin/uv ] && runs .uv/bin/uv --version || make_uv || exit 1
    UV=.uv/bin/uv
fi
if ! sync; then
    # A uv from the PATH may be too old for our lock file: ours is tried before giving up.
    if [ "$UV" = uv ] && { [ -x .uv/bin/uv ] || make_uv; }; then
        UV=.uv/bin/uv
        sync
    else
        false
    fi || {
        say "파이썬 3.12 이상이나 꾸러미를 갖추지 못했습니다. 위의 사유와 네트워크를 확인해 주세요. / Python 3.12 or newer or the packages could not be had: please see the reason above and check the network."
        exit 1
    }
fi
