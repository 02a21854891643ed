using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OutcomeApi.Contract;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;
using OutcomeApi.Data.TypeHandlers;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.Batches;
using OutcomeApi.Features.Enrollments;
using OutcomeApi.Features.Exits;
using OutcomeApi.Features.FidelityReviews;
using OutcomeApi.Features.FollowUps;
using OutcomeApi.Features.JobOffers;
using OutcomeApi.Features.Participants;
using OutcomeApi.Features.Placements;
using OutcomeApi.Features.Projects;
using OutcomeApi.Features.Referrals;
using OutcomeApi.Features.ReportedFigures;
using OutcomeApi.Features.SelfAssessments;
using OutcomeApi.Features.Steps;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Jobs;
using OutcomeApi.Pages;
using OutcomeApi.Pages.SignIn;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Hosting;

/// <summary>Registers all services of the program.</summary>
public static class OutcomeApiServices
{
    public static WebApplicationBuilder AddOutcomeApi(this WebApplicationBuilder builder)
    {
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateScopes = provider.ValidateOnBuild = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // A client that sends its headers or its body drop by drop must not hold a connection for long.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        });

        // With the 10 seconds that the writer takes at most to close, a program that is told to stop ends within the 30 seconds that it is usually given.
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(20);
            host.ServicesStopConcurrently = true;
        });
        builder.AddTelemetry();
        var services = builder.Services;
        services.AddSettings();
        AddServiceManager(services);

        AddData(services);
        AddPipeline(services);
        services.AddJobs();
        var jobs = builder.Configuration.GetSection("Jobs").Get<JobsOptions>() ?? new JobsOptions();
        if (jobs.RunServer)
        {
            services.AddJobServer(TimeSpan.FromSeconds(jobs.StatementSeconds));
        }

        AddSecurity(services, builder.Configuration);
        services.AddJobsDashboard();
        services.AddPages();
        services.AddContract();
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });
        services.AddSingleton<RequestTimes>();
        services.ConfigureHttpJsonOptions(json => Json.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]).AddCheck<StartHealth>("start", tags: ["starting"]);
        services.AddSingleton<Readiness>();
        services.AddHostedService<FirstAdministrator>();

        services.AddScoped<FigureUpdates>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<ScrubRequests>().AddSingleton<IUndoneWork>(provider => provider.GetRequiredService<ScrubRequests>());
        services.AddSingleton<StaleRuns>().AddSingleton<IUndoneWork>(provider => provider.GetRequiredService<StaleRuns>());
        services.AddSingleton<RunHeads>();
        services.AddSingleton<FiguresLag>();
        services.AddSingleton<ReportHeads>();
        services.AddSingleton<TwoRowsKey>();
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton<KeptComparisons>();
        services.AddScoped<OpenReports>();
        services.AddScoped<CertifiedAnswers>();
        services.AddScoped<ReportStates>();
        services.AddScoped<ReportReader>();
        services.AddTransient<RunPace>();
        services.AddSingleton<RecordTables>();
        services.AddReferrals().AddEnrollments().AddExits().AddFollowUps().AddSteps().AddJobOffers().AddPlacements().AddSelfAssessments()
            .AddFidelityReviews().AddReportedFigures();
        services.AddProjects().AddBatches().AddParticipants().AddAttainment();
        return builder;
    }

    /// <summary>Tells systemd when the program is ready and when it stops. Elsewhere it does nothing.</summary>
    private static void AddServiceManager(IServiceCollection services)
    {
        services.AddSystemd();

        // Under systemd that has chosen a form of the log. The settings say which it is.
        services.AddOptions<ConsoleLoggerOptions>().BindConfiguration("Logging:Console");
    }

    private static void AddData(IServiceCollection services)
    {
        SqlTypes.Register();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(p => TimeZoneInfo.FindSystemTimeZoneById(p.GetRequiredService<IOptions<ReportingOptions>>().Value.TimeZone));
        services.AddSingleton<BusinessDay>();
        services.AddSingleton<ISqlDialect>(p => p.GetRequiredService<IOptions<DatabaseOptions>>().Value switch
        {
            { Provider: "sqlserver" } database => new SqlServerDialect(database.ConnectionString),
            var database => new SqliteDialect(database.ConnectionString),
        });
        services.AddScoped<DbSession>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<DatabaseSchema>();
    }

    private static void AddPipeline(IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(p => p.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.Scan(scan => scan
            .FromAssemblyOf<DbSession>()
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)).Where(type => !type.IsGenericTypeDefinition))
            .AsImplementedInterfaces()
            .WithScopedLifetime());
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(LoggingBehaviour<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(TransactionBehaviour<,>));
    }

    private static void AddSecurity(IServiceCollection services, IConfiguration configuration)
    {
        services.AddAuthentication(Credentials.SchemeName)
            .AddPolicyScheme(Credentials.SchemeName, null, credentials => credentials.ForwardDefaultSelector = Credentials.SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddJwt()
            .AddSession()
            .AddAccounts(configuration.GetSection("Pages:OpenIdConnect").Get<OpenIdConnectSettings>() ?? new OpenIdConnectSettings());
        services.AddDataProtectionKeys();
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "outcome-api-form";
            form.Cookie.SameSite = SameSiteMode.Strict;
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            form.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthorization(Policies.Configure);
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<IssuerCertificates>();
        services.AddScoped<KeyHolders>();
        services.AddScoped<ShareLinkHolders>();
        services.AddSingleton<ProjectOwners>();
        services.AddScoped<ProjectReach>();
        services.AddSingleton<PersonalNumbers>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<CostlyRequests>();
        services.AddSingleton<WritingTurns>();
    }
}
