#Requires -Version 5.1
# Made by pimreport <<version>>. Nobody has to trust it: it is one file, and it only reads.
# To be sure that it runs as it was reviewed, sign it: Set-AuthenticodeSignature.

<#
.SYNOPSIS
    Collects the evidence that pimreport needs about PIM for Groups in Microsoft Entra.

.DESCRIPTION
    Asks Microsoft Graph the questions listed under $Queries, and nothing else. Every request is a
    GET and stands in one place (Get-Answer). Answers are written as they came, one file a page;
    manifest.json says where each came from, when, how many rows it has and its SHA-256. What Graph
    refuses is written into the manifest with Graph's own reason.

    Needs the module Microsoft.Graph.Authentication 2.0 or later
    (Install-Module Microsoft.Graph.Authentication -Scope CurrentUser) and an account with the
    role Global Reader, or an application with the permissions listed under $Scopes.

    A run that was interrupted goes on where it stopped if it is given the same -OutputFolder.

.PARAMETER OutputFolder
    Where to write. Default: PimEvidence_<date and time> in the current folder.

.PARAMETER TenantId
    The tenant: its id or one of its domains.

.PARAMETER Environment
    The cloud: Global, USGov (GCC High), USGovDoD or China.

.PARAMETER UseDeviceCode
    Sign in on another device.

.PARAMETER ClientId
    An application of your own, with -CertificateThumbprint or for signing in; with
    -ManagedIdentity the user-assigned identity.

.PARAMETER CertificateThumbprint
    Sign in as the application -ClientId with this certificate; needs -TenantId.

.PARAMETER ManagedIdentity
    Sign in as the managed identity of the machine.

.PARAMETER Skip
    Names of queries to leave out, such as registration_details. The manifest says so.

.PARAMETER AllUsers
    Every user, instead of those that hold, approve or are named in something.

.PARAMETER NoZip
    Do not pack the folder.

.EXAMPLE
    .\Export-PimEvidence.ps1 -WhatIf

    Prints the permissions and requests of a run, and does nothing.

.EXAMPLE
    .\Export-PimEvidence.ps1 -TenantId contoso.onmicrosoft.com -OutputFolder .\evidence
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [string] $OutputFolder = '',
    [string] $TenantId = '',
    [ValidateSet('Global', 'USGov', 'USGovDoD', 'China')]
    [string] $Environment = 'Global',
    [switch] $UseDeviceCode,
    [string] $ClientId = '',
    [string] $CertificateThumbprint = '',
    [switch] $ManagedIdentity,
    [string[]] $Skip = @(),
    [switch] $AllUsers,
    [switch] $NoZip
)

Set-StrictMode -Version 1.0
$ErrorActionPreference = 'Stop'

# Permissions that are asked for, each with its reason. All of them only read.
$Scopes = [ordered]@{
    # <<scopes>>
}

# Where Microsoft Graph is, in each cloud.
$Graph = @{
    # <<environments>>
}

# What is asked. Each: once for the tenant, or about every unit, group or principal found so far.
# Yields: which ids in the answers are units, groups or principals to be asked about in turn.
$Queries = @(
    # <<queries>>
)

# Error codes by which Graph says that a group is not in PIM: an answer, no refusal.
$NotInPim = @(
    # <<not in pim>>
)

$Root = $Graph[$Environment]
$MaximumTries = 8
$Utf8 = New-Object System.Text.UTF8Encoding $false
$Guid = '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$'

# The state of the run.
$Known = @{ unit = @{}; group = @{}; principal = @{} }  # ids that were found, by kind
$Asked = @{}                                            # 'query|id' that was asked about
$Numbers = @{}                                          # chunks written so far, by query
$Refused = @{}                                          # queries whose OrElse is asked instead
$Entries = New-Object System.Collections.ArrayList      # of the manifest

function Format-Moment {
    # ISO 8601 in UTC, also where PowerShell 7 made a DateTime of a text it read.
    param(
        $Moment
    )
    if ($Moment -is [DateTime]) {
        $invariant = [System.Globalization.CultureInfo]::InvariantCulture
        return $Moment.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', $invariant)
    }
    return "$Moment"
}

function Get-Now {
    return Format-Moment ([DateTime]::UtcNow)
}

