    Invoke-Git @('rev-parse', 'HEAD')
    if ($Printed -ne $Commit) { throw "not the same commit: $Printed was made, $Commit was submitted" }
