#!/usr/bin/env bash
# run    builds and serves a fictional province from the folder ./data; needs the .NET SDK and, for the console, Node.js 20.19
# check  builds everything with analyzers as errors, verifies the formatting, and checks the console: ESLint, types, its own tests
# test   runs all tests and the console's checks; installs what they need (PostgreSQL, a C compiler, Chromium from Debian, an identity
#        provider from npm) when it is missing: needs root and a network
# bench  measures Octant beside its peers; installs PostgreSQL (from Debian) and the peers (from npm) when they are missing, and does without what it cannot have
# pictures  makes the pictures in docs/pictures anew, of the real screens over the demonstration province; needs Chromium
# ci     check and test
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=0

run() {
    dotnet build src/Octant.Server --configuration Release --verbosity quiet -consoleLoggerParameters:NoSummary -p:RunAnalyzers=false
    exec artifacts/bin/Octant.Server/release/octant demo "$@"
}

check() {
    dotnet build Octant.slnx --configuration Release --verbosity quiet
    dotnet format whitespace Octant.slnx --verify-no-changes --no-restore
    check_console
    echo "Console: $console_passed passed, $console_failed failed"
    [ "$console_failed" -eq 0 ]
}

# ESLint and the compiler count as one test each, beside the console's own. Leaves console_passed and console_failed.
check_console() {
    local results=artifacts/results/console.json
    console_passed=0 console_failed=0
    mkdir -p artifacts/results
    for step in lint types; do
        if npm --prefix src/Octant.Console run --silent "$step"; then
            console_passed=$((console_passed + 1))
        else
            console_failed=$((console_failed + 1))
        fi
    done
    rm -f "$results"
    npm --prefix src/Octant.Console test --silent -- --reporter=default --reporter=json --outputFile.json="$PWD/$results" || true
    local counts
    counts=$(node -p 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); `${r.numPassedTests} ${r.numFailedTests + (r.success || r.numFailedTests ? 0 : 1)}`' "$results") ||
        counts="0 1"
    console_passed=$((console_passed + ${counts% *}))
    console_failed=$((console_failed + ${counts#* }))
}

# Of all result files together: how many tests had this outcome.
count() {
    { cat artifacts/results/*.trx 2>/dev/null || true; } |
        sed -n "s/.*<Counters [^>]* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ sum += $1 } END { print sum + 0 }'
}

pictures() {
    sh eng/install-browser.sh
    dotnet build tests/Octant.EndToEnd --configuration Release --verbosity quiet -consoleLoggerParameters:NoSummary -p:RunAnalyzers=false
    OCTANT_PICTURES="$PWD/docs/pictures" dotnet test tests/Octant.EndToEnd --configuration Release --no-build --filter FullyQualifiedName~PictureTests
}

test_all() {
    for install in eng/install-postgresql.sh eng/install-test-tools.sh eng/install-browser.sh eng/install-identity-provider.sh; do
        if [ -f "$install" ]; then
            sh "$install" || { echo "0 passed, 1 failed"; exit 1; }
        fi
    done
    rm -rf artifacts/results
    mkdir -p artifacts/results
    local ended=0
    dotnet build Octant.slnx --configuration Release --verbosity quiet -consoleLoggerParameters:NoSummary ||
        { echo "0 passed, 1 failed"; exit 1; }
    for project in tests/*/*Tests.csproj tests/Octant.EndToEnd/*.csproj; do
        local name
        name=$(basename "$project" .csproj)
        dotnet test "$project" --configuration Release --no-build --logger "trx;LogFileName=$name.trx" --results-directory artifacts/results || ended=1
        if [ ! -f "artifacts/results/$name.trx" ]; then
            echo "$name left no results." >&2
            ended=1
        fi
    done
    check_console
    local passed failed
    passed=$(( $(count passed) + console_passed ))
    failed=$(( $(count failed) + $(count error) + $(count timeout) + $(count aborted) + console_failed ))
    if [ "$ended" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
    fi
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

bench() {
    case "${1:-}" in
        generate | echo | events) ;;
        *) sh eng/install-postgresql.sh || echo "Going on without PostgreSQL." >&2 ;;
    esac
    dotnet build bench/Octant.Bench --configuration Release --verbosity quiet -consoleLoggerParameters:NoSummary -p:RunAnalyzers=false
    exec artifacts/bin/Octant.Bench/release/Octant.Bench "$@"
}

command=${1:-}
shift || true
case "$command" in
    run) run "$@" ;;
    check) check ;;
    test) test_all ;;
    bench) bench "$@" ;;
    pictures) pictures ;;
    ci) check && test_all ;;
    *) echo "usage: ./build.sh run | check | test | bench | pictures | ci" >&2; exit 2 ;;
esac