function Connect-Tenant {
    $how = @{ Environment = $Environment; ContextScope = 'Process'; NoWelcome = $true }
    if ($ClientId) {
        $how['ClientId'] = $ClientId
    }
    if ($ManagedIdentity) {
        $how['Identity'] = $true
    }
    else {
        if ($TenantId) {
            $how['TenantId'] = $TenantId
        }
        if ($CertificateThumbprint) {
            $how['CertificateThumbprint'] = $CertificateThumbprint
        }
        else {
            $how['Scopes'] = @($Scopes.Keys)
            if ($UseDeviceCode) {
                $how['UseDeviceCode'] = $true
            }
        }
    }
    # To the host, not to the pipeline: the message of a device code must be seen.
    Connect-MgGraph @how | Out-Host
}

function Get-Answer {
    # One request; repeated while Graph throttles or stumbles. The body stays the bytes it came as.
    param(
        [string] $Uri
    )
    $renewed = $false
    for ($try = 1; $true; $try++) {
        $status = 0
        $bytes = New-Object byte[] 0
        $said = ''
        $wait = [Math]::Min(120, [Math]::Pow(2, $try))
        try {
            $response = Invoke-MgGraphRequest -Method GET -Uri $Uri -OutputType HttpResponseMessage -SkipHttpErrorCheck
            $status = [int] $response.StatusCode
            $bytes = $response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult()
            $after = $response.Headers.RetryAfter
            if ($after -and $after.Delta) {
                $wait = [Math]::Ceiling($after.Delta.TotalSeconds) + 1
            }
        }
        catch {
            $status = 0
            $said = $_.Exception.Message
        }
        $expired = ($status -eq 401) -or ($status -eq 0 -and $said -match 'token|authenticat')
        $transient = ($status -eq 0) -or ($status -eq 408) -or ($status -eq 429) -or ($status -ge 500)
        if ($expired -and -not $renewed) {
            $renewed = $true
            Connect-Tenant
        }
        elseif ($transient -and $try -lt $MaximumTries) {
            Write-Verbose "Status $status $said; asking again in $wait s: $Uri"
            Start-Sleep -Seconds $wait
        }
        else {
            return @{ Status = $status; Bytes = $bytes; Said = $said }
        }
    }
}

function Get-Reason {
    # Graph's own words about a refusal.
    param(
        $Answer
    )
    $reason = @{ Code = ''; Message = $Answer.Said }
    try {
        $told = Read-Json $Answer.Bytes
        if ($told.error) {
            $reason = @{ Code = "$($told.error.code)"; Message = "$($told.error.message)" }
        }
    }
    catch {
        Write-Verbose "An error without a readable body: status $($Answer.Status)"
    }
    return $reason
}

function Set-Outcome {
    # Why there is no (further) page.
    param(
        $Entry,
        $Query,
        $Answer
    )
    $reason = Get-Reason $Answer
    $Entry['status'] = $Answer.Status
    $Entry['reason'] = "$($reason.Code) $($reason.Message)".Trim()
    if ($NotInPim -contains $reason.Code) {
        $Entry['outcome'] = 'not-in-pim'
    }
    elseif ($Answer.Status -eq 404 -and $Query['Each'] -ne 'tenant') {
        $Entry['outcome'] = 'gone'
    }
    elseif ($Answer.Status -ge 400 -and $Answer.Status -lt 500) {
        $Entry['outcome'] = 'refused'
    }
    else {
        $Entry['outcome'] = 'failed'
    }
}

function New-Entry {
    param(
        $Query,
        [string] $Item,
        [string] $Uri
    )
    $now = Get-Now
    return [ordered]@{
        query = $Query['Name']; resource = "$($Query['Resource'])"; item = $Item
        uri = $Uri; apiVersion = $Query['Version']; paging = '@odata.nextLink'
        outcome = 'collected'; status = 200; reason = ''; count = 0
        startedUtc = $now; finishedUtc = $now; pages = @()
    }
}

function Get-Sha256 {
    param(
        [byte[]] $Bytes
    )
    $sha = [System.Security.Cryptography.SHA256]::Create()
    return [BitConverter]::ToString($sha.ComputeHash($Bytes)).Replace('-', '').ToLowerInvariant()
}

function Read-Json {
    param(
        [byte[]] $Bytes
    )
    $text = $Utf8.GetString($Bytes)
    if ($PSVersionTable.PSVersion.Major -ge 6 -or $text.Length -lt 2000000) {
        return $text | ConvertFrom-Json
    }
    # ConvertFrom-Json of Windows PowerShell stops at 2 MB; the serializer behind it need not.
    Add-Type -AssemblyName System.Web.Extensions
    $serializer = New-Object System.Web.Script.Serialization.JavaScriptSerializer
    $serializer.MaxJsonLength = [int]::MaxValue
    return $serializer.DeserializeObject($text)
}

