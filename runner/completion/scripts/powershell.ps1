# Completes the command lines of gesso in PowerShell. In the file that $PROFILE names:
#
#   gesso completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName gesso -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $program = $commandAst.CommandElements[0].Extent.Text
    $words = @($commandAst.CommandElements |
        Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })
    & $program __complete powershell '--' @words "=$wordToComplete" 2>$null | ForEach-Object {
        $value, $meaning, $open = $_ -split "`t"
        $text = $value
        if ($text -match '[^-\w./:=\\~]') { $text = "'" + $text.Replace("'", "''") + "'" }
        if (-not $meaning) { $meaning = $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $meaning)
    }
}
