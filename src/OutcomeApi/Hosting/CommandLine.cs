using System.Collections.Frozen;
using System.CommandLine;
using System.CommandLine.Invocation;
using OutcomeApi.Data.Backups;
using OutcomeApi.Features.Administration;
using OutcomeApi.Features.Audit;
using OutcomeApi.Features.Batches.CommandLine;
using OutcomeApi.Features.Conformance;
using OutcomeApi.Features.Participants;

namespace OutcomeApi.Hosting;

/// <summary>
/// The command line of the program. Without a command it serves. What ASP.NET Core takes as settings (<c>--urls</c>, <c>--Section:Name</c>) may stand anywhere.
/// </summary>
public static class CommandLine
{
    /// <summary>Settings of the host itself that are given by a name without a section.</summary>
    private static readonly FrozenSet<string> OfTheHost = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "webRoot", "applicationName", "AllowedHosts", "shutdownTimeoutSeconds");

    /// <summary>Sections of the framework.</summary>
    private static readonly FrozenSet<string> OfTheFramework = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Logging", "Kestrel");

    /// <summary>Runs what the arguments say.</summary>
    /// <param name="args">The arguments of the program.</param>
    /// <param name="output">Where results are said.</param>
    /// <param name="errors">Where faults and warnings are said.</param>
    /// <returns>The exit code. 0: done; 1: what was looked at has faults; 2: it could not be done.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var (settings, others) = Split(args);
        var parsed = Declare(new ServiceProgram(settings, errors)).Parse(others, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await errors.WriteLineAsync($"{parsed.Errors[0].Message.ReplaceLineEndings(" ")} (--help tells what there is.)");
            return ServiceProgram.CouldNot;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>Declares the program and its commands. A new command is added here.</summary>
    private static RootCommand Declare(ServiceProgram program)
    {
        var root = new RootCommand(
            "Keeps the record of participants' outcomes in rehabilitation projects. Without a command it serves. Settings are environment variables "
            + "(Section__Name) or arguments (--Section:Name value, --urls, --environment).")
        {
            CheckCommand.Declare(program),
            ReadyCommand.Declare(program),
            MigrateCommand.Declare(program.OnServices),
            AdministratorCommand.Declare(program.OnDatabase),
            BackupCommand.Declare(program.OnServices),
            RestoreCommand.Declare(program.OnServices),
            CopyCommand.Declare(program.OnServices),
            VerifyAuditCommand.Declare(program.OnDatabase),
            HashKeysCommand.Declare(program.OnDatabase),
            TemplateCommand.Declare(),
            ImportCommand.Declare(),
            ConformanceCommand.Declare(),
        };
        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        root.SetAction((_, _) => program.ServeAsync());
        return root;
    }

    /// <summary>Separates what is a setting from what the commands know.</summary>
    private static (string[] Settings, string[] Others) Split(string[] args)
    {
        List<string> settings = [], others = [];
        for (var i = 0; i < args.Length; i++)
        {
            if (!IsSetting(args[i]))
            {
                others.Add(args[i]);
            }
            else if (args[i].Contains('=', StringComparison.Ordinal))
            {
                settings.Add(args[i]);
            }
            else if (i + 1 < args.Length)
            {
                settings.AddRange([args[i], args[++i]]);
            }
            else
            {
                others.Add(args[i]);
            }
        }

        return ([.. settings], [.. others]);
    }

    private static bool IsSetting(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var name = argument[2..].Split('=')[0];
        var section = name.Split(':')[0];
        return OfTheHost.Contains(name)
            || name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)
            || ((name.Length > section.Length || argument.Contains('=', StringComparison.Ordinal))
                && (Settings.Sections.Contains(section) || OfTheFramework.Contains(section)));
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ApiRelease.Version);
            return 0;
        }
    }
}
