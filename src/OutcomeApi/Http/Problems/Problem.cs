using System.Diagnostics;
using System.Text.Json;

namespace OutcomeApi.Http.Problems;

/// <summary>A problem as defined in RFC 9457. Every error answer of the service has this form.</summary>
public sealed record Problem
{
    /// <summary>URN of the kind of problem. There is one for each HTTP status, for example <c>urn:outcome-api:problem:422</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Short name of the kind of problem, in the language of the request.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status code of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this request. When there are several faults, the number of faults.</summary>
    public required string Detail { get; init; }

    /// <summary>Path of the request.</summary>
    public required string Instance { get; init; }

    /// <summary>Trace id of the request. Quote it when you ask for help.</summary>
    public required string TraceId { get; init; }

    /// <summary>The faults that were found in the request: all of them, or the first 500.</summary>
    public required IReadOnlyList<ProblemError> Errors { get; init; }

    /// <summary>The number of faults that were found in the request.</summary>
    public required int ErrorsTotal { get; init; }
}

/// <summary>A fault or a warning.</summary>
public sealed record ProblemError
{
    /// <summary>Stable code of the fault or warning, for example <c>exit-before-start</c>.</summary>
    public required string Code { get; init; }

    /// <summary>JSON Pointer to the faulty part of the request. Empty when the fault concerns the whole request.</summary>
    public required string Pointer { get; init; }

    /// <summary>What is wrong, in the language of the request.</summary>
    public required string Message { get; init; }

    /// <summary>How to fix it, in the language of the request.</summary>
    public required string HowToFix { get; init; }

    /// <summary>Turns faults into errors with texts in one language.</summary>
    public static IReadOnlyList<ProblemError> From(IEnumerable<Fault> faults, Language language) =>
    [
        .. faults.Select(f => new ProblemError
        {
            Code = f.Code,
            Pointer = f.Pointer,
            Message = FaultTexts.Of(f).Message(language, f.Details),
            HowToFix = FaultTexts.Of(f).HowToFix(language, f.Details),
        })
    ];

    /// <summary>Turns faults into texts for somebody who reads a page: what is wrong and how to fix it.</summary>
    internal static IReadOnlyList<string> TextsOf(IEnumerable<Fault> faults, Language language) => [.. From(faults, language).Select(error => error.InWords())];

    /// <summary>Returns what is wrong and how to fix it, as one text.</summary>
    internal string InWords() => $"{Message} {HowToFix}";
}

/// <summary>Creates and writes error answers.</summary>
public static class Problems
{
    /// <summary>Maximum number of faults in one answer.</summary>
    public const int MostErrors = 500;

    /// <summary>The media type of every error answer.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>
    /// Creates an answer with all faults, or the first 500 and how many there are. Its status is the lowest status of the faults. So a request that
    /// cannot be read (400) is reported as such even if it also has values that do not fit (422).
    /// </summary>
    public static IResult Answer(HttpContext http, IReadOnlyList<Fault> faults) =>
        ProblemPage(http, faults) ?? new ProblemResult(From(http, faults));

    /// <summary>Creates an answer with one fault.</summary>
    public static IResult Answer(HttpContext http, Fault fault) => Answer(http, [fault]);

    /// <summary>Creates the answer 404.</summary>
    public static IResult NotFound(HttpContext http) => Answer(http, new Fault(FaultCodes.NotFound, string.Empty));

    /// <summary>Writes an answer with one fault to the response.</summary>
    public static Task WriteAsync(HttpContext http, Fault fault) => Answer(http, fault).ExecuteAsync(http);

    /// <summary>Returns the status of an answer with these faults: the lowest of them.</summary>
    internal static int StatusOf(IReadOnlyList<Fault> faults) => faults.Min(f => FaultTexts.All[f.Code].Status);

    /// <summary>Returns the answer for somebody who reads with a browser. Null when the request asks for data.</summary>
    private static IResult? ProblemPage(HttpContext http, IReadOnlyList<Fault> faults) =>
        http.AsksForPage() ? http.RequestServices.GetService<IProblemPages>()?.Find(http, StatusOf(faults), faults) : null;

    private static Problem From(HttpContext http, IReadOnlyList<Fault> faults)
    {
        var language = http.LanguageOf();
        var status = StatusOf(faults);
        var errors = ProblemError.From(faults.Take(MostErrors), language);
        var total = faults.Sum(fault => fault.Count);
        var (sv, en) = FaultTexts.Title(status);
        return new Problem
        {
            Type = $"urn:outcome-api:problem:{status}",
            Title = language == Language.Swedish ? sv : en,
            Status = status,
            Detail = total == 1 ? errors[0].Message : language == Language.Swedish ? $"{total} fel hittades." : $"{total} faults were found.",
            Instance = WithoutNumbers(http.Request.Path.Value ?? string.Empty),
            TraceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier,
            Errors = errors,
            ErrorsTotal = total,
        };
    }

    /// <summary>
    /// Replaces personal identity numbers in a path. A client may have sent one in the address by mistake, and the answer must not repeat it.
    /// </summary>
    private static string WithoutNumbers(string path) =>
        string.Join('/', path.Split('/').Select(part => PersonalIdentityNumber.IsWrittenAs(part) ? "personalIdentityNumber" : part));

    private sealed class ProblemResult(Problem problem) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = problem.Status;
            httpContext.Response.ContentType = MediaType;
            await JsonSerializer.SerializeAsync(httpContext.Response.Body, problem, Json.Options, httpContext.RequestAborted);
        }
    }
}
