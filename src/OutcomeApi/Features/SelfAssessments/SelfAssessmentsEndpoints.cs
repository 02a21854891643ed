using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary><c>/projects/{project}/self-assessments</c></summary>
public static class SelfAssessmentsEndpoints
{
    public static IServiceCollection AddSelfAssessments(this IServiceCollection services) => services.AddRecordKind<SelfAssessmentRecords, SelfAssessment>();

    public static void MapSelfAssessments(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<SelfAssessment>>(), "{reference}", "a self-assessment");
}
