#!/usr/bin/env bash
# Walks a running service: a key, a project, an enrollment and its exit, and the figures that follow. It may be walked again and again.
#   deploy/walk.sh https://register.example.se FILE-WITH-THE-ADMINISTRATOR'S-KEY [CERTIFICATE]
# It registers a made-up participant in the project iris2: not for a register that holds people's data. Needs curl and jq.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
base=${1%/}/outcome-api/v1
administrator="Authorization: Bearer $(tr -d '\r\n' < "$2")"
certificate=(${3:+--cacert "$3"})
json='Content-Type: application/json'
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# ask STATUS[,STATUS] ARGUMENTS-OF-CURL…: asks once, and ends the walk where the answer has another status. Nothing is tried again: a node that is down must not show.
ask() {
    local allowed=$1 status
    shift
    status=$(curl "${certificate[@]}" --silent --show-error --max-time 60 --output "$answer" --write-out '%{http_code}' "$@") || status="none ($?)"
    [[ ",$allowed," == *",$status,"* ]] || { echo "not ok: $status, where $allowed was expected: ${*: -1}" >&2; cat "$answer" >&2; exit 1; }
}
say() { echo "ok: $*"; }

ask 200 "$base/api-info"
say "$(jq -r '"\(.apiName) \(.apiVersion)"' "$answer") answers"

# What is there from an earlier walk stays: 428 asks for the version of what is to be changed.
ask 201,200,428 -X PUT -H "$administrator" -H "$json" -d '{ "name": { "sv": "Lund" } }' "$base/associations/lund"
ask 201,200,428 -X PUT -H "$administrator" -H "$json" --data-binary "@$root/db/projects/iris2.json" "$base/projects/iris2"
say "the project is there"

key_of() {
    ask 201 -H "$administrator" -H "$json" -d "$1" "$base/api-keys"
    jq -r '"\(.id) \(.key)"' "$answer"
}
made=$(key_of '{ "name": "Walk, registrar", "role": "registrar", "projects": ["iris2"] }')
read -r registrar_id registrar_key <<< "$made"
registrar="Authorization: Bearer $registrar_key"
say "an administrator has made a key"

goal='goal=iris2-usb.work-or-studies&from=2025-T3&to=2025-T3&window=tertial'
figures() {
    local i
    for i in $(seq 60); do
        ask 200,503 -H "$registrar" "$base/projects/iris2/attainment?$goal"
        if [ "$(jq -r '.upToDate' "$answer")" = true ]; then
            jq -r '[.items[].rows[] | select(.gender == "woman") | "\(.numerator) \(.denominator)"] | first' "$answer"
            return
        fi
        sleep 1
    done
    echo "not ok: figures do not follow within a minute" >&2
    exit 1
}
before=$(figures)

reference="WALK-$(date +%s)-$$"
enrollment=$(jq -n --arg reference "$reference" '{ reference: $reference, participant: $reference, consentGivenOn: "2025-02-01", gender: "woman", birthYear: 2001,
    subproject: "usb", startedOn: "2025-02-01" }')
ask 201 -H "$registrar" -H "$json" -d "$enrollment" "$base/projects/iris2/enrollments"
ask 200 -H "$registrar" -H "$json" -d "$enrollment" "$base/projects/iris2/enrollments"
say "an enrollment is registered, and once only"
ask 201 -H "$registrar" -H "$json" -d "{ \"enrollmentReference\": \"$reference\", \"exitedOn\": \"2025-10-31\", \"reason\": \"work-subsidised\", \"extent\": 50 }" \
    "$base/projects/iris2/exits"
ask 200 -H "$registrar" "$base/projects/iris2/enrollments/$reference"
say "an exit is registered"

after=$(figures)
[ "$after" = "$((${before% *} + 1)) $((${before#* } + 1))" ] || { echo "not ok: women to work or studies were $before, and are $after" >&2; exit 1; }
say "women to work or studies: ${before/ / of } before, ${after/ / of } after"

ask 200,204 -X DELETE -H "$administrator" "$base/api-keys/$registrar_id"
say "the key is revoked"
for path in metrics jobs health/ready Health/Ready; do
    [ "${OUTCOME_API_PROXY:-}" = no ] || ask 404 "${1%/}/$path"
done
[ "${OUTCOME_API_PROXY:-}" = no ] || say "what is for operators is not outside"
