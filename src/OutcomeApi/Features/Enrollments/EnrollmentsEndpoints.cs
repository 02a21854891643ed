using OutcomeApi.Domain.Register;
using OutcomeApi.Register;

namespace OutcomeApi.Features.Enrollments;

/// <summary><c>/projects/{project}/enrollments</c></summary>
public static class EnrollmentsEndpoints
{
    public static IServiceCollection AddEnrollments(this IServiceCollection services) => services.AddRecordKind<EnrollmentKind, Enrollment>();

    public static void MapEnrollments(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<Enrollment>>(), "{reference}", "the start of a participation");
}
