using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Enrollments;

/// <summary><c>/projects/{project}/enrollments</c></summary>
public static class EnrollmentsEndpoints
{
    public static IServiceCollection AddEnrollments(this IServiceCollection services) => services.AddRecordKind<EnrollmentRecords, Enrollment>();

    public static void MapEnrollments(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<Enrollment>>(), "{reference}", "the start of a participation");
}
