
# Is it gone? The forge says which branches there are.
step 'The last look'
found=$(git ls-remote @FORK@ @REF@)
[ -z "$found" ] || stop "the branch is still there: ${found:0:40}"
printf 'the pull request is closed and the branch is gone\n'
