# Registers the daily task for the person who runs it. ASCII only: Windows PowerShell 5.1 reads a script without BOM in the local code page.
#   powershell -ExecutionPolicy Bypass -File register-task.ps1 -Campaign "D:\2015" -Program "C:\ducha\Scripts\ducha.exe"
param(
    [Parameter(Mandatory = $true)][string]$Campaign,
    [string]$Program = "ducha.exe",
    [string]$At = "08:30"
)
$ErrorActionPreference = "Stop"
if (-not (Test-Path -LiteralPath (Join-Path $Campaign "campaign.toml"))) { throw "no campaign.toml in $Campaign" }
$action = New-ScheduledTaskAction -Execute $Program -Argument "overdue --letters --quiet" -WorkingDirectory $Campaign
$trigger = New-ScheduledTaskTrigger -Weekly -DaysOfWeek Monday, Tuesday, Wednesday, Thursday, Friday -At $At
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Hours 1)
Register-ScheduledTask -TaskName "ducha overdue" -Action $action -Trigger $trigger -Settings $settings -Force | Out-Null
