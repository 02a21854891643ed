using System.CommandLine;

namespace OutcomeApi.Features.Batches.CommandLine;

/// <summary>The options that the commands that ask a service over HTTP have in common.</summary>
internal sealed class ServiceArguments
{
    private readonly Option<string> _project = new("--project") { Description = "Id of the project.", HelpName = "ID", Required = true };

    private readonly Option<string> _url = new("--url") { Description = "Where the service is.", HelpName = "https://…", Required = true };

    private readonly Option<string> _keyFile = new("--key-file") { Description = "The file that holds the API key.", HelpName = "FILE", Required = true };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_project);
        command.Options.Add(_url);
        command.Options.Add(_keyFile);
    }

    /// <summary>Reads the options. Null, and the reason is said: they are of no use.</summary>
    public ServiceOptions? Read(ParseResult arguments)
    {
        if (Addresses.OfService(arguments.GetRequiredValue(_url)) is not { } url)
        {
            return Refuse("Say where the service is: --url https://…");
        }

        var keyFile = arguments.GetRequiredValue(_keyFile);
        try
        {
            return File.Exists(keyFile)
                ? new ServiceOptions(url, arguments.GetRequiredValue(_project), File.ReadAllText(keyFile).Trim())
                : Refuse("Say which file holds the API key: --key-file FILE");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse($"The key cannot be read: {e.Message}");
        }

        ServiceOptions? Refuse(string reason)
        {
            arguments.InvocationConfiguration.Output.WriteLine(reason);
            return null;
        }
    }
}
