#!/usr/bin/env bash
# Makes the secrets that compose.yaml hands over, in the folder secrets/. What is there already stays as it is.
# The certificate is for a trial: put a real one in its place (tls.crt, tls.key), and restart the proxy.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
host=${OUTCOME_API_HOST:-localhost}

# The folder keeps others out. The files can be read by the users that the containers have inside.
mkdir -p -m 0700 secrets
umask 022
make() { [ -s "secrets/$1" ] || { printf '%s' "$2" > "secrets/$1"; echo "made secrets/$1"; }; }

# SQL Server asks for letters of both cases, a digit and a sign.
make sa-password "Aa1-$(openssl rand -hex 24)"
make migrate-password "Aa1-$(openssl rand -hex 24)"
make run-password "Aa1-$(openssl rand -hex 24)"
server='Server=database;Database=outcome;Encrypt=True;TrustServerCertificate=True'
make migrate-connection "$server;User ID=outcome_migrate;Password=$(cat secrets/migrate-password)"
make run-connection "$server;User ID=outcome_run;Password=$(cat secrets/run-password)"

make Security__BootstrapKey "ok_$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')"
make Security__HashKey "$(openssl rand -hex 32)"

if [ ! -s secrets/tls.crt ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
        -keyout secrets/tls.key -out secrets/tls.crt 2> /dev/null
    chmod 0644 secrets/tls.key
    echo "made secrets/tls.crt for $host, for 30 days"
fi
