    # A branch to which others have added is not deleted.
    Invoke-Git @('ls-remote', @FORK@, @REF@)
    $found = ($Printed -split '\s')[0]
    if ($found -notin @(@HELD@)) { throw "the branch holds $found, which is not what was submitted" }
