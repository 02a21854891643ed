using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
using OutcomeApi.Http;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Demo;

/// <summary>
/// Fills a fresh database: registers the four projects and synthetic participants with the commands that HTTP requests send, computes the figures, and prints a
/// table of goal attainment and one key for each role.
/// </summary>
public static class DemoRegister
{
    private const string DatabaseFile = "data/demo.db";

    private static readonly string[] Projects = ["fram", "iris2", "ips-unga", "uppsala"];

    private static readonly string[] Associations = ["finsam-malmo", "lund", "uppsala"];

    /// <summary>What the associations are called: on a printed report they stand by name.</summary>
    public static readonly (string Id, string Name)[] AssociationNames =
    [
        ("finsam-malmo", "Finsam Malmö"), ("lund", "Samordningsförbundet i Lund"), ("hoganas", "Samordningsförbundet i Höganäs"),
        ("sydostra-skane", "Samordningsförbundet i sydöstra Skåne"), ("uppsala", "Samordningsförbundet i Uppsala"),
    ];

    /// <summary>Deletes the database of an earlier demonstration and points the service to a new one.</summary>
    public static void UseFreshDatabase(WebApplicationBuilder builder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(DatabaseFile)!);
        foreach (var file in new[] { DatabaseFile, DatabaseFile + "-wal", DatabaseFile + "-shm" })
        {
            File.Delete(file);
        }

        builder.Configuration["Database:Provider"] = "sqlite";
        builder.Configuration["Database:ConnectionString"] = $"Data Source={DatabaseFile}";
        builder.Configuration["Security:BootstrapKey"] = ApiKey.Create();
        builder.Configuration["Pages:SignInWithKey"] = "true";
    }

    /// <summary>Fills the register, computes, and prints.</summary>
    public static async Task FillAsync(WebApplication app, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var administrator = new Caller("demo", Role.Administrator, [], []);
        foreach (var (id, name) in AssociationNames)
        {
            var file = new AssociationFile { Name = new LocalizedText { Sv = name, En = name } };
            await SendAsync(app, new PutAssociation(administrator, id, file, [], null), ct);
        }

        var secretariat = new Caller("demo", Role.Secretariat, [], Associations);
        foreach (var project in Projects)
        {
            await SendAsync(app, new PutProject(administrator, project, ReadFile(project), [], null), ct);
        }

        var today = app.Services.GetRequiredService<BusinessDay>().Today;
        var registrations = SyntheticRegister.Until(today);
        var registrar = new Caller("demo", Role.Registrar, Projects, []);
        foreach (var (project, registration) in registrations)
        {
            await RegisterAsync(app, registrar, project, registration, ct);
        }

        foreach (var project in Projects)
        {
            await SendAsync(app, new ComputeProject(project, null, "demo"), ct);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{registrations.Count} synthetic records in four projects, registered and computed in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."));
        await PrintAttainmentAsync(app, "iris2", ct);
        await PrintKeysAsync(app, ct);
        var link = await SendAsync(
            app,
            new CreateShareLink(secretariat, LinkedTo.OfProject("iris2"), new ShareLinkRequest { Name = "Demo", ValidUntil = today.AddMonths(3) }, []),
            ct);
        app.Lifetime.ApplicationStarted.Register(() => PrintAddresses(app, link.Token));
    }

    private static Task RegisterAsync(WebApplication app, Caller caller, string project, Registration registration, CancellationToken ct) => registration switch
    {
        Referral referral => SaveAsync(app, caller, project, referral, ct),
        FollowUp followUp => SaveAsync(app, caller, project, followUp, ct),
        Enrollment enrollment => SaveAsync(app, caller, project, enrollment, ct),
        Exit exit => SaveAsync(app, caller, project, exit, ct),
        Step step => SaveAsync(app, caller, project, step, ct),
        Placement placement => SaveAsync(app, caller, project, placement, ct),
        JobOffer offer => SaveAsync(app, caller, project, offer, ct),
        SelfAssessment assessment => SaveAsync(app, caller, project, assessment, ct),
        FidelityReview review => SaveAsync(app, caller, project, review, ct),
        ReportedFigure figure => SaveAsync(app, caller, project, figure, ct),
        _ => throw new InvalidOperationException($"The demo has no {registration.GetType().Name}."),
    };

    private static Task SaveAsync<T>(WebApplication app, Caller caller, string project, T registration, CancellationToken ct)
        where T : Registration => SendAsync(app, new SaveRecord<T>(caller, project, registration, [], new Sending()), ct);

    /// <summary>Sends a command as HTTP would; the demo's own data must never be refused.</summary>
    private static async Task<T> SendAsync<T>(WebApplication app, IRequest<Result<T>> request, CancellationToken ct)
        where T : class
    {
        await using var scope = app.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct);
        return result.Value ?? throw new InvalidOperationException($"Refused: {string.Join("; ", result.Faults.Select(f => $"{f.Code} {f.Pointer}"))}");
    }

    private static ProjectFile ReadFile(string project)
    {
        using var stream = typeof(OutcomeApiServices).Assembly.GetManifestResourceStream($"db.projects.{project}.json")!;
        using var document = JsonDocument.Parse(stream);
        var faults = new List<Fault>();
        var file = JsonBodyReader.Read<ProjectFile>(document.RootElement, string.Empty, faults);
        return faults.Count == 0 ? file : throw new InvalidOperationException($"db/projects/{project}.json: {faults[0].Code} {faults[0].Pointer}");
    }

    private static async Task PrintAttainmentAsync(WebApplication app, string project, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var run = await app.Services.GetRequiredService<RunHeads>().FindAsync(scope.ServiceProvider.GetRequiredService<DbSession>(), project, ct);
        var registrar = new Caller("demo", Role.Registrar, [project], []);
        var figures = await SendAsync(app, new GetAttainment(registrar, project, new AttainmentFilter { Window = Window.SinceStart }, run, 0, 500), ct);
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

    private static async Task PrintKeysAsync(WebApplication app, CancellationToken ct)
    {
        Console.WriteLine();
        Console.WriteLine("One key for each role (Authorization: Bearer …):");
        foreach (var role in Enum.GetValues<Role>())
        {
            var body = new ApiKeyRequest
            {
                Name = $"Demo {Code.Format(role)}",
                Role = Code.Format(role),
                Projects = role is Role.Registrar or Role.Referrer or Role.SteeringGroup ? Projects : [],
                Associations = role is Role.Secretariat ? Associations : [],
            };
            var created = await SendAsync(app, new CreateApiKey("demo", body, []), ct);
            Console.WriteLine($"  {Code.Format(role),-15}{created.Key}");
        }

        Console.WriteLine();
    }

    private static void PrintAddresses(WebApplication app, string token)
    {
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
        {
            Console.WriteLine($"Pages          {address} (sign in with a key above)");
            Console.WriteLine($"               {address}{ShareLink.Path}/{token} (the link of a steering group, to IRIS 2)");
            Console.WriteLine($"Interface      {address}{Addresses.Base}");
            Console.WriteLine($"Documentation  {address}/docs");
        }
    }
}
