using OutcomeApi.Demo;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Tests.SmallGroups;

/// <summary>The same answer as the secretariat and as the steering group reads it.</summary>
internal sealed record BothRead(JsonObject Exact, JsonObject Shown);

/// <summary>Everything that both read of a project.</summary>
/// <param name="Id">The project.</param>
/// <param name="Pages">The first pages of attainment.</param>
/// <param name="Items">The items of all pages of attainment.</param>
/// <param name="Reports">The reports of all tertials, of the project and of its parts.</param>
internal sealed record DemoRead(string Id, BothRead Pages, IReadOnlyList<BothRead> Items, IReadOnlyList<BothRead> Reports)
{
    /// <summary>Reads a project.</summary>
    public static async Task<DemoRead> OfAsync(string project, HttpClient exact, HttpClient steeringGroup)
    {
        var address = $"{ApiFactory.Base}/projects/{project}";
        var (all, seen) = (await PagesAsync(exact, address), await PagesAsync(steeringGroup, address));
        JsonObject[] ItemsOf(IEnumerable<JsonObject> pages) => [.. pages.SelectMany(page => page["items"]!.AsArray()).Select(item => item!.AsObject())];
        var items = ItemsOf(all).Zip(ItemsOf(seen), (one, other) => new BothRead(one, other)).ToArray();
        items.Length.ShouldBe(all[0]["_meta"]!["totalRecords"]!.GetValue<int>());
        ItemsOf(seen).Length.ShouldBe(items.Length);
        var reports = new List<BothRead>();
        string?[] parts = [null, .. ProjectFiles.Read(project)["subprojects"]!.AsArray().Select(part => part!["id"]!.GetValue<string>())];
        foreach (var tertial in items.Select(item => item.Exact["tertial"]!.GetValue<string>()).Distinct())
        {
            foreach (var part in parts)
            {
                var report = $"{address}/tertial-reports/{tertial}" + (part is null ? string.Empty : "?subproject=" + part);
                reports.Add(new BothRead(await GetAsync(exact, report), await GetAsync(steeringGroup, report)));
            }
        }

        return new DemoRead(project, new BothRead(all[0], seen[0]), items, reports);
    }

    public static async Task<JsonObject> GetAsync(HttpClient client, string address) => await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);

    private static async Task<JsonObject[]> PagesAsync(HttpClient client, string project)
    {
        var pages = new List<JsonObject> { await GetAsync(client, project + "/attainment?limit=200") };
        while (pages[^1]["_links"]!["next"] is { } next)
        {
            pages.Add(await GetAsync(client, next["href"]!.GetValue<string>()));
        }

        return [.. pages];
    }
}

/// <summary>The demo's four projects, registered once and read by a secretariat and a steering group.</summary>
public sealed class DemoProjects : ApiFactory, IAsyncLifetime
{
    private readonly Dictionary<string, DemoRead> _read = [];

    internal DemoRead Of(string project) => _read[project];

    public async Task InitializeAsync()
    {
        foreach (var project in new[] { "ips-unga", "uppsala", "fram", "iris2" })
        {
            await this.RegisterDemoAsync(project);
            _read[project] = await ReadAsync(project);
        }
    }

    /// <summary>Reads a project as it is now.</summary>
    internal async Task<DemoRead> ReadAsync(string project)
    {
        using var secretariat = await ClientAsync("secretariat", associations: [ProjectFiles.Read(project)["association"]!.GetValue<string>()]);
        using var steeringGroup = await ClientAsync("steering-group", [project]);
        await UpToDateAsync(secretariat, project);

        // What is up to date need not be waited for again at every read.
        using var exact = CreateDefaultClient(Home);
        using var seen = CreateDefaultClient(Home);
        exact.DefaultRequestHeaders.Authorization = secretariat.DefaultRequestHeaders.Authorization;
        seen.DefaultRequestHeaders.Authorization = steeringGroup.DefaultRequestHeaders.Authorization;
        return await DemoRead.OfAsync(project, exact, seen);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
}

/// <summary>Somebody of the demo, by what was sent: whose steps and waits a table counts stands in no answer.</summary>
internal sealed record DemoPerson(
    string Reference, string Gender, DateOnly StartedOn, bool CarriedOver, DateOnly? ReferredOn, string? Unit,
    IReadOnlyList<(string Kind, DateOnly On)> Steps)
{
    public DateOnly? ExitedOn { get; init; }

    public IReadOnlyList<string> IncomeAtStart { get; init; } = [];

    public IReadOnlyList<string> IncomeAtExit { get; init; } = [];

    private static readonly Lazy<ILookup<string, Registration>> Sent =
        new(() => SyntheticRegister.Until(new DateOnly(2026, 11, 22)).ToLookup(s => s.Project, s => s.Registration));

    /// <summary>Everybody of a project, or of one of its parts. Nobody is anonymous or registered in error.</summary>
    public static IReadOnlyList<DemoPerson> Of(string project, string? part)
    {
        var registrations = Sent.Value[project].ToArray();
        var referrals = registrations.OfType<Referral>().ToLookup(referral => referral.Reference, referral => referral.ReferredOn);
        var steps = registrations.OfType<Step>().ToLookup(step => step.EnrollmentReference, step => (step.Kind!, step.On!.Value));
        var exits = registrations.OfType<Exit>().ToDictionary(exit => exit.EnrollmentReference!);
        return
        [
            .. registrations.OfType<Enrollment>().Where(e => part is null || e.Subproject == part).Select(e => new DemoPerson(
                e.Reference!,
                e.Gender!,
                e.StartedOn!.Value,
                e.CarriedOver,
                e.ReferredOn ?? (e.ReferralReference is { } referral ? referrals[referral].First() : null),
                e.ReferrerUnit,
                [.. steps[e.Reference]])
            {
                ExitedOn = exits.GetValueOrDefault(e.Reference!)?.ExitedOn,
                IncomeAtStart = e.IncomeSources ?? [],
                IncomeAtExit = exits.GetValueOrDefault(e.Reference!)?.IncomeSources ?? [],
            })
        ];
    }

    public static Counts Count(IEnumerable<DemoPerson> people)
    {
        var all = people.ToArray();
        return new Counts(all.Count(p => p.Gender == "woman"), all.Count(p => p.Gender == "man"), all.Count(p => p.Gender is not ("woman" or "man")));
    }
}
