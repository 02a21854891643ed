using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Register;

namespace OutcomeApi.Figures;

/// <summary>Numbers by which somebody might be recognised: from 1 to one less than a threshold. Zero is not small.</summary>
public sealed class SmallNumbers(IOptions<ReportingOptions> reporting)
{
    private const string SelectThresholdSql =
        "SELECT a.small_number_threshold FROM projects p JOIN associations a ON a.id = p.association_id WHERE p.id = @Project";

    public static bool IsSmall(int number, int threshold) => number >= 1 && number < threshold;

    /// <summary>The threshold of a project: its association's, or the service's.</summary>
    public async Task<int> ThresholdAsync(DbSession session, string project, CancellationToken ct) =>
        await session.ScalarAsync<int?>(SelectThresholdSql, new { Project = project }, ct) ?? reporting.Value.SmallNumberThreshold;
}
