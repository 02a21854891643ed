using OutcomeApi.Client;

namespace OutcomeApi.Tests.Journeys;

/// <summary>A project system works a whole participation through with the client, over real HTTP, against the real program.</summary>
public sealed class ClientJourneyTests : IDisposable
{
    private const string Project = "iris2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-client-");

    [Fact]
    public async Task A_project_system_registers_corrects_and_reads()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        using var client = service.SenderWith(await RegistrarAsync(service));

        // Every kind of record, and the same again.
        await RegisterTwiceAsync(new Referral
        {
            Reference = "R-1",
            Gender = Gender.Woman,
            Subproject = "usb",
            ReferredOn = new(2024, 1, 10),
            Referrer = "region",
        });
        await RegisterTwiceAsync(Sent.Person("E-1") with { Subproject = "usb", ReferralReference = "R-1", IncomeSources = ["social-assistance"] });
        await RegisterTwiceAsync(new Step { Reference = "S-1", EnrollmentReference = "E-1", Kind = "language", On = new(2024, 3, 1) });
        await RegisterTwiceAsync(new Placement { Reference = "PL-1", EnrollmentReference = "E-1", Kind = "work", StartedOn = new(2024, 3, 1) });
        await RegisterTwiceAsync(new JobOffer { Reference = "O-1", EnrollmentReference = "E-1", On = new(2024, 3, 1), Subsidised = false });
        await RegisterTwiceAsync(new SelfAssessment
        {
            Reference = "A-1",
            EnrollmentReference = "E-1",
            On = new(2024, 2, 1),
            Occasion = "start",
            Ratings = [3, 2, 4, null, 3, 5],
        });
        await RegisterTwiceAsync(new FidelityReview
        {
            Reference = "F-1",
            On = new(2024, 4, 29),
            Scale = "ips-y-35",
            Scores = new Dictionary<string, int> { ["1"] = 5, ["3B"] = 4 },
        });
        await RegisterTwiceAsync(new ReportedFigure { Reference = "B-1", Figure = "baseline-share", On = new(2024, 12, 31), Numerator = 12, Denominator = 80 });
        var exit = await RegisterTwiceAsync(new Exit
        {
            EnrollmentReference = "E-1",
            ExitedOn = new(2024, 8, 31),
            Reason = "work-unsubsidised",
            Occupation = new Occupation { Group = "work", Extent = 50 },
        });
        exit.Warnings.ShouldContain(warning => warning.Code == "late-registration");
        await RegisterTwiceAsync(new FollowUp
        {
            EnrollmentReference = "E-1",
            Months = 3,
            FollowedUpOn = new(2024, 12, 2),
            Answer = "work",
            ReportedBy = "region",
        });

        // A correction names what it corrects; whoever has an older version is told.
        var corrected = await client.CorrectAsync(
            Project, exit, exit.Content with { Extent = 50, Occupation = new Occupation { Group = "work", Extent = 75 } }, Correction.WrongCode);
        corrected.Version.ShouldBe(2);
        corrected.Content.Occupation!.Extent.ShouldBe(75);
        corrected.Content.ExitedOn.ShouldBe(new DateOnly(2024, 8, 31));
        var stale = await Should.ThrowAsync<VersionStaleException>(client.CorrectAsync(Project, exit, exit.Content with { Reason = "moved" }));
        stale.Message.ShouldStartWith("PATCH /projects/iris2/exits was refused with 412. version-stale");
        stale.TraceId.ShouldNotBeNull();
        var versions = await client.ListVersionsAsync<Exit>(Project, "E-1").ToListAsync();
        versions.Select(version => (version.Version, version.Correction)).ShouldBe([(1, null), (2, Correction.WrongCode)]);
        versions[1].Changed.ShouldBe(["/extent", "/occupation"], ignoreOrder: true);

        // Taken back: it stays in the list and counts nowhere.
        var step = await client.TakeBackAsync(Project, await client.GetAsync<Step>(Project, "S-1"), Correction.Duplicate);
        step.Content.Voided.ShouldBeTrue();
        (await client.ListAsync<Step>(Project).ToListAsync()).Single().Version.ShouldBe(2);

        // What differs is refused, and the fault can be read; what is not there is not found.
        var differs = await Should.ThrowAsync<OutcomeApiException>(client.RegisterAsync(Project, Sent.Person("E-1") with { Gender = Gender.Man }));
        differs.Status.ShouldBe(HttpStatusCode.Conflict);
        differs.Errors.ShouldContain(error => error.Code == "content-differs" && error.Pointer == "/gender");
        differs.Message.ShouldNotContain("P-E-1");
        (await client.FindAsync<Exit>(Project, "E-9")).ShouldBeNull();

        // Whole records, by PUT.
        (await client.PutAsync(Project, Sent.Person("E-2") with { Subproject = "vsb" })).IsNew.ShouldBeTrue();
        var whole = Sent.Person("E-2") with { Subproject = "vsb", BirthYear = 1991, Correction = Correction.Other };
        (await client.PutAsync(Project, whole, version: 1)).Version.ShouldBe(2);

        // The feed has every version once, and goes on where it ended.
        var changes = await client.ListChangesAsync(Project).ToListAsync();
        changes.Count(change => change.Record == "exit").ShouldBe(2);
        changes.Select(change => (change.Record, change.Reference, change.Version)).ShouldBeUnique();
        (await client.ListChangesAsync(Project, changes[^1].Position).ToListAsync()).ShouldBeEmpty();

        // Work lists, codes, the project and the service.
        await client.RegisterAsync(Project, new Exit { EnrollmentReference = "E-2", ExitedOn = new(2024, 6, 1), Reason = "moved" });
        var due = (await client.ListDueFollowUpsAsync(Project, new DateOnly(2024, 9, 5)).ToListAsync()).ShouldHaveSingleItem();
        (due.EnrollmentReference, due.DueOn, due.State).ShouldBe(("E-2", new DateOnly(2024, 9, 1), "due"));
        (await client.GetDueFollowUpCountsAsync(Project, new DateOnly(2024, 9, 5))).Total.Due.ShouldBe(1);
        (await client.ListDueSelfAssessmentsAsync(Project).ToListAsync()).ShouldNotContain(one => one.EnrollmentReference == "E-9");
        (await client.GetProjectCodeListAsync(Project, "exit-reasons")).Items.ShouldContain(code => code.Code == "moved" && code.Text.Sv != null);
        (await client.GetCodeListAsync("genders")).Items.Select(code => code.Code).ShouldContain(Gender.Unknown);
        (await client.GetFidelityScalesAsync()).Select(scale => scale.Id).ShouldContain("ips-y-35");
        (await client.GetInstrumentsAsync()).Single(instrument => instrument.Id == "skapa").Items.ShouldBe(6);
        (await client.GetProjectAsync(Project)).StartsOn.ShouldBe(new DateOnly(2023, 2, 1));
        (await client.ListProjectsAsync().ToListAsync()).Single().Id.ShouldBe(Project);
        (await client.GetApiInfoAsync()).ApiStatus.ShouldBe("active");

        // The figures follow, and the report is typed.
        var query = new AttainmentQuery { Goal = "iris2.work-or-studies", Subproject = "vsb", From = "2024-T2", To = "2024-T2", Window = "tertial" };
        AttainmentPage figures = null!;
        await Eventually.HoldsAsync(async () => (figures = await client.GetAttainmentAsync(Project, query)).UpToDate);
        figures.Items.Single().Rows.Single(row => row.Gender == "total").Denominator.ShouldBe(1);
        var report = await client.GetTertialReportAsync(Project, "2024-T2");
        report.Exits.Tertial!.Single(row => row.Key == "work-unsubsidised").Total.ShouldBe(1);
        report.Flow.SinceStart!.Single(row => row.Key == "started").Total.ShouldBe(2);

        async Task<Stored<T>> RegisterTwiceAsync<T>(T record)
            where T : IRecord<T>
        {
            var first = await client.RegisterAsync(Project, record);
            first.IsNew.ShouldBeTrue();
            var again = await client.RegisterAsync(Project, record);
            again.IsNew.ShouldBeFalse();
            again.Version.ShouldBe(first.Version);
            (await client.GetAsync<T>(Project, record.Key)).State.ReceivedAt.ShouldBe(first.State.ReceivedAt);
            return first;
        }
    }

    [Fact]
    public async Task A_batch_is_streamed_and_all_its_faults_are_read()
    {
        const int Good = 900, Bad = 1100;
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        using var client = service.SenderWith(await RegistrarAsync(service));

        var sent = await client.SendBatchAsync(Project, RecordsAsync(), new BatchMode { Later = true });
        sent.IsDone.ShouldBeFalse();
        var done = await client.WaitForBatchAsync(Project, sent.Id);

        (done.Status, done.Received, done.Created, done.Rejected).ShouldBe(("completed", Good + Bad, Good, Bad));
        var faults = await client.ListBatchErrorsAsync(Project, done.Id).ToListAsync();
        faults.Count.ShouldBe(Bad);
        faults.Select(fault => fault.Reference).ShouldBeUnique();
        faults.ShouldAllBe(fault => fault.Code == "start-outside-project");
        (await client.ListAsync<Enrollment>(Project).ToListAsync()).Count.ShouldBe(Good);

        static async IAsyncEnumerable<IRecord> RecordsAsync()
        {
            for (var i = 0; i < Good + Bad; i++)
            {
                await Task.Yield();
                yield return i < Good ? Sent.Person($"B-{i}") : Sent.Person($"B-{i}") with { StartedOn = new(2020, 1, 1), ConsentGivenOn = new(2020, 1, 1) };
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Registers IRIS 2; gives a registrar's key.</summary>
    private static async Task<string> RegistrarAsync(ServiceProcess service)
    {
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/{Project}", ProjectFiles.Read(Project))).StatusCode.ShouldBe(HttpStatusCode.Created);
        var made = await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys", new { name = "client", role = "registrar", projects = new[] { Project } });
        return (await made.ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }
}
