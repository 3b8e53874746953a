#!/bin/sh
# Creates or upgrades the schema: `launchstack db setup`, installed or out of this repository. Takes the same options; the database is
# that of --database, else that of the variable DATABASE_URL.
set -eu

if command -v launchstack >/dev/null 2>&1; then
    exec launchstack db setup "$@"
fi

if ! command -v dotnet >/dev/null 2>&1; then
    echo "setup_db.sh: neither launchstack nor dotnet is on the path: install the .NET 10 SDK" >&2
    exit 1
fi

exec dotnet run --project "$(dirname -- "$0")/Cli" -- db setup "$@"
