#!/usr/bin/env bash
# Lints the approved contract: spectral's own rules and the national REST API profile. Fails on errors and on warnings.
set -euo pipefail
cd "$(dirname "$0")"
exec npx --yes --package=@stoplight/spectral-cli@6.15.0 -- \
  spectral lint --ruleset spectral.yaml --fail-severity=warn "${1:-outcome-api.v1.json}"
