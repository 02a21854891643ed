using System.Net;
using System.Security.Claims;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using OutcomeApi.Jobs;
using OutcomeApi.Security;

namespace OutcomeApi.Hosting;

/// <summary>
/// Serves Hangfire's dashboard at <c>/jobs</c>, for operators only, from any address. The operator pastes an API key into a form once. From then
/// on, an encrypted cookie replaces the key. It is valid for half an hour after the last request, and only as long as the key is valid. The
/// dashboard is read-only unless <see cref="JobsOptions.DashboardMayAct"/> is set.
/// </summary>
public static class JobsDashboard
{
    public const string Path = "/jobs";

    private const string Scheme = "jobs-dashboard";

    private const string SignInPath = Path + "/sign-in";

    private const string SignOutPath = Path + "/sign-out";

    public static IServiceCollection AddJobsDashboard(this IServiceCollection services)
    {
        // The dashboard looks for these two services. Hangfire's own registration would also give this host's loggers to every other host of the
        // process.
        services.AddSingleton<IGlobalConfiguration>(GlobalConfiguration.Configuration).AddSingleton(DashboardRoutes.Routes);
        services.AddAuthentication().AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = "outcome-api-jobs";
            cookie.Cookie.Path = Path;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromMinutes(30);
            cookie.SlidingExpiration = true;
            cookie.LoginPath = cookie.AccessDeniedPath = SignInPath;
            cookie.Events.OnValidatePrincipal = RequireThatTheKeyHoldsAsync;
        });
        return services;
    }

    public static void MapJobsDashboard(this WebApplication app)
    {
        app.MapGet(SignInPath, (HttpContext http, IAntiforgery antiforgery) => Page(http, antiforgery, null)).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(SignInPath, SignInAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(SignOutPath, SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        var mayAct = app.Services.GetRequiredService<IOptions<JobsOptions>>().Value.DashboardMayAct;
        app.MapHangfireDashboard(
                Path,
                new DashboardOptions
                {
                    // The policy of the endpoint decides who has access, not the address that a request comes from.
                    Authorization = [],
                    IsReadOnlyFunc = _ => !mayAct,
                    DisplayNameFunc = (_, job) => HangfireJobs.NameOf(job),
                    DashboardTitle = "OutcomeApi",
                    DisplayStorageConnectionString = false,
                    AppPath = null,
                },
                app.Services.GetRequiredService<JobStorage>())
            .RequireAuthorization(new AuthorizeAttribute(Policies.OperateJobs) { AuthenticationSchemes = Scheme });
    }

    private static async Task<IResult> SignInAsync(HttpContext http, IAntiforgery antiforgery, KeyHolders holders)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Page(http, antiforgery, "The form has grown old. Try again.");
        }

        var key = (await http.Request.ReadFormAsync(http.RequestAborted))["key"].ToString().Trim();
        if (await holders.FindAsync(key, Scheme, http.RequestAborted) is not { } principal || !Caller.HasRole(principal, Policies.Roles[Policies.OperateJobs]))
        {
            return Page(http, antiforgery, "That is no key of an operator.");
        }

        await http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(principal.Claims, Scheme)));
        return Results.Redirect(Path);
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery)
    {
        if (await antiforgery.IsRequestValidAsync(http))
        {
            await http.SignOutAsync(Scheme);
        }

        return Results.Redirect(SignInPath);
    }

    private static async Task RequireThatTheKeyHoldsAsync(CookieValidatePrincipalContext context)
    {
        var holders = context.HttpContext.RequestServices.GetRequiredService<KeyHolders>();
        if (context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is not { } key || !await holders.HoldsAsync(key, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }

    private static IResult Page(HttpContext http, IAntiforgery antiforgery, string? fault)
    {
        var form = antiforgery.GetAndStoreTokens(http);
        return Results.Content(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in to the jobs of OutcomeApi</title></head>
            <body>
            <main>
            <h1>Jobs of OutcomeApi</h1>
            {(fault is null ? string.Empty : $"<p role=\"alert\">{fault}</p>")}
            <form method="post" action="{SignInPath}">
            <input type="hidden" name="{form.FormFieldName}" value="{WebUtility.HtmlEncode(form.RequestToken)}">
            <p><label for="key">Key of an operator</label><br><input id="key" name="key" type="password" autocomplete="off" required autofocus></p>
            <p><button>Sign in</button></p>
            </form>
            </main>
            </body>
            </html>
            """,
            "text/html; charset=utf-8",
            statusCode: fault is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden);
    }
}
