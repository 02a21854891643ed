namespace OutcomeApi.Tests.Support;

/// <summary>Lets tests say why they are skipped.</summary>
internal static class SkippedTests
{
    /// <summary>Skips a test for a reason, which is in its name, too: <c>dotnet test</c> shows skipped tests by name alone.</summary>
    /// <param name="attribute">The attribute of the test.</param>
    /// <param name="reason">Why it is skipped. Null: it is not.</param>
    /// <param name="test">Name of the test.</param>
    public static void SkipFor(this FactAttribute attribute, string? reason, string test)
    {
        attribute.Skip = reason;
        attribute.DisplayName = reason is null ? null : $"{test} ({reason})";
    }
}
