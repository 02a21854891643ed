using OutcomeApi.Hosting;
using OutcomeApi.Http;

namespace OutcomeApi.Tests.Hosting;

/// <summary>The program says what it can do, and refuses in one line what it does not know.</summary>
public sealed class CommandLineTests : IDisposable
{
    private static readonly string[] Commands =
        ["check", "ready", "migrate", "administrator", "backup", "restore", "copy", "verify-audit", "hash-keys", "template", "import"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-commands-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Help_names_every_command_and_every_command_has_help()
    {
        var help = await RunAsync("--help");
        help.Code.ShouldBe(0, help.Errors);
        foreach (var command in Commands)
        {
            help.Output.ShouldContain($"  {command} ", customMessage: help.Output);
            var own = await RunAsync(command, "--help");
            own.Code.ShouldBe(0, own.Errors);
            own.Output.ShouldContain($" {command} ");
        }

        (await RunAsync("import", "--help")).Output.ShouldContain("--key-file");
        (await RunAsync("template", "--help")).Output.ShouldContain("--out");
        (await RunAsync("administrator", "reset", "--help")).Output.ShouldContain("--revoke-others");
        (await RunAsync("verify-audit", "--help")).Output.ShouldContain("HASH");
    }

    [Fact]
    public async Task Version_is_the_version_of_the_API() =>
        (await RunAsync("--version")).ShouldBe((0, ApiRelease.Version + Environment.NewLine, string.Empty));

    [Theory]
    [InlineData("demo")]
    [InlineData("--verbose")]
    [InlineData("backup")]
    [InlineData("backup", "a", "b")]
    [InlineData("backup", "a", "--force")]
    [InlineData("restore")]
    [InlineData("verify-audit", "a", "b")]
    [InlineData("hash-keys", "a")]
    [InlineData("administrator")]
    [InlineData("administrator", "rest")]
    [InlineData("check", "--all")]
    [InlineData("ready", "http://localhost:5000")]
    [InlineData("import", "people.xlsx", "--url", "http://localhost:1", "--key-file", "key.txt")]
    [InlineData("template", "--project", "iris2", "--url")]
    [InlineData("--Databse:Provider", "sqlite")]
    [InlineData("--urls")]
    [InlineData("@arguments.txt")]
    public async Task What_is_not_known_or_missing_is_refused_in_one_line(params string[] args)
    {
        var (code, output, errors) = await RunAsync(args);

        code.ShouldBe(2, output);
        output.ShouldBeEmpty();
        errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldEndWith("(--help tells what there is.)");
    }

    [Theory]
    [InlineData("--Database:Provider", "oracle")]
    [InlineData("--Database:Provider=oracle")]
    [InlineData("check", "--Database:Provider=oracle")]
    [InlineData("hash-keys", "--Database:Provider", "oracle")]
    public async Task Settings_may_stand_among_the_arguments(params string[] args)
    {
        var (code, output, errors) = await RunAsync(args);

        code.ShouldBe(2);
        (output + errors).TrimEnd().ShouldEndWith("Database__Provider: oracle is not allowed. Allowed: sqlite, sqlserver");
    }

    [Fact]
    public async Task A_command_works_on_the_database_that_an_argument_names()
    {
        var file = Path.Combine(_folder.FullName, "elsewhere", "register.db");

        var (code, output, errors) = await RunAsync("hash-keys", $"--Database:ConnectionString=Data Source={file};Pooling=False");

        code.ShouldBe(0, errors);
        output.ShouldContain("of no configured key: 0");
        File.Exists(file).ShouldBeTrue();
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        return (await CommandLine.RunAsync(args, output, errors), output.ToString(), errors.ToString());
    }
}
