using System.Diagnostics;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Pages.Faults;

/// <summary>
/// Tells problems to people. Below the API's root, only the problems that stop somebody who follows a link are told so: 401, 403, 404, 503 and 500.
/// A page that asks for sign-in has the forms on it and leads back to what was asked for.
/// </summary>
public sealed class ProblemPages(IOptions<PageOptions> options, IAntiforgery antiforgery) : IProblemPages
{
    /// <inheritdoc/>
    public IResult? Find(HttpContext http, int status, IReadOnlyList<Fault> faults) =>
        !http.Request.Path.StartsWithSegments(Addresses.Base)
        || status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound or >= 500
            ? new Page(this, status, faults)
            : null;

    private async Task<IResult> RenderAsync(HttpContext http, int status, IReadOnlyList<Fault> faults)
    {
        var signIn = status == StatusCodes.Status401Unauthorized;
        return await Site.PageAsync<ProblemPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(ProblemPage.Status)] = status,
                [nameof(ProblemPage.Errors)] = ProblemError.From(faults, PageLanguage.Of(http)),
                [nameof(ProblemPage.TraceId)] = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier,
                [nameof(ProblemPage.Options)] = signIn ? options.Value : null,
                [nameof(ProblemPage.Form)] = signIn ? antiforgery.GetAndStoreTokens(http) : null,
                [nameof(ProblemPage.To)] = signIn ? Paths.PageOf(http.Request) : null,
            },
            status);
    }

    private sealed class Page(ProblemPages pages, int status, IReadOnlyList<Fault> faults) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext) => await (await pages.RenderAsync(httpContext, status, faults)).ExecuteAsync(httpContext);
    }
}