function Get-Value {
    # What lies at a path such as 'policy.rules.id'; lists on the way are entered.
    param(
        $From,
        [string] $Path
    )
    foreach ($step in $Path.Split('.')) {
        $From = @($From | Where-Object { $null -ne $_ } | ForEach-Object { $_.$step })
    }
    return @($From | Where-Object { $_ -is [string] })
}

function Add-Known {
    # Remember the ids in these rows that are to be asked about.
    param(
        $Query,
        $Rows
    )
    if ($null -eq $Query['Yields']) {
        return
    }
    foreach ($kind in $Query['Yields'].Keys) {
        foreach ($path in $Query['Yields'][$kind]) {
            foreach ($id in (Get-Value $Rows $path)) {
                if ($id -match $Guid) {
                    $Known[$kind][$id.ToLowerInvariant()] = $true
                    if ($kind -eq 'group') {
                        $Known['principal'][$id.ToLowerInvariant()] = $true
                    }
                }
            }
        }
    }
}

function Save-List {
    # All pages of one list, each as it came; returns its entry of the manifest.
    param(
        $Query,
        [string] $Item,
        [string] $Name,
        [string] $Template
    )
    $quoted = ($Item.Split(',') | ForEach-Object { "'$_'" }) -join ','
    $uri = $Root + '/' + $Query['Version'] + '/' + $Template.Replace('{id}', $Item).Replace('{ids}', $quoted)
    $entry = New-Entry $Query $Item $uri
    $number = 0
    while ($uri) {
        if (-not $uri.StartsWith("$Root/", [StringComparison]::OrdinalIgnoreCase)) {
            throw "Graph's answer points to another place, which is not followed: $uri"
        }
        $answer = Get-Answer $uri
        if ($answer.Status -ne 200) {
            Set-Outcome $entry $Query $answer
            break
        }
        try {
            $page = Read-Json $answer.Bytes
        }
        catch {
            $entry['outcome'] = 'failed'
            $entry['reason'] = "An answer is no JSON: $($_.Exception.Message)"
            break
        }
        $number++
        $file = '{0}_p{1:0000}.json' -f $Name, $number
        [System.IO.File]::WriteAllBytes((Join-Path $Folder $file), $answer.Bytes)
        $rows = @($page.value | Where-Object { $null -ne $_ })
        Add-Known $Query $rows
        $entry['count'] += $rows.Count
        $entry['pages'] += , ([ordered]@{
                file = $file; sha256 = (Get-Sha256 $answer.Bytes); bytes = $answer.Bytes.Length
                count = $rows.Count; receivedUtc = (Get-Now)
            })
        $uri = $page.'@odata.nextLink'
    }
    $entry['finishedUtc'] = Get-Now
    return $entry
}

function Add-Entry {
    # Into the manifest to be, and into the journal that an interrupted run is resumed from.
    param(
        $Entry
    )
    [void] $Entries.Add($Entry)
    $line = ConvertTo-Json -InputObject $Entry -Compress -Depth 5
    [System.IO.File]::AppendAllText($Journal, "$line`n", $Utf8)
}

function Invoke-Query {
    # One query about one item (or chunk of items).
    param(
        $Query,
        [string] $Item,
        [string] $Name
    )
    if (-not $Refused[$Query['Name']]) {
        $entry = Save-List $Query $Item $Name $Query['Uri']
        Add-Entry $entry
        if ($entry['outcome'] -ne 'refused' -or -not $Query['OrElse']) {
            return
        }
        $Refused[$Query['Name']] = $true
    }
    Add-Entry (Save-List $Query $Item $Name $Query['OrElse'])
}

function Get-Pending {
    # What a query has not been asked about yet; '' stands for the tenant.
    param(
        $Query
    )
    if ($Query['Each'] -eq 'tenant') {
        $items = @('')
    }
    else {
        $items = @($Known[$Query['Each']].Keys | Sort-Object)
    }
    return @($items | Where-Object { -not $Asked["$($Query['Name'])|$_"] })
}

