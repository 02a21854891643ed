using System.Data.Common;
using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OutcomeApi.Contract;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Features.Administration;
using OutcomeApi.Features.Associations;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.Audit;
using OutcomeApi.Features.Batches;
using OutcomeApi.Features.Changes;
using OutcomeApi.Features.CodeLists;
using OutcomeApi.Features.Enrollments;
using OutcomeApi.Features.Exits;
using OutcomeApi.Features.FidelityReviews;
using OutcomeApi.Features.FollowUps;
using OutcomeApi.Features.Goals;
using OutcomeApi.Features.Information;
using OutcomeApi.Features.JobOffers;
using OutcomeApi.Features.Participants;
using OutcomeApi.Features.Placements;
using OutcomeApi.Features.Projects;
using OutcomeApi.Features.Quality;
using OutcomeApi.Features.Referrals;
using OutcomeApi.Features.ReportedFigures;
using OutcomeApi.Features.SelfAssessments;
using OutcomeApi.Features.ShareLinks;
using OutcomeApi.Features.Steps;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Pages;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Hosting;

/// <summary>Defines how a request passes through the service, and maps every address.</summary>
public static class OutcomeApiPipeline
{
    public static WebApplication MapOutcomeApi(this WebApplication app)
    {
        app.UseForwardedHeaders(app.Services.GetRequiredService<IOptions<ProxyOptions>>().Value.ToForwardedHeaders());
        app.UseNameByRoute();
        app.UseHsts();
        app.Use(SecurityHeaders.AddAsync);
        app.Use(HeadRequests.AnswerAsync);
        app.Use(ReturnTraceParent);
        app.UseExceptionHandler(handler => handler.Run(ExplainException));
        app.UseStatusCodePages(context => ExplainStatus(context.HttpContext));
        app.UseRouting();
        app.Use(app.Services.GetRequiredService<RequestTimes>().InvokeAsync);
        app.UseAuthentication();
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(limits.InvokeAsync);
        app.UseAuthorization();
        app.Use(app.Services.GetRequiredService<CostlyRequests>().InvokeAsync);
        app.Use(app.Services.GetRequiredService<WritingTurns>().InvokeAsync);

        var api = app.MapGroup(Addresses.Base).AddEndpointFilter<AcceptFilter>().AddEndpointFilter<QueryFilter>().AddEndpointFilter<PurposeFilter>();
        api.MapInformation();
        api.MapApiKeys();
        GetJobsState.Map(api);
        api.MapAudit();
        api.MapProjects();
        var project = api.MapGroup("/projects/{project}").AddEndpointFilter<ProjectReach>();
        project.MapReferrals();
        project.MapEnrollments();
        project.MapExits();
        project.MapFollowUps();
        project.MapSteps();
        project.MapJobOffers();
        project.MapPlacements();
        project.MapSelfAssessments();
        project.MapFidelityReviews();
        project.MapReportedFigures();
        api.MapAssociations();
        api.MapCodeLists(project);
        project.MapBatches();
        ListChanges.Map(project);
        api.MapParticipants(project);
        project.MapGoals();
        api.MapAttainment(project);
        project.MapTertialReports();
        api.MapAssociationReports();
        project.MapDataQuality();
        api.MapShareLinks(project);

        app.MapContract();
        app.MapJobsDashboard();
        app.Services.GetRequiredService<Gauges>().Create();
        Metrics.Map(app);
        app.MapPages();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().DisableRateLimiting();
        var readiness = app.Services.GetRequiredService<Readiness>();
        app.MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions
                {
                    Predicate = check => check.Tags.Contains(readiness.IsReady ? "ready" : "starting"),
                    ResponseWriter = DatabaseHealth.WriteAsync,
                })
            .AllowAnonymous()
            .DisableRateLimiting();

        // To make the endpoints takes about a second. Made here and kept, they are not made again when the server starts.
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        var all = new CompositeEndpointDataSource([.. sources]);
        sources.Clear();
        sources.Add(all);
        Policies.RequireOnEvery(all.Endpoints);
        return app;
    }

    /// <summary>Brings the database up to date, or makes sure that it is, and that it has its keys.</summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app, CancellationToken ct)
    {
        await app.Services.GetRequiredService<DatabaseSchema>().PrepareAsync(ct);
        await using var scope = app.Services.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        await app.Services.GetRequiredService<TwoRowsKey>().EnsureAsync(session, ct);
        await app.Services.GetRequiredService<DataProtectionKeyMaker>().EnsureAsync(session, ct);
    }

    private static Task ReturnTraceParent(HttpContext http, RequestDelegate next)
    {
        if (Activity.Current?.Id is { } trace)
        {
            http.Response.Headers["traceparent"] = trace;
        }

        http.Response.Headers.CacheControl = "no-store";
        return next(http);
    }

    private static Task ExplainException(HttpContext http)
    {
        var why = http.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            DatabaseBusyException => "busy",
            DbException e => http.RequestServices.GetRequiredService<ISqlDialect>().WhyNotWritten(e),
            _ => null,
        };
        if (why is not null)
        {
            // A lock passes in seconds; a full disk or a broken file waits for somebody.
            http.Response.Headers.RetryAfter = why == "busy" ? "5" : "30";
            if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            {
                http.RequestServices.GetRequiredService<Measurements>().WriteRefused(why);
            }
        }

        return Problems.WriteAsync(http, new Fault(
            why switch
            {
                null => FaultCodes.ServerFault,
                "busy" => FaultCodes.DatabaseBusy,
                "disk-full" => FaultCodes.DiskFull,
                _ => FaultCodes.DatabaseUnavailable,
            },
            string.Empty));
    }

    /// <summary>Adds the problem details to statuses that the framework answers on its own.</summary>
    private static Task ExplainStatus(HttpContext http)
    {
        var code = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => FaultCodes.NotFound,
            StatusCodes.Status405MethodNotAllowed => FaultCodes.MethodNotAllowed,
            StatusCodes.Status413PayloadTooLarge => FaultCodes.BodyTooLarge,
            StatusCodes.Status415UnsupportedMediaType => FaultCodes.MediaTypeUnsupported,
            StatusCodes.Status400BadRequest => FaultCodes.MalformedJson,
            _ => null,
        };
        var mediaType = HttpMethods.IsPatch(http.Request.Method) ? MergePatch.MediaType : "application/json";
        return code is null ? Task.CompletedTask : Problems.WriteAsync(http, new Fault(code, string.Empty, mediaType));
    }
}
