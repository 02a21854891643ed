using System.Globalization;
using System.Text.Json;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Features.Administration;
using OutcomeApi.Features.Associations;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.Projects;
using OutcomeApi.Features.ShareLinks;
using OutcomeApi.Hosting;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Demo;

/// <summary>
/// Fills a fresh database: registers the four projects and synthetic participants with the commands that HTTP requests send, computes the figures, and makes a
/// key for each role.
/// </summary>
public static class DemoRegister
{
    private const string DatabaseFile = "data/demo.db";

    /// <summary>The project and the figure of the contract's examples: what is tried out on the page of the contract is taken.</summary>
    private const string ExampleProject = "iris2";

    private const string ExampleFigure = "baseline-share";

    private static readonly string[] Projects = ["fram", "iris2", "ips-unga", "uppsala"];

    private static readonly string[] Associations = ["finsam-malmo", "lund", "uppsala"];

    /// <summary>What the associations are called: on a printed report they stand by name.</summary>
    public static readonly (string Id, string Name)[] AssociationNames =
    [
        ("finsam-malmo", "Finsam Malmö"), ("lund", "Samordningsförbundet i Lund"), ("hoganas", "Samordningsförbundet i Höganäs"),
        ("sydostra-skane", "Samordningsförbundet i sydöstra Skåne"), ("uppsala", "Samordningsförbundet i Uppsala"),
    ];

