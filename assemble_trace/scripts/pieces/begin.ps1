# This file is for Windows PowerShell 5.1 and for PowerShell 7.
$ErrorActionPreference = 'Stop'

# Reads \uXXXX and \n, so that this file itself is plain ASCII in every code page.
function Text([string] $Escaped) {
    [regex]::Unescape($Escaped)
}

$Api = if ($env:API) { $env:API.TrimEnd('/') } else { @API@ }
$Git = if ($env:GIT) { $env:GIT.TrimEnd('/') } else { @GIT@ }
$Program = Get-Command git -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
if (-not $Program) { throw 'git is needed: install it, then run this again.' }
if (-not $env:GITHUB_TOKEN) { throw 'A token is needed: put it into GITHUB_TOKEN, then run this again.' }
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor 3072
$Utf8 = New-Object System.Text.UTF8Encoding($false)
$Begun = (Get-Location).ProviderPath
$Scratch = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid().ToString('N'))

# Words with quotes in them reach git whole only in this way: 5.1 drops the quotes otherwise.
function Join-Words([string[]] $Words) {
    $quoted = foreach ($word in $Words) {
        '"' + (($word -replace '(\\*)"', '$1$1\"') -replace '(\\+)$', '$1$1') + '"'
    }
    $quoted -join ' '
}

# Settings of this machine and of yours would change the commit or where it goes: line
# endings, encodings, signing, hooks, templates, ignored files, other addresses, helpers.
# So git finds an empty home with only what is written below, and none of its own variables.
function Invoke-Git([string[]] $Words, [hashtable] $More = @{}) {
    $start = New-Object System.Diagnostics.ProcessStartInfo
    $start.FileName = $Program.Source
    $start.Arguments = Join-Words $Words
    $start.WorkingDirectory = (Get-Location).ProviderPath
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    $variables = $start.EnvironmentVariables
    foreach ($name in @($variables.Keys)) {
        if ($name -like 'GIT_*') { $variables.Remove($name) }
    }
    foreach ($name in @('EMAIL', 'SSH_ASKPASS', 'XDG_CONFIG_HOME')) { $variables.Remove($name) }
    $variables['HOME'] = $Scratch
    $variables['GIT_CONFIG_GLOBAL'] = Join-Path $Scratch '.gitconfig'
    $variables['GIT_TEMPLATE_DIR'] = Join-Path $Scratch 'template'
    foreach ($name in @('GIT_CONFIG_NOSYSTEM', 'GIT_ATTR_NOSYSTEM', 'GIT_LITERAL_PATHSPECS')) {
        $variables[$name] = '1'
    }
    $variables['GIT_TERMINAL_PROMPT'] = '0'
    foreach ($name in $More.Keys) { $variables[$name] = $More[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $printed = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw ('git ' + $Words[0] + ' failed.') }
    $script:Printed = $printed.Trim()
}

# UTF-8 without a mark, and lines that end as they do in the commit.
function Write-Text([string] $Path, [string[]] $Lines) {
    $full = Join-Path (Get-Location).ProviderPath $Path
    [void] [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($full))
    [IO.File]::WriteAllText($full, ($Lines -join "`n"), $Utf8)
}

function Invoke-Forge([string] $Method, [string] $Url, [string] $Body = '', [int] $Patient = 0) {
    $given = @{ Method = $Method; Uri = $Url; Headers = @{ Authorization = 'Bearer ' + $env:GITHUB_TOKEN } }
    if ($Body) {
        $given['Body'] = $Utf8.GetBytes($Body)
        $given['ContentType'] = 'application/json'
    }
    for ($second = 0; ; $second++) {
        try {
            [void] (Invoke-RestMethod @given)
            return
        } catch {
            if ($second -ge $Patient) { throw }
            Start-Sleep -Seconds 1
        }
    }
}

try {
    [void] [IO.Directory]::CreateDirectory($Scratch)
    Set-Location -LiteralPath $Scratch
    Write-Text '.gitconfig' @(
        '[core]', '  autocrlf = false', '  hooksPath = /dev/null', '  attributesFile = /dev/null',
        '  excludesFile = /dev/null', '[commit]', '  gpgSign = false', '[i18n]', '  commitEncoding = UTF-8', ''
    )
    # The project's own .gitattributes may convert files as well. This line stands above it.
    Write-Text 'template/info/attributes' @('* -text -ident -filter !eol !working-tree-encoding', '')
    Invoke-Git @('config', '--global', ('credential.' + $Git + '.helper'), @HELPER@)
    Set-Location -LiteralPath $Begun
