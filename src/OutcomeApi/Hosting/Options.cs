using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using OutcomeApi.Security;
using IPNetwork = System.Net.IPNetwork;

namespace OutcomeApi.Hosting;

/// <summary>Holds the settings of the section <c>Database</c>.</summary>
[Section("Database")]
public sealed class DatabaseOptions : IValidatableObject
{
    private const string UsualConnectionString = "Data Source=data/outcome-api.db";

    /// <summary>Kind of database: <c>sqlite</c> or <c>sqlserver</c>.</summary>
    [AllowedValues("sqlite", "sqlserver")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>Connection string. The default is one file below the working directory.</summary>
    [Required]
    [Secret]
    public string ConnectionString { get; set; } = UsualConnectionString;

    /// <summary>
    /// True if the program brings the database up to date when it starts. With false that is left to <c>OutcomeApi migrate</c> and an account that may change
    /// the schema, and a start with waiting migrations is refused.
    /// </summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <summary>The file of the embedded database, with its whole path. Null when the database is on a server.</summary>
    public string? File => Provider == "sqlite" ? Path.GetFullPath(new SqliteConnectionStringBuilder(ConnectionString).DataSource) : null;

    /// <summary>Finds a connection string that is none of the chosen kind of database.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!CanBeRead())
        {
            yield return new ValidationResult(
                Provider == "sqlserver"
                    ? "what is set is not the connection string of a SQL Server. Allowed: one such as Server=db.example.se;Database=outcome"
                    : $"what is set is not the connection string of a SQLite database. Allowed: one such as {UsualConnectionString}",
                [nameof(ConnectionString)]);
        }
    }

    private bool CanBeRead()
    {
        try
        {
            return Provider == "sqlserver"
                ? new SqlConnectionStringBuilder(ConnectionString).DataSource.Length > 0 && ConnectionString != UsualConnectionString
                : new SqliteConnectionStringBuilder(ConnectionString).DataSource.Length > 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            return false;
        }
    }
}

/// <summary>Holds the settings of the section <c>Jobs</c>.</summary>
[Section("Jobs")]
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
[Section("Security")]
public sealed class SecurityOptions
{
    /// <summary>
    /// API key of the first administrator, used if the database has none. If it is not set, the service creates a key and prints it once.
    /// </summary>
    [Secret]
    [RegularExpression(ApiKey.Form, ErrorMessage = ApiKey.FormInWords)]
    public string? BootstrapKey { get; set; }
}

/// <summary>Holds the settings of the section <c>Proxy</c>.</summary>
[Section("Proxy")]
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
        .Select(entry => new ValidationResult($"{entry} is neither an address nor a network such as 10.1.0.0/16.", [nameof(Known)]));

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