    /// <summary>Deletes the database of an earlier demonstration and points the service to a new one.</summary>
    /// <exception cref="IOException">A demonstration runs in this folder already.</exception>
    public static void UseFreshDatabase(WebApplicationBuilder builder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabaseFile)!);

        // Held until the program ends, so that no second demonstration deletes the database of this one.
        try
        {
            builder.Services.AddSingleton(new FileStream(DatabaseFile + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (IOException e)
        {
            throw new IOException($"another demonstration uses {DatabaseFile} in this folder. Stop it, or start this one from another folder.", e);
        }

        foreach (var file in new[] { DatabaseFile, DatabaseFile + "-wal", DatabaseFile + "-shm" })
        {
            File.Delete(file);
        }

        builder.Configuration["Database:Provider"] = "sqlite";
        builder.Configuration["Database:ConnectionString"] = $"Data Source={DatabaseFile}";
        builder.Configuration["Pages:SignInWithKey"] = "true";
    }

    /// <summary>Fills the register and computes.</summary>
    /// <param name="services">The service, on a database that is up to date.</param>
    /// <param name="progress">Is told how far it is, now and then.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>What leads into it.</returns>
    public static async Task<DemoAccess> FillAsync(IServiceProvider services, Action<string> progress, CancellationToken ct)
    {
        var administrator = new Caller("demo", Role.Administrator, [], []);
        foreach (var (id, name) in AssociationNames)
        {
            var file = new AssociationFile { Name = new LocalizedText { Sv = name, En = name } };
            await SendAsync(services, new PutAssociation(administrator, id, file, [], null), ct);
        }

        foreach (var project in Projects)
        {
            await SendAsync(services, new PutProject(administrator, project, ReadFile(project), [], null), ct);
        }

        var today = services.GetRequiredService<BusinessDay>().Today;
        var registrations = SyntheticRegister.Until(today);
        var registrar = new Caller("demo", Role.Registrar, Projects, []);
        var done = 0;

        // Each project in its order, and all of them beside each other: the database commits together what comes at the same time.
        await Task.WhenAll(registrations.GroupBy(registration => registration.Project).Select(ofProject => Task.Run(
            async () =>
            {
                foreach (var (project, registration) in ofProject)
                {
                    await RegisterAsync(services, registrar, project, registration, ct);
                    var now = Interlocked.Increment(ref done);
                    if (now * 10 / registrations.Count > (now - 1) * 10 / registrations.Count)
                    {
                        progress($"{now} of {registrations.Count} records registered");
                    }
                }
            },
            ct)));
        foreach (var project in Projects)
        {
            progress($"computing the figures of {project}");
            await SendAsync(services, new ComputeProject(project, null, "demo"), ct);
        }

        var keys = new List<(Role Role, CreatedApiKey Key)>();
        foreach (var role in Enum.GetValues<Role>())
        {
            keys.Add((role, await SendAsync(services, new CreateApiKey("demo", KeyOf(role), []), ct)));
        }

        var link = await SendAsync(
            services,
            new CreateShareLink(
                new Caller("demo", Role.Secretariat, [], Associations),
                LinkedTo.OfProject("iris2"),
                new ShareLinkRequest { Name = "Demo", ValidUntil = today.AddMonths(3) },
                []),
            ct);
        return new DemoAccess(registrations.Count, keys, link.Token);
    }

    /// <summary>Registers what the contract shows as examples, so that on its page they can be looked up, sent again and corrected.</summary>
    public static async Task AddExamplesAsync(IServiceProvider services, CancellationToken ct)
    {
        Registration[] examples =
        [
            ReadExample<Referral>(), ReadExample<Enrollment>(), ReadExample<Exit>(), ReadExample<FollowUp>(), ReadExample<Step>(), ReadExample<Placement>(),
            ReadExample<JobOffer>(), ReadExample<SelfAssessment>(), ReadExample<FidelityReview>(), ReadExample<ReportedFigure>(),
        ];
        foreach (var example in examples)
        {
            await RegisterAsync(services, CallerOf(Role.Registrar, "demo"), ExampleProject, example, ct);
        }
    }

    /// <summary>What the key of a role reaches.</summary>
    public static Caller CallerOf(Role role, string credential) => new(
        credential,
        role,
        role is Role.Registrar or Role.Referrer or Role.SteeringGroup ? Projects : [],
        role is Role.Secretariat ? Associations : []);

    private static ApiKeyRequest KeyOf(Role role)
    {
        var caller = CallerOf(role, "demo");
        return new ApiKeyRequest
        {
            Name = $"Demo {Code.Format(role)}",
            Role = Code.Format(role),
            Projects = caller.Projects,
            Associations = caller.Associations,
        };
    }

    private static Task RegisterAsync(IServiceProvider services, Caller caller, string project, Registration registration, CancellationToken ct) =>
        registration switch
        {
            Referral referral => SaveAsync(services, caller, project, referral, ct),
            FollowUp followUp => SaveAsync(services, caller, project, followUp, ct),
            Enrollment enrollment => SaveAsync(services, caller, project, enrollment, ct),
            Exit exit => SaveAsync(services, caller, project, exit, ct),
            Step step => SaveAsync(services, caller, project, step, ct),
            Placement placement => SaveAsync(services, caller, project, placement, ct),
            JobOffer offer => SaveAsync(services, caller, project, offer, ct),
            SelfAssessment assessment => SaveAsync(services, caller, project, assessment, ct),
            FidelityReview review => SaveAsync(services, caller, project, review, ct),
            ReportedFigure figure => SaveAsync(services, caller, project, figure, ct),
            _ => throw new InvalidOperationException($"The demo has no {registration.GetType().Name}."),
        };

    private static Task SaveAsync<T>(IServiceProvider services, Caller caller, string project, T registration, CancellationToken ct)
        where T : Registration => SendAsync(services, new SaveRecord<T>(caller, project, registration, [], new Sending()), ct);

    /// <summary>Sends a command as HTTP would; the demo's own data must never be refused.</summary>
    private static async Task<T> SendAsync<T>(IServiceProvider services, IRequest<Result<T>> request, CancellationToken ct)
        where T : class
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct);
        return result.Value ?? throw new InvalidOperationException($"Refused: {string.Join("; ", result.Faults.Select(f => $"{f.Code} {f.Pointer}"))}");
    }

    private static ProjectFile ReadFile(string project)
    {
        var file = Read<ProjectFile>($"db.projects.{project}.json");
        return project == ExampleProject ? file with { Figures = [.. file.Figures ?? [], ExampleFigure] } : file;
    }

    private static T ReadExample<T>()
        where T : Registration, new() => Read<T>($"contract.examples.{typeof(T).Name}.json");

    /// <summary>Reads a body that the program carries.</summary>
    private static T Read<T>(string resource)
        where T : class, new()
    {
        using var stream = typeof(OutcomeApiServices).Assembly.GetManifestResourceStream(resource)!;
        using var document = JsonDocument.Parse(stream);
        var faults = new List<Fault>();
        var body = JsonBodyReader.Read<T>(document.RootElement, string.Empty, faults);
        return faults.Count == 0 ? body : throw new InvalidOperationException($"{resource}: {faults[0].Code} {faults[0].Pointer}");
    }

    /// <summary>Prints a table of goal attainment.</summary>
    public static async Task PrintAttainmentAsync(IServiceProvider services, string project, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var run = await services.GetRequiredService<RunHeads>().FindAsync(scope.ServiceProvider.GetRequiredService<DbSession>(), project, ct);
        var registrar = new Caller("demo", Role.Registrar, [project], []);
        var figures = await SendAsync(services, new GetAttainment(registrar, project, new AttainmentFilter { Window = Window.SinceStart }, run, 0, 500), ct);
        var last = figures.Figures.Max(c => c.Exact.Tertial);
        var cohort = figures.Figures.First(c => c.Exact.Tertial == last).Exact.Cohort;
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Goal attainment, {project}, {last}, exits {cohort.From:yyyy-MM-dd} to {cohort.To:yyyy-MM-dd}"));
        Console.WriteLine();
        Console.WriteLine($"{"Goal",-40}{"Subproject",-18}{"Women",-15}{"Men",-15}{"Total",-15}{"Target",-8}Verdict");
        foreach (var item in figures.Figures
            .Where(c => c.Exact.Tertial == last && c.Exact.Goal.Definition!.Measure == Domain.Goals.Measure.Share)
            .Select(c => AttainmentItem.From(c.Exact, figures.Project.On(figures.Run.AsOf!.Value), null, null, Language.English)))
        {
            var rows = item.Rows.ToDictionary(r => r.Gender);
            var certainty = item.Clear switch { true => ", clear", false => ", uncertain", null => string.Empty };
            Console.WriteLine(
                $"{item.Goal,-40}{item.Subproject ?? "(all of them)",-18}{Show(rows["woman"]),-15}{Show(rows["man"]),-15}{Show(rows["total"]),-15}"
                + $"{rows["total"].Target?.AtLeast,-8}{(item.Verdict == "not-due" ? "so far " + item.Standing : item.Verdict)}{certainty}");
        }
    }

    private static string Show(AttainmentRow row) => row is { Numerator: { } numerator, Denominator: { } denominator and > 0 }
        ? string.Create(CultureInfo.InvariantCulture, $"{numerator}/{denominator} {Rounding.WholePercent(Fraction.From(numerator, denominator))} %")
        : string.Create(CultureInfo.InvariantCulture, $"{row.Numerator}/{row.Denominator}");
}

/// <summary>What leads into the demonstration.</summary>
/// <param name="Records">Number of records in it.</param>
/// <param name="Keys">A key for each role.</param>
/// <param name="Link">The token of a steering group's link to IRIS 2.</param>
public sealed record DemoAccess(int Records, IReadOnlyList<(Role Role, CreatedApiKey Key)> Keys, string Link);
