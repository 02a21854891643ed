using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Enrollments;

/// <summary>Maps the routes of <c>/projects/{project}/enrollments</c>.</summary>
public static class EnrollmentsEndpoints
{
    public static IServiceCollection AddEnrollments(this IServiceCollection services) => services.AddRecords<EnrollmentRecords, Enrollment>();

    public static void MapEnrollments(this RouteGroupBuilder project)
    {
        project.MapRecords<Enrollment>(
            new RecordRoutes
            {
                Collection = "/enrollments",
                Record = "/enrollments/{reference}",
                Create = "create-enrollment",
                List = "list-enrollments",
                Get = "get-enrollment",
                Put = "put-enrollment",
                Patch = "patch-enrollment",
                ListVersions = "list-enrollment-versions",
                Noun = "an enrollment",
                Plural = "enrollments",
            });
    }
}
