using System.ComponentModel.DataAnnotations;

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