function Invoke-Pending {
    # Everything a query has not been asked yet; returns how many requests for lists that were.
    param(
        $Query
    )
    $name = $Query['Name']
    $pending = @(Get-Pending $Query)
    $chunk = [int] $Query['Chunk']
    for ($first = 0; $first -lt $pending.Count; $first += $chunk) {
        $last = [Math]::Min($first + $chunk, $pending.Count) - 1
        $ids = @($pending[$first..$last])
        $file = $name
        if ($chunk -gt 1) {
            $Numbers[$name] = 1 + [int] $Numbers[$name]
            $file = '{0}_c{1:0000}' -f $name, $Numbers[$name]
        }
        elseif ($ids[0]) {
            $file = "${name}_$($ids[0])"
        }
        $done = [int] (100 * $first / $pending.Count)
        Write-Progress -Activity 'Collecting evidence' -Status "$name $($first + 1) of $($pending.Count)" -PercentComplete $done
        Invoke-Query $Query ($ids -join ',') $file
        foreach ($id in $ids) {
            $Asked["$name|$id"] = $true
        }
    }
    return $pending.Count
}

function Get-Plan {
    # The queries of this run.
    $switches = @{ AllUsers = [bool] $AllUsers }
    foreach ($query in $Queries) {
        $left = $query['Unless'] -and $switches[$query['Unless']]
        $wanting = $query['OnlyWith'] -and -not $switches[$query['OnlyWith']]
        if (-not $left -and -not $wanting) {
            $query
        }
    }
}

function Show-Plan {
    Write-Host "Signs in to $Environment ($Root) and asks for these permissions:"
    foreach ($scope in $Scopes.Keys) {
        Write-Host "  $scope`: $($Scopes[$scope])"
    }
    Write-Host 'Sends these requests, all of them GET, and follows their pages:'
    foreach ($query in (Get-Plan)) {
        $mark = ''
        if ($Skip -contains $query['Name']) {
            $mark = ' (skipped)'
        }
        Write-Host "  $($query['Name']), each $($query['Each'])$mark"
        Write-Host "    $Root/$($query['Version'])/$($query['Uri'])"
    }
}

function Read-Journal {
    # An interrupted run: what was answered is kept, what was refused or failed is asked again.
    param(
        $Context
    )
    $lines = @([System.IO.File]::ReadAllLines($Journal))
    $begun = $lines[0] | ConvertFrom-Json
    if ($begun.tenantId -ne $Context.TenantId) {
        throw "The folder holds an interrupted run about another tenant ($($begun.tenantId))."
    }
    $plan = @{}
    foreach ($query in $Queries) {
        $plan[$query['Name']] = $query
    }
    foreach ($line in @($lines | Select-Object -Skip 1)) {
        try {
            $old = $line | ConvertFrom-Json
            Restore-Entry $plan[$old.query] $old
        }
        catch {
            Write-Verbose "A line that was not written to its end: $line"
        }
    }
    return Format-Moment $begun.startedUtc
}

function Restore-Entry {
    # One list that was collected before, if its files are still what they were.
    param(
        $Query,
        $Old
    )
    $turned = $Old.outcome -eq 'refused' -and $Query['OrElse']
    if (@('collected', 'not-in-pim', 'gone') -notcontains $Old.outcome -and -not $turned) {
        foreach ($page in $Old.pages) {
            Remove-Item -LiteralPath (Join-Path $Folder $page.file)
        }
        return
    }
    $pages = @()
    foreach ($page in $Old.pages) {
        $bytes = [System.IO.File]::ReadAllBytes((Join-Path $Folder $page.file))
        if ((Get-Sha256 $bytes) -ne $page.sha256) {
            return
        }
        Add-Known $Query @((Read-Json $bytes).value)
        $pages += , ([ordered]@{
                file = $page.file; sha256 = $page.sha256; bytes = $page.bytes
                count = $page.count; receivedUtc = (Format-Moment $page.receivedUtc)
            })
        if ($page.file -match '_c(\d+)_p\d+\.json$') {
            $Numbers[$Old.query] = [Math]::Max([int] $Numbers[$Old.query], [int] $Matches[1])
        }
    }
    $entry = New-Entry $Query $Old.item $Old.uri
    foreach ($field in 'outcome', 'status', 'reason', 'count') {
        $entry[$field] = $Old.$field
    }
    $entry['startedUtc'] = Format-Moment $Old.startedUtc
    $entry['finishedUtc'] = Format-Moment $Old.finishedUtc
    $entry['pages'] = $pages
    [void] $Entries.Add($entry)
    if ($turned) {
        $Refused[$Old.query] = $true
        return
    }
    foreach ($id in $Old.item.Split(',')) {
        $Asked["$($Old.query)|$id"] = $true
    }
}

