
# The same? The forge says which commit the branch holds.
step 'The last look'
found=$(git ls-remote @FORK@ @REF@)
found=${found:0:40}
[ "$found" = "$commit" ] || stop "not the same commit: the branch holds ${found:-none}, $commit was submitted"
printf 'same commit %s\n' "$commit"
