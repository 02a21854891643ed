#!/usr/bin/env bash
# Makes the database of compose.yaml, its two logins and their roles. It may run again. Nobody else is in its container, so its arguments are not seen.
set -euo pipefail
SQLCMDPASSWORD=$(cat /run/secrets/sa-password)
export SQLCMDPASSWORD
sql() { /opt/mssql-tools18/bin/sqlcmd -S database -U sa -C -b -I "$@"; }

sql -i /deploy/database.sql -v "MIGRATE_PASSWORD=$(cat /run/secrets/migrate-password)" "RUN_PASSWORD=$(cat /run/secrets/run-password)"
sql -d outcome -i /deploy/roles.sql
sql -d outcome -i /deploy/database-members.sql
