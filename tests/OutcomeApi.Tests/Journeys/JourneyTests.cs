using OutcomeApi.Client;

namespace OutcomeApi.Tests.Journeys;

/// <summary>The whole way once: project, enrollment, exit, the same again, changed, corrected, attainment.</summary>
public sealed class JourneyTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task A_registered_and_corrected_exit_arrives_in_the_attainment()
    {
        await api.PutProjectAsync("iris2");
        using var sender = new OutcomeApiClient(await api.ClientAsync("registrar", ["iris2"]));

        await sender.RegisterAsync("iris2", Sent.Person("E-1") with { Subproject = "vsb" });
        var exit = new Exit { EnrollmentReference = "E-1", ExitedOn = new(2024, 6, 1), Reason = "work-unsubsidised" };
        var stored = await sender.RegisterAsync("iris2", exit);
        stored.IsNew.ShouldBeTrue();
        (await sender.RegisterAsync("iris2", exit)).IsNew.ShouldBeFalse();
        var differs = await Should.ThrowAsync<OutcomeApiException>(sender.RegisterAsync("iris2", exit with { Reason = "moved" }));
        differs.Errors.Select(error => $"{error.Code} {error.Pointer}").Order().ShouldBe(["content-differs /reason", "second-exit /enrollmentReference"]);
        (await sender.CorrectAsync("iris2", stored, exit with { Reason = "moved" }, Correction.WrongCode)).Version.ShouldBe(2);

        var query = new AttainmentQuery
        {
            Goal = "iris2.work-or-studies",
            Subproject = "vsb",
            From = "2024-T2",
            To = "2024-T2",
            Window = "tertial",
            Gender = Gender.Woman,
        };
        AttainmentPage answer = null!;
        await Eventually.HoldsAsync(async () => (answer = await sender.GetAttainmentAsync("iris2", query)).UpToDate);
        var row = answer.Items.Single().Rows.Single();
        (row.Numerator, row.Denominator).ShouldBe((0, 1));
    }
}
