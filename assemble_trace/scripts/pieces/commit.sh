made=$(git rev-parse HEAD)
[ "$made" = "$commit" ] || stop "not the same commit: $made was made, $commit was submitted"
