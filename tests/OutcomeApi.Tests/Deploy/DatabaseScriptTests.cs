using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace OutcomeApi.Tests.Deploy;

/// <summary>What a DBA is given to run is T-SQL. What it does is seen where the public workflow runs it.</summary>
public sealed partial class DatabaseScriptTests
{
    [Theory]
    [InlineData("deploy/database.sql")]
    [InlineData("deploy/database-members.sql")]
    public void Scripts_are_T_SQL(string file)
    {
        var script = Repository.Read(file);

        FaultsOf(script).ShouldBeEmpty();
        FaultsOf(script.Replace("IS NULL", "ISN NULL", StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    [Fact]
    public void What_the_guide_tells_to_run_is_T_SQL()
    {
        var blocks = Block().Matches(Repository.Read("docs/operations.md")).Select(block => block.Groups[1].Value).ToArray();
        blocks.Length.ShouldBe(2);
        blocks.SelectMany(FaultsOf).ShouldBeEmpty();
    }

    private static string[] FaultsOf(string script)
    {
        using var reader = new StringReader(script);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var faults);
        return [.. faults.Select(fault => $"{fault.Line}: {fault.Message}")];
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
