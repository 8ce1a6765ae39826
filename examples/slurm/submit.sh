#!/bin/bash
# submit.sh DL_info.csv RESULT.csv [SHARDS]: an array job, and a merge job that waits for it.
# RESUME=1 submit.sh … with the same arguments runs only what is not finished.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export INPUT=$(realpath "$1") RESULT=$(realpath "$2") SHARDS=${3:-8}
export OUT=${OUT:-$RESULT.parts}
mkdir -p "$OUT"
array=$(sbatch --parsable --array="1-$SHARDS" --output="$OUT/log-%a" "$here/match.sbatch")
merge=$(sbatch --parsable --dependency="afterok:$array" --output="$OUT/log-merge" "$here/merge.sbatch")
echo "$array $merge"
