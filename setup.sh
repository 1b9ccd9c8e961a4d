#!/bin/sh
# Build .venv: uv where it is, else uv by pip into .tools, else pip alone (slower, the same versions).
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' || {
    echo "hubtrail needs Python 3.11 to 3.14; $python is $("$python" -V 2>&1). Name another: make setup PYTHON=python3.12" >&2
    exit 1
}

uv=$(command -v uv || echo .tools/bin/uv)
if [ ! -x "$uv" ]; then
    "$python" -m pip install --quiet --target .tools uv 2>/dev/null || uv=
fi

if [ -n "$uv" ] && [ -x "$uv" ]; then
    "$uv" venv --quiet --clear --python "$python" .venv
    "$uv" pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock
    "$uv" pip install --quiet --python .venv/bin/python --no-deps --editable .
else
    rm -rf .venv
    "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --no-deps --editable .
fi
touch .venv/installed
