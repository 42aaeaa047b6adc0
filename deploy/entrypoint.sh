#!/bin/sh
# Dagster takes the Postgres password from an environment variable only, and Compose gives secrets as files.
set -eu
: "${DAGSTER_POSTGRES_PASSWORD_FILE:?is not set: it names the file that holds the Postgres password}"
DAGSTER_POSTGRES_PASSWORD=$(cat "$DAGSTER_POSTGRES_PASSWORD_FILE")
: "${DAGSTER_POSTGRES_PASSWORD:?is empty: write the Postgres password into $DAGSTER_POSTGRES_PASSWORD_FILE}"
export DAGSTER_POSTGRES_PASSWORD
exec "$@"
