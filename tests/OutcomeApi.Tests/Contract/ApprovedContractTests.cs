namespace OutcomeApi.Tests.Contract;

/// <summary>What is served is what was approved: a change of the contract is seen in a review, never only in a client.</summary>
public sealed class ApprovedContractTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private const string File = "outcome-api.v1.json";
    private const string Approve = "OUTCOMEAPI_APPROVE_CONTRACT";

    [Fact]
    public async Task The_served_document_is_the_approved_one()
    {
        var served = (await ServedContract.ReadAsync(api)).Text;
        var approvedFile = Path.Combine(Repository(), "openapi", File);
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            await System.IO.File.WriteAllTextAsync(approvedFile, served);
        }

        var approved = System.IO.File.Exists(approvedFile) ? await System.IO.File.ReadAllTextAsync(approvedFile) : string.Empty;
        if (served == approved)
        {
            return;
        }

        var servedFile = Path.Combine(AppContext.BaseDirectory, File);
        await System.IO.File.WriteAllTextAsync(servedFile, served);
        Assert.Fail(
            $"""
            The served contract differs from openapi/{File}, first in line {FirstDifference(served, approved)}. The served one is {servedFile}.
            If the difference is meant, approve it and commit the file:
            {Approve}=1 dotnet test tests/OutcomeApi.Tests --filter {nameof(ApprovedContractTests)}
            """);
    }

    private static int FirstDifference(string served, string approved) =>
        served.Split('\n').Zip(approved.Split('\n')).TakeWhile(lines => lines.First == lines.Second).Count() + 1;

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "OutcomeApi.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run inside the repository.");
        }

        return folder.FullName;
    }
}
