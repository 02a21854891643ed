using System.Text.Json;
using OutcomeApi.Demo;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http;

namespace OutcomeApi.Tests.Support;

/// <summary>The demo's synthetic participations, sent as project systems send them.</summary>
public static class DemoData
{
    /// <summary>Registers a project with everything that the demo knows of it.</summary>
    public static async Task RegisterDemoAsync(this ApiFactory api, string project)
    {
        await api.PutProjectAsync(project);
        using var registrar = await api.ClientAsync("registrar", [project]);
        var registrations = SyntheticRegister.Until(new DateOnly(2026, 11, 22)).Where(s => s.Project == project).Select(s => s.Registration).ToArray();
        var records = registrations.Where(s => CodeOf(s) is not null).Select(s => TestData.With(Body(s), ("record", CodeOf(s))));
        foreach (var some in records.Chunk(1000))
        {
            var result = await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/batches", new { records = some }))
                .ShouldBeAsync(HttpStatusCode.OK);
            result["errors"]!.AsArray().ShouldBeEmpty();
        }

        foreach (var registration in registrations.Where(s => CodeOf(s) is null))
        {
            var collection = registration is FidelityReview ? "fidelity-reviews" : "reported-figures";
            await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/{collection}", Body(registration)))
                .ShouldBeAsync(HttpStatusCode.Created);
        }
    }

    private static JsonObject Body(Registration registration) =>
        (JsonObject)JsonSerializer.SerializeToNode(registration, registration.GetType(), Json.Options)!;

    /// <summary>What a record is called in a batch; null: it does not come in batches.</summary>
    private static string? CodeOf(Registration registration) => registration switch
    {
        Referral => "referral",
        Enrollment => "enrollment",
        Exit => "exit",
        FollowUp => "follow-up",
        Step => "step",
        Placement => "placement",
        JobOffer => "job-offer",
        SelfAssessment => "self-assessment",
        _ => null,
    };
}
