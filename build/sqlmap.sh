#!/usr/bin/env bash
# Lets sqlmap (Debian: apt-get install sqlmap) look for SQL injection in a service of your own that runs on this machine, with demo data.
# Not part of the tests: it takes a while, and what it finds wants a reader.
#
#   RateLimit__PerMinute=10000000 dotnet run --project src/OutcomeApi.Demo        # prints one key for each role
#   REGISTRAR=ok_… SECRETARIAT=ok_… ADMINISTRATOR=ok_… build/sqlmap.sh http://127.0.0.1:5000
#
# Level 3, risk 2. Ends with 1 when something is injectable.
set -uo pipefail
base="${1:?address of the service}/outcome-api/v1"
[[ $base =~ ^http://(127\.0\.0\.1|localhost|\[::1\]): ]] || { echo "only a service on this machine"; exit 2; }
out=$(mktemp -d)
found=0

# look NAME KEY ADDRESS [sqlmap's options]: a * marks where to look, otherwise every parameter is tried.
look() {
    local name=$1 key=$2 address=$3
    shift 3
    sqlmap --batch --flush-session --level 3 --risk 2 --dbms SQLite --threads 3 --timeout 60 --ignore-code '*' --output-dir "$out/$name" \
        -u "$address" -H "Authorization: Bearer $key" "$@" > "$out/$name.log" 2>&1
    if grep -qE "is vulnerable|identified the following injection point" "$out/$name.log"; then
        echo "$name: SOMETHING WAS FOUND, see $out/$name.log"
        found=1
    elif grep -q "do not appear to be injectable" "$out/$name.log"; then
        echo "$name: nothing"
    else
        echo "$name: NOT TRIED, see $out/$name.log"
        found=1
    fi
}

json() { look "$1" "$2" "$3" --headers "Content-Type: application/json" --data "$4" "${@:5}"; }

p=$base/projects/iris2
look attainment "$SECRETARIAT" "$p/attainment?from=2024-T1&to=2024-T2&window=since-start&gender=woman&subproject=vsb&goal=iris2.work-or-studies&limit=5&page=1"
look enrollments "$REGISTRAR" "$p/enrollments?limit=5&page=1"
look changes "$REGISTRAR" "$p/changes?since=0&limit=5"
look audit-events "$ADMINISTRATOR" "$base/audit-events?from=2026-01-01&to=2026-12-31&project=iris2&credential=a&action=create&limit=5&page=1"
look follow-ups-due "$REGISTRAR" "$p/follow-ups/due?asOf=2025-06-01&limit=5"
look self-assessments-due "$REGISTRAR" "$p/self-assessments/due?asOf=2025-06-01&limit=5"
look tertial-report "$SECRETARIAT" "$p/tertial-reports/2025-T1?format=csv&subproject=vsb"
look data-quality "$REGISTRAR" "$p/data-quality/late-registration?tertial=2025-T1&limit=5"
look enrollment "$REGISTRAR" "$p/enrollments/E-0099*"
look project "$REGISTRAR" "$base/projects/iris2*"
look association "$SECRETARIAT" "$base/associations/lund*"
look extract "$REGISTRAR" "$p/participants/P-0099*/extract"
look explanation "$REGISTRAR" "$p/attainment/iris2.work-or-studies*/2024-T1/explanation?subproject=vsb"
json enroll "$REGISTRAR" "$p/enrollments" '{"reference":"Q-1*","participant":"P-1*","consentGivenOn":"2025-02-01","gender":"woman*","birthYear":2001,"subproject":"usb*","startedOn":"2025-02-01*","referralReference":"R-1*"}'
json exit "$REGISTRAR" "$p/exits" '{"enrollmentReference":"Q-1*","exitedOn":"2025-10-31","reason":"studies*"}'
json batch "$REGISTRAR" "$p/batches" '{"mode":"each","records":[{"record":"step*","reference":"S-1*","enrollmentReference":"Q-1*","kind":"language","on":"2025-03-01"}]}'
json erasure "$ADMINISTRATOR" "$base/erasures" '{"project":"iris2*","participant":"nobody*"}'
json computation "$SECRETARIAT" "$base/computations" '{"project":"iris2*"}'
look authorization "ok_a*" "$p/enrollments?limit=1"
look idempotency-key "$REGISTRAR" "$p/steps" --headers $'Content-Type: application/json\nIdempotency-Key: a*\nPurpose: b*' --data '{"reference":"S-2","enrollmentReference":"E-0099","kind":"language","on":"2023-03-01"}'
exit $found
