using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Features.Participants;
using OutcomeApi.Records;

namespace OutcomeApi.Tests.Records;

/// <summary>A kind that nobody but its own file knows: what is held about a person includes it all the same.</summary>
public sealed class NewKindTests(NewKindTests.VisitApi api) : IClassFixture<NewKindTests.VisitApi>
{
    [Fact]
    public async Task It_is_in_the_extract_and_goes_with_an_erasure()
    {
        await RegisterAsync(api, "erased");
        await RegisterAsync(api, "stays");

        var extract = await (await api.Registrar.GetAsync($"{api.Address}/participants/P-E-erased/extract")).ShouldBeAsync(HttpStatusCode.OK);
        extract["records"]!.AsArray().Select(r => $"{r!["record"]} {r["reference"]}").ShouldBe(["enrollment E-erased", "visit V-erased"]);

        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync(ApiFactory.Base + "/erasures", new { project = "iris2", participant = "P-E-erased" }))
            .ShouldBeAsync(HttpStatusCode.OK);

        VisitsOf(api, "erased").ShouldBe((0, 0));
        VisitsOf(api, "stays").ShouldBe((1, 1));
    }

    [Fact]
    public async Task It_goes_with_the_consent()
    {
        await RegisterAsync(api, "withdrawn");

        var withdrawn = TestData.Enrollment("E-withdrawn", ("consentWithdrawnOn", "2026-11-20"));
        await (await api.Registrar.PutAsync($"{api.Address}/enrollments/E-withdrawn", withdrawn, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        VisitsOf(api, "withdrawn").ShouldBe((0, 0));
    }

    [Fact]
    public async Task It_keeps_an_enrollment_from_being_anonymous()
    {
        await RegisterAsync(api, "known");

        var anonymous = new JsonObject { ["reference"] = "E-known", ["anonymous"] = true, ["gender"] = "woman", ["startedOn"] = "2024-02-01" };
        await (await api.Registrar.PutAsync($"{api.Address}/enrollments/E-known", anonymous, "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "anonymous-with-identity /anonymous");
    }

    [Fact]
    public async Task It_goes_when_its_time_is_over()
    {
        using var later = new VisitApi();
        await later.InitializeAsync();
        await RegisterAsync(later, "old");

        // The project keeps records for 60 months after its last day, 2026-01-31.
        later.Clock.Moved = TimeSpan.FromDays(5 * 366);
        using var administrator = later.Administrator();
        await (await administrator.PostAsync($"{later.Address}/retention/confirmations", null)).ShouldBeAsync(HttpStatusCode.Created);
        await using var scope = later.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RetainProject("iris2"))).IsSuccess.ShouldBeTrue();

        VisitsOf(later, "old").ShouldBe((0, 0));
    }

    [Fact]
    public void Only_referrals_and_enrollments_name_people_themselves() =>
        // A third one would need a rule for how long it is kept: see Retention.cs.
        api.Services.GetRequiredService<RecordTables>().NamingPeople.Select(table => table.Name).ShouldBe(["referral", "enrollment"]);

    private static async Task RegisterAsync(ProjectApi api, string name)
    {
        JsonObject[] records =
        [
            TestData.Enrollment("E-" + name, ("record", "enrollment")),
            new() { ["record"] = "visit", ["reference"] = "V-" + name, ["enrollmentReference"] = "E-" + name, ["on"] = "2024-03-01" },
        ];
        var batch = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", new { records })).ShouldBeAsync(HttpStatusCode.OK);
        batch["created"]!.GetValue<int>().ShouldBe(2);
        VisitsOf(api, name).ShouldBe((1, 1));
    }

    /// <summary>How many rows a visit has, and how many versions in the history.</summary>
    private static (long Rows, long Versions) VisitsOf(ProjectApi api, string name) => (
        api.Scalar<long>($"SELECT COUNT(*) FROM visits WHERE reference = 'V-{name}'"),
        api.Scalar<long>($"SELECT COUNT(*) FROM record_history WHERE kind = 'visit' AND record_key = 'V-{name}' AND version > 0"));

    public sealed record Visit : Registration
    {
        [Required]
        [Reference]
        public string? Reference { get; init; }

        [Required]
        [Reference]
        public string? EnrollmentReference { get; init; }

        [Required]
        public DateOnly? On { get; init; }
    }

    public sealed class VisitRecords() : RecordTable<Visit>(
        "visit",
        "visits",
        new TableDefinition("visits") { HangsOnEnrollment = true, Columns = ["reference", new("visited_on", nameof(Visit.On))] })
    {
        public override string? KeyOf(Visit registration) => registration.Reference;

        public override async Task<Findings> CheckAsync(RegisterView view, Visit registration, Visit? stored, CancellationToken ct)
        {
            var enrollment = await EnrollmentLookup.FindAsync(view, registration.EnrollmentReference, registration, ct);
            return new Findings([]) { Keys = new { EnrollmentId = enrollment?.Id } };
        }
    }

    /// <summary>The service with visits, and nothing else changed.</summary>
    public sealed class VisitApi() : ProjectApi("iris2")
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Execute(
                """
                CREATE TABLE visits (
                    id INTEGER PRIMARY KEY, project_id TEXT, reference TEXT, enrollment_id INTEGER REFERENCES enrollments (id), visited_on TEXT,
                    version INTEGER, voided INTEGER, received_at TEXT, changed_at TEXT)
                """);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddRecords<VisitRecords, Visit>());
        }
    }
}
