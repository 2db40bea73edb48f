# A branch to which others have added is not deleted.
found=$(git ls-remote @FORK@ @REF@)
case ${found:0:40} in
  @HELD@) ;;
  *) stop "the branch holds ${found:0:40}, which is not what was submitted" ;;
esac
