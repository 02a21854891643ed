#!/usr/bin/env bash
# Has three generators make a client of the approved contract, compiles each, and has each do the calls of a sender at a service that is started for it.
# The last line says: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
contract=../../openapi/outcome-api.v1.json
work=$(mktemp -d)
port=${1:-5081}
service=
passed=0 failed=0 skipped=0
trap '[ -n "$service" ] && kill "$service" 2> /dev/null; rm -rf "$work"' EXIT

# The demonstration has a project, and prints a key for each role when it is ready.
demo=$PWD/../../src/OutcomeApi.Demo/bin/${CONFIGURATION:-Debug}/net10.0/OutcomeApi.Demo.dll
(cd "$work" && exec dotnet "$demo" --urls "http://127.0.0.1:$port" > demo.log 2>&1) &
service=$!
for _ in $(seq 120); do
    curl --silent --fail "http://127.0.0.1:$port/health/ready" > /dev/null && grep -q '/docs' "$work/demo.log" && break
    sleep 1
done
base=http://127.0.0.1:$port/outcome-api/v1
key=$(sed -n 's/^ *registrar *\(ok_[A-Za-z0-9_-]*\).*/\1/p' "$work/demo.log")
[ -n "$key" ] || { echo "The service did not start:"; tail -n 20 "$work/demo.log"; exit 1; }

try() {
    local name=$1
    if ("$name") > "$work/$name.log" 2>&1; then
        tail -n 1 "$work/$name.log"
        passed=$((passed + 1))
    else
        echo "$name: failed"
        tail -n 40 "$work/$name.log"
        failed=$((failed + 1))
    fi
}

kiota() {
    set -e
    cd kiota
    dotnet kiota generate --language CSharp --openapi ../$contract --output gen --class-name OutcomeApiClient --namespace-name OutcomeApi.KiotaClient \
        --clean-output --exclude-backward-compatible --log-level Error \
        --serializer Microsoft.Kiota.Serialization.Json.JsonSerializationWriterFactory \
        --serializer Microsoft.Kiota.Serialization.Text.TextSerializationWriterFactory \
        --deserializer Microsoft.Kiota.Serialization.Json.JsonParseNodeFactory \
        --deserializer Microsoft.Kiota.Serialization.Text.TextParseNodeFactory
    dotnet run -- "$base" "$key"
}

nswag() {
    set -e
    cd nswag
    dotnet nswag openapi2csclient /input:../$contract /output:gen/Client.cs /namespace:OutcomeApi.NSwagClient /className:Client \
        /generateNullableReferenceTypes:true /generateOptionalParameters:true /dateType:System.DateOnly /excludedTypeNames:GoalLimit
    dotnet run -- "$base" "$key"
}

typescript() {
    set -e
    cd typescript
    npm ci --silent
    npx openapi-typescript ../$contract --output schema.ts
    npx tsc
    node out/main.js "$base" "$key"
}

export KIOTA_OFFLINE_ENABLED=true # it would ask for a newer version of itself
dotnet tool restore > /dev/null
try kiota
try nswag
if command -v npm > /dev/null; then try typescript; else echo "typescript: skipped, npm is missing" && skipped=$((skipped + 1)); fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
