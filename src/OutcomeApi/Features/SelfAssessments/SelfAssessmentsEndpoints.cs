using OutcomeApi.Domain.Register;
using OutcomeApi.Register;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary><c>/projects/{project}/self-assessments</c></summary>
public static class SelfAssessmentsEndpoints
{
    public static IServiceCollection AddSelfAssessments(this IServiceCollection services) => services.AddRecordKind<SelfAssessmentKind, SelfAssessment>();

    public static void MapSelfAssessments(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<SelfAssessment>>(), "{reference}", "a self-assessment");
}
