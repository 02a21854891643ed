namespace OutcomeApi.Tests.Records;

/// <summary><c>"voided": true</c> takes a record back: it stays readable, and counts nowhere.</summary>
public sealed class TakenBackTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Fact]
    public async Task An_exit_taken_back_reopens_the_enrollment_and_can_be_given_again()
    {
        await PostAsync("enrollments", TestData.Enrollment("reopened", ("subproject", "vsb")));
        await PostAsync("exits", TestData.Exit("reopened"));
        (await FigureAsync("iris2.work-or-studies", "vsb")).ShouldBe((1, 1));

        await PutAsync("exits/reopened", TestData.Exit("reopened", ("voided", true), ("correction", "duplicate")), 1);
        (await FigureAsync("iris2.work-or-studies", "vsb")).ShouldBe((0, 0));
        (await ReadAsync("exits/reopened"))["voided"]!.GetValue<bool>().ShouldBeTrue();

        // The enrollment is open again: it may start after what was its exit.
        await PutAsync("enrollments/reopened", TestData.Enrollment("reopened", ("subproject", "vsb"), ("startedOn", "2024-06-05")), 1);

        // A new end is a correction of the one that there is.
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("reopened", ("exitedOn", "2024-07-01"), ("reason", "moved"))))
            .ShouldBeProblemAsync(
                HttpStatusCode.Conflict, "content-differs /exitedOn", "content-differs /reason", "content-differs /voided", "second-exit /enrollmentReference");
        await PutAsync("exits/reopened", TestData.Exit("reopened", ("exitedOn", "2024-07-01"), ("reason", "moved")), 2);
        (await FigureAsync("iris2.work-or-studies", "vsb")).ShouldBe((0, 1));
    }

    [Fact]
    public async Task An_enrollment_taken_back_takes_its_exit_out_of_the_figures_and_carries_nothing_new()
    {
        await PostAsync("enrollments", TestData.Enrollment("gone", ("subproject", "sydost")));
        await PostAsync("exits", TestData.Exit("gone"));
        (await FigureAsync("iris2.work-or-studies", "sydost")).ShouldBe((1, 1));

        await PutAsync("enrollments/gone", TestData.Enrollment("gone", ("subproject", "sydost"), ("voided", true)), 1);

        (await FigureAsync("iris2.work-or-studies", "sydost")).ShouldBe((0, 0));
        (await ReadAsync("enrollments/gone"))["voided"]!.GetValue<bool>().ShouldBeTrue();
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/steps", TestData.Step("gone", "gone")))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "enrollment-not-found /enrollmentReference");

        await PutAsync("enrollments/gone", TestData.Enrollment("gone", ("subproject", "sydost")), 2);
        (await FigureAsync("iris2.work-or-studies", "sydost")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_step_taken_back_or_moved_to_another_enrollment_does_not_count()
    {
        await PostAsync("enrollments", TestData.Enrollment("stepper", ("subproject", "hoganas")));
        await PostAsync("enrollments", TestData.Enrollment("running-on", ("subproject", "hoganas")));
        await PostAsync("exits", TestData.Exit("stepper", ("reason", "moved")));
        await PostAsync("steps", TestData.Step("S-1", "stepper"));
        (await FigureAsync("iris2.documented-steps", "hoganas")).ShouldBe((1, 1));

        await PutAsync("steps/S-1", TestData.Step("S-1", "stepper", ("voided", true)), 1);
        (await FigureAsync("iris2.documented-steps", "hoganas")).ShouldBe((0, 1));
        await PutAsync("steps/S-1", TestData.Step("S-1", "stepper"), 2);
        (await FigureAsync("iris2.documented-steps", "hoganas")).ShouldBe((1, 1));

        await PutAsync("steps/S-1", TestData.Step("S-1", "running-on"), 3);
        (await FigureAsync("iris2.documented-steps", "hoganas")).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_job_offer_taken_back_or_moved_to_another_enrollment_does_not_count()
    {
        await PostAsync("enrollments", TestData.Enrollment("offered", ("subproject", "kompetenstrappan")));
        await PostAsync("enrollments", TestData.Enrollment("not-ended", ("subproject", "kompetenstrappan")));
        await PostAsync("exits", TestData.Exit("offered", ("reason", "moved")));
        await PostAsync("job-offers", TestData.JobOffer("O-1", "offered"));
        (await FigureAsync("iris2-kt.unsubsidised-offer", "kompetenstrappan")).ShouldBe((1, 1));

        await PutAsync("job-offers/O-1", TestData.JobOffer("O-1", "offered", ("voided", true)), 1);
        (await FigureAsync("iris2-kt.unsubsidised-offer", "kompetenstrappan")).ShouldBe((0, 1));
        await PutAsync("job-offers/O-1", TestData.JobOffer("O-1", "offered"), 2);
        await PutAsync("job-offers/O-1", TestData.JobOffer("O-1", "not-ended"), 3);
        (await FigureAsync("iris2-kt.unsubsidised-offer", "kompetenstrappan")).ShouldBe((0, 1));
    }

    [Fact]
    public async Task What_hung_on_an_enrollment_taken_back_can_be_taken_back_as_well_and_nothing_else()
    {
        var referral = new JsonObject { ["reference"] = "mistaken", ["gender"] = "woman", ["referredOn"] = "2024-01-10" };
        var followUp = new JsonObject { ["enrollmentReference"] = "mistaken", ["months"] = 3, ["followedUpOn"] = "2024-09-02", ["answer"] = "work" };
        await PostAsync("referrals", referral);
        await PostAsync("enrollments", TestData.Enrollment("mistaken", ("referralReference", "mistaken")));
        await PostAsync("exits", TestData.Exit("mistaken"));
        await PostAsync("follow-ups", followUp);
        await PostAsync("steps", TestData.Step("mistaken", "mistaken"));
        await PostAsync("job-offers", TestData.JobOffer("mistaken", "mistaken"));
        await PutAsync("referrals/mistaken", TestData.With(referral, ("voided", true)), 1);
        await PutAsync("enrollments/mistaken", TestData.Enrollment("mistaken", ("referralReference", "mistaken"), ("voided", true)), 1);

        await (await api.Registrar.PutAsync($"{api.Address}/exits/mistaken", TestData.Exit("mistaken", ("reason", "moved")), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "enrollment-not-found /enrollmentReference");

        await PutAsync("exits/mistaken", TestData.Exit("mistaken", ("voided", true)), 1);
        await PutAsync("follow-ups/mistaken/3", TestData.With(followUp, ("voided", true)), 1);
        await PutAsync("steps/mistaken", TestData.Step("mistaken", "mistaken", ("voided", true)), 1);
        await PutAsync("job-offers/mistaken", TestData.JobOffer("mistaken", "mistaken", ("voided", true)), 1);
        (await ReadAsync("exits/mistaken"))["voided"]!.GetValue<bool>().ShouldBeTrue();
    }

    private async Task PostAsync(string collection, JsonObject body) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

    private async Task PutAsync(string path, JsonObject body, int version) =>
        await (await api.Registrar.PutAsync($"{api.Address}/{path}", body, $"\"{version}\"")).ShouldBeAsync(HttpStatusCode.OK);

    private async Task<JsonObject> ReadAsync(string path) => await (await api.Registrar.GetAsync($"{api.Address}/{path}")).ShouldBeAsync(HttpStatusCode.OK);

    /// <summary>The women of 2024-T2, in which everything here ends.</summary>
    private async Task<(int Numerator, int Denominator)> FigureAsync(string goal, string subproject)
    {
        var answer = await ApiFactory.UpToDateAsync(
            api.Registrar, "iris2", $"goal={goal}&subproject={subproject}&from=2024-T2&to=2024-T2&window=tertial&gender=woman");
        var row = answer["items"]!.AsArray().Single()!["rows"]!.AsArray().Single()!;
        return (row["numerator"]!.GetValue<int>(), row["denominator"]!.GetValue<int>());
    }
}
