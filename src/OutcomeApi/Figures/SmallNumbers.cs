using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Register;

namespace OutcomeApi.Figures;

/// <summary>Numbers by which somebody might be recognised: from 1 to one less than a threshold. Zero is not small.</summary>
public sealed class SmallNumbers(IOptions<ReportingOptions> reporting, CertifiedFigures certified)
{
    private const string SelectThresholdSql =
        "SELECT a.small_number_threshold FROM projects p JOIN associations a ON a.id = p.association_id WHERE p.id = @Project";

    public static bool IsSmall(int number, int threshold) => number >= 1 && number < threshold;

    /// <summary>By what it is decided what steering groups see of a project, in the transaction or snapshot that the session is in.</summary>
    public async Task<DisclosureRule> RuleAsync(DbSession session, string project, CancellationToken ct) => new(
        await session.ScalarAsync<int?>(SelectThresholdSql, new { Project = project }, ct) ?? reporting.Value.SmallNumberThreshold,
        await certified.LoadAsync(session, project, ct));
}

/// <summary>By what it is decided what steering groups see, beside the figures themselves.</summary>
/// <param name="Threshold">Numbers from 1 to this less one are small: the association's, or the service's.</param>
/// <param name="Told">What certified reports have told already.</param>
public sealed record DisclosureRule(int Threshold, Told Told);
