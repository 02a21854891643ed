using Microsoft.Extensions.Configuration;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Hosting;

/// <summary>A file that is named as a setting is one, and what is wrong with it is said as of a variable.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-secrets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData(" se cret \n\n", " se cret ")]
    [InlineData("", "")]
    public void A_file_is_the_value_without_the_line_breaks_at_its_end(string content, string value)
    {
        Write("Security__HashKey", content);

        Read()["Security:HashKey"].ShouldBe(value);
    }

    [Fact]
    public void Lists_are_named_as_in_variables_and_other_files_are_left_alone()
    {
        Write("Security__PreviousHashKeys__0__Key", "earlier");
        Write("sa-password", "of the database");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "kubernetes__io"));

        Read().AsEnumerable().Where(setting => setting.Value is not null).Select(setting => $"{setting.Key}={setting.Value}")
            .ShouldBe(["Security:PreviousHashKeys:0:Key=earlier"]);
    }

    [Fact]
    public void What_stands_before_gives_way_and_variables_and_arguments_win()
    {
        Write("Database__Provider", "of the file");
        var other = Directory.CreateDirectory(Path.Combine(_folder.FullName, "other"));
        File.WriteAllText(Path.Combine(other.FullName, "Database__ConnectionString"), "of the later folder");
        Write("Database__ConnectionString", "of the earlier folder");
        Write("Jobs__RunServer", "of the file");
        Write("Audit__KeepMonths", "of the file");
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Database:Provider", (string?)"of appsettings.json")])
            .AddEnvironmentVariables("OUTCOMEAPI_TEST_OTHER_")
            .AddEnvironmentVariables()
            .AddCommandLine(["--Jobs:RunServer", "of the arguments"]);
        Environment.SetEnvironmentVariable("Audit__KeepMonths", "of the variable");
        try
        {
            SecretFiles.AddTo(configuration, [_folder.FullName, other.FullName, Path.Combine(_folder.FullName, "nowhere")]);
            var settings = configuration.Build();

            settings["Database:Provider"].ShouldBe("of the file");
            settings["Database:ConnectionString"].ShouldBe("of the later folder");
            settings["Jobs:RunServer"].ShouldBe("of the arguments");
            settings["Audit:KeepMonths"].ShouldBe("of the variable");
        }
        finally
        {
            Environment.SetEnvironmentVariable("Audit__KeepMonths", null);
        }
    }

    [Fact]
    public async Task The_program_takes_the_credentials_of_its_unit_and_names_what_is_wrong()
    {
        Write("Database__Provider", "oracle\n");
        Write("Database__ConnectionString", "Data Source=elsewhere.db;Colour=secret");
        Write("Databse__Provider", "sqlite");

        var wrong = await ServiceProcess.RunAsync(_folder.FullName, ["check"], ("CREDENTIALS_DIRECTORY", _folder.FullName));

        wrong.Code.ShouldBe(2);
        wrong.Output.ShouldContain("fault   settings  Database__Provider: oracle is not allowed. Allowed: sqlite, sqlserver");
        wrong.Output.ShouldContain("warning settings  Databse__Provider is not known. The nearest that is: Database__Provider");
        (wrong.Output + wrong.Errors).ShouldNotContain("secret;");

        Write("Database__Provider", "sqlite");
        Write("Database__ConnectionString", "Data Source=elsewhere.db\n");
        File.Delete(Path.Combine(_folder.FullName, "Databse__Provider"));
        var right = await ServiceProcess.RunAsync(_folder.FullName, ["check"], ("CREDENTIALS_DIRECTORY", _folder.FullName));
        right.Code.ShouldBe(0, right.Output + right.Errors);
        right.Output.ShouldContain($"{Path.Combine(_folder.FullName, "elsewhere.db")} is not there yet");
    }

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder.FullName, name), content);

    private IConfigurationRoot Read()
    {
        var configuration = new ConfigurationBuilder();
        SecretFiles.AddTo(configuration, [_folder.FullName]);
        return configuration.Build();
    }
}