function Start-Journal {
    # Begin, or go on; returns when the run began.
    param(
        $Context
    )
    if (Test-Path -LiteralPath (Join-Path $Folder 'manifest.json')) {
        throw "$Folder holds a finished run. Choose another -OutputFolder."
    }
    if (Test-Path -LiteralPath $Journal) {
        Write-Host "Going on with the run in $Folder"
        return Read-Journal $Context
    }
    New-Item -ItemType Directory -Path $Folder -Force | Out-Null
    $now = Get-Now
    $begin = ConvertTo-Json -InputObject @{ tenantId = $Context.TenantId; startedUtc = $now } -Compress
    [System.IO.File]::AppendAllText($Journal, "$begin`n", $Utf8)
    return $now
}

function Save-Manifest {
    param(
        $Context,
        [string] $Started
    )
    $manifest = [ordered]@{
        schema = '<<schema>>'; collector = 'pimreport <<version>>'
        tenantId = $Context.TenantId; account = "$($Context.Account)"; authType = "$($Context.AuthType)"
        application = "$($Context.ClientId)"; scopes = @($Context.Scopes | Where-Object { $_ })
        environment = $Environment; powershell = "$($PSVersionTable.PSVersion)"
        module = "$((Get-Module Microsoft.Graph.Authentication).Version)"
        startedUtc = $Started; finishedUtc = (Get-Now); queries = $Entries.ToArray()
    }
    $text = ConvertTo-Json -InputObject $manifest -Depth 6
    [System.IO.File]::WriteAllText((Join-Path $Folder 'manifest.json'), $text, $Utf8)
    Remove-Item -LiteralPath $Journal -WhatIf:$false -Confirm:$false
}

function Show-Summary {
    $lines = foreach ($group in ($Entries | Group-Object -Property { "$($_['query'])|$($_['outcome'])" })) {
        $one = $group.Group[0]
        $rows = 0
        foreach ($entry in $group.Group) {
            $rows += $entry['count']
        }
        [pscustomobject]@{ Query = $one['query']; Outcome = $one['outcome']; Lists = $group.Count; Rows = $rows; Reason = $one['reason'] }
    }
    Write-Host ($lines | Format-Table -AutoSize -Wrap | Out-String)
}

# ---- The run ------------------------------------------------------------------------------------

# Started with -File, PowerShell hands a list over as one text.
$Skip = @($Skip -split ',' | Where-Object { $_ })
$unknown = @($Skip | Where-Object { @($Queries | ForEach-Object { $_['Name'] }) -notcontains $_ })
if ($unknown) {
    throw "-Skip names no query: $($unknown -join ', '). -WhatIf lists them."
}
if ($CertificateThumbprint -and -not ($ClientId -and $TenantId)) {
    throw '-CertificateThumbprint needs -ClientId and -TenantId.'
}
if (-not $PSCmdlet.ShouldProcess("the tenant $TenantId", 'Read evidence and write it to a folder')) {
    Show-Plan
    return
}
if (-not $OutputFolder) {
    $OutputFolder = 'PimEvidence_' + (Get-Date -Format 'yyyyMMdd-HHmmss')
}
$Folder = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputFolder)
$Journal = Join-Path $Folder 'journal.log'

Connect-Tenant
$context = Get-MgContext
$started = Start-Journal $context

foreach ($query in (Get-Plan)) {
    if ($Skip -contains $query['Name']) {
        $entry = New-Entry $query '' "$Root/$($query['Version'])/$($query['Uri'])"
        $entry['outcome'] = 'skipped'
        $entry['status'] = 0
        $entry['reason'] = '-Skip'
        [void] $Entries.Add($entry)
    }
}
# A group found in a later answer is asked about in the next round, until nothing new turns up.
do {
    $sent = 0
    foreach ($query in (Get-Plan)) {
        if ($Skip -notcontains $query['Name']) {
            $sent += Invoke-Pending $query
        }
    }
} while ($sent -gt 0)
Write-Progress -Activity 'Collecting evidence' -Completed

Save-Manifest $context $started
Disconnect-MgGraph | Out-Null
Show-Summary
Write-Host "Evidence: $Folder"
if (-not $NoZip) {
    Compress-Archive -Path (Join-Path $Folder '*') -DestinationPath "$Folder.zip" -Force
    Write-Host "Packed:   $Folder.zip"
}
