using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace OutcomeApi.Hosting;

/// <summary>Holds the settings of the section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>Kind of database: <c>sqlite</c> or <c>sqlserver</c>.</summary>
    [AllowedValues("sqlite", "sqlserver")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>Connection string. The default is one file below the working directory.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/outcome-api.db";
}

/// <summary>Holds the settings of the section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    /// <summary>True if this node runs jobs.</summary>
    public bool RunServer { get; set; } = true;

    /// <summary>Seconds that a statement of a job may take. Those of requests take what the connection string says (<c>Command Timeout</c>), or 30.</summary>
    [Range(1, 3600)]
    public int StatementSeconds { get; set; } = 300;

    /// <summary>True if operators may retry and delete jobs on the dashboard. Otherwise the dashboard is read-only.</summary>
    public bool DashboardMayAct { get; set; }
}

/// <summary>Holds the settings of the section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    /// <summary>
    /// API key of the first administrator, used if the database has none. If it is not set, the service creates a key and prints it once.
    /// </summary>
    public string? BootstrapKey { get; set; }
}

/// <summary>Holds the settings of the section <c>Proxy</c>.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    /// <summary>
    /// The proxies in front of the service, as addresses or networks separated by commas, for example <c>10.0.0.5, 10.1.0.0/16</c>. What they say about the
    /// caller's address, the scheme and the host (<c>X-Forwarded-…</c>) is believed; what anybody else says is not. Null: nobody is believed.
    /// </summary>
    public string? Known { get; set; }

    private string[] Entries => (Known ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Finds the entries that are neither an address nor a network.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Entries
        .Where(entry => !IPAddress.TryParse(entry, out _) && !IPNetwork.TryParse(entry, out _))
        .Select(entry => new ValidationResult($"Proxy__Known: {entry} is neither an address nor a network such as 10.1.0.0/16.", [nameof(Known)]));

    /// <summary>Returns which forwarded headers are trusted, and from which proxies.</summary>
    public ForwardedHeadersOptions ToForwardedHeaders()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = Entries.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in Entries)
        {
            if (IPAddress.TryParse(entry, out var proxy))
            {
                options.KnownProxies.Add(proxy);
            }
            else
            {
                options.KnownIPNetworks.Add(IPNetwork.Parse(entry));
            }
        }

        return options;
    }
}
