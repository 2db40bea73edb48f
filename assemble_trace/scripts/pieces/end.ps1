
    # The same? The forge says which commit the branch holds.
    Write-Host 'The last look'
    Invoke-Git @('ls-remote', @FORK@, @REF@)
    $found = ($Printed -split '\s')[0]
    if ($found -ne $Commit) { throw "not the same commit: the branch holds $found, $Commit was submitted" }
    Write-Host "same commit $Commit"
} finally {
    Set-Location -LiteralPath $Begun
    Remove-Item -LiteralPath $Scratch -Recurse -Force -ErrorAction SilentlyContinue
}
