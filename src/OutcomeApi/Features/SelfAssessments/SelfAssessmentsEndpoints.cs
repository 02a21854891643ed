using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary>Maps the routes of <c>/projects/{project}/self-assessments</c>.</summary>
public static class SelfAssessmentsEndpoints
{
    public static IServiceCollection AddSelfAssessments(this IServiceCollection services) =>
        services.AddScoped<AssessedParticipations>().AddRecords<SelfAssessmentRecords, SelfAssessment>();

    public static void MapSelfAssessments(this RouteGroupBuilder project)
    {
        project.MapRecords<SelfAssessment>(
            new RecordRoutes
            {
                Collection = "/self-assessments",
                Record = "/self-assessments/{reference}",
                Create = "create-self-assessment",
                List = "list-self-assessments",
                Get = "get-self-assessment",
                Put = "put-self-assessment",
                Patch = "patch-self-assessment",
                ListVersions = "list-self-assessment-versions",
                Noun = "a self-assessment",
                Plural = "self-assessments",
            });
        ListDueSelfAssessments.Map(project);
    }
}
