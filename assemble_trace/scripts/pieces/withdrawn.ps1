
    # Is it gone? The forge says which branches there are.
    Write-Host 'The last look'
    Invoke-Git @('ls-remote', @FORK@, @REF@)
    if ($Printed) { throw 'the branch is still there' }
    Write-Host 'the pull request is closed and the branch is gone'
} finally {
    Set-Location -LiteralPath $Begun
    Remove-Item -LiteralPath $Scratch -Recurse -Force -ErrorAction SilentlyContinue
}
