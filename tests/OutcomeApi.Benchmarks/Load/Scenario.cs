namespace OutcomeApi.Benchmarks.Load;

/// <summary>Something that is asked for again and again.</summary>
/// <param name="Name">What it is called, also in <c>--only</c>.</param>
/// <param name="Role">Who asks.</param>
/// <param name="Path">The address.</param>
/// <param name="Least">The share of the compared rate that is to be reached.</param>
internal sealed record Scenario(string Name, string Role, string Path, double Least)
{
    public const string CertifiedTertial = "2024-T1";

    private const string OneGoal = OutcomeService.Project + "/attainment?goal=iris2.work-or-studies&limit=20";
    private const string AllGoals = OutcomeService.Project + "/attainment?limit=100";
    private const string OpenReport = OutcomeService.Project + "/tertial-reports/2025-T2";
    private const string CertifiedReport = OutcomeService.Project + "/tertial-reports/" + CertifiedTertial;

    public static readonly IReadOnlyList<Scenario> All =
    [
        new("attainment-goal", OutcomeService.Secretariat, OneGoal, 0.4),
        new("attainment-all", OutcomeService.Secretariat, AllGoals, 0.4),
        new("report", OutcomeService.Secretariat, OpenReport, 0.4),
        new("attainment-all-304", OutcomeService.Secretariat, AllGoals, 0.6) { IsConditional = true },
        new("report-304", OutcomeService.Secretariat, OpenReport, 0.6) { IsConditional = true },
        new("certified-report", OutcomeService.Secretariat, CertifiedReport, 0.5) { IsCertified = true },
        new("steering-attainment-goal", OutcomeService.SteeringGroup, OneGoal, 0.4),
        new("steering-attainment-all", OutcomeService.SteeringGroup, AllGoals, 0.4),
        new("steering-report", OutcomeService.SteeringGroup, OpenReport, 0.4),
        new("steering-certified-report", OutcomeService.SteeringGroup, CertifiedReport, 0.5) { IsCertified = true },
        new("post-enrollment", OutcomeService.Registrar, OutcomeService.Project + "/enrollments", 0.25)
        {
            Write = MadeUpRegister.NewEnrollment,
            IsFollowed = true,
        },
        new("post-exit", OutcomeService.Registrar, OutcomeService.Project + "/exits", 0.25) { Write = MadeUpRegister.NewExit },
        new("page-project", OutcomeService.SteeringGroup, "/projekt/iris2", 0.2),
        new("page-report", OutcomeService.SteeringGroup, "/projekt/iris2/rapporter/2025-T2", 0.2),
        new("page-board", OutcomeService.Secretariat, "/forbund/lund", 0.2),
        new("attainment-all-while-writing", OutcomeService.Secretariat, AllGoals, 0.5) { IsWhileWriting = true },
    ];

    /// <summary>Whoever asks has the answer already: 304.</summary>
    public bool IsConditional { get; init; }

    /// <summary>The report has to be certified first.</summary>
    public bool IsCertified { get; init; }

    /// <summary>
    /// Not null: a record is registered each time, by its number from 1 on. It is compared with an endpoint that inserts one row durably.
    /// </summary>
    public Func<int, string>? Write { get; init; }

    /// <summary>The next scenario writes to what is written here: there are two more rounds, so that it finds enough.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>Somebody registers meanwhile. It is compared with the same while nobody does, not with the bare endpoint.</summary>
    public bool IsWhileWriting { get; init; }
}
