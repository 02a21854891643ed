using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Demo;
using OutcomeApi.Domain.Register;
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
        var statements = SyntheticRegister.Until(new DateOnly(2026, 11, 22)).Where(s => s.Project == project).Select(s => s.Statement).ToArray();
        var records = statements.Where(s => CodeOf(s) is not null).Select(s => TestData.With(Body(s), ("record", CodeOf(s))));
        foreach (var some in records.Chunk(1000))
        {
            var result = await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/batches", new { records = some })).ShouldBeAsync(HttpStatusCode.OK);
            result["errors"]!.AsArray().ShouldBeEmpty();
        }

        foreach (var statement in statements.Where(s => CodeOf(s) is null))
        {
            var collection = statement is FidelityReview ? "fidelity-reviews" : "reported-figures";
            await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/{collection}", Body(statement))).ShouldBeAsync(HttpStatusCode.Created);
        }
    }

    private static JsonObject Body(Statement statement) => (JsonObject)JsonSerializer.SerializeToNode(statement, statement.GetType(), Json.Options)!;

    /// <summary>What a record is called in a batch; null: it does not come in batches.</summary>
    private static string? CodeOf(Statement statement) => statement switch
    {
        Referral => "referral",
        Enrollment => "enrollment",
        Exit => "exit",
        FollowUp => "follow-up",
        Step => "step",
        JobOffer => "job-offer",
        SelfAssessment => "self-assessment",
        _ => null,
    };
}
