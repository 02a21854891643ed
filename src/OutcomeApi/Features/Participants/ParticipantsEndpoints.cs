namespace OutcomeApi.Features.Participants;

/// <summary>Maps the routes of <c>/projects/{project}/participants</c>, <c>/projects/{project}/retention</c> and <c>/erasures</c>.</summary>
public static class ParticipantsEndpoints
{
    public static IServiceCollection AddParticipants(this IServiceCollection services) => services
        .AddScoped<Eraser>()
        .AddScoped<RetentionGuard>();

    public static void MapParticipants(this RouteGroupBuilder api, RouteGroupBuilder project)
    {
        GetExtract.Map(project);
        PreviewRetention.Map(project);
        ConfirmRetention.Map(project);
        CreateErasure.Map(api);
    }
}
