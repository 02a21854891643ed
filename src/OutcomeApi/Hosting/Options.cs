using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Hosting;

/// <summary>Section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>sqlite or sqlserver.</summary>
    [AllowedValues("sqlite", "sqlserver")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>Connection string; the default is one file below the working directory.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Data Source=data/outcome-api.db";
}

/// <summary>Section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    /// <summary>Does this node run jobs?</summary>
    public bool RunServer { get; set; } = true;

    /// <summary>May operators try jobs again and delete them on the dashboard? Otherwise it only shows.</summary>
    public bool DashboardMayAct { get; set; }
}

/// <summary>Section <c>Security</c>.</summary>
public sealed class SecurityOptions
{
    /// <summary>The first administrator's key, taken when the database has none; without it the service makes one and prints it once.</summary>
    public string? BootstrapKey { get; set; }
}
