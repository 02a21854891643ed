using System.Diagnostics;
using System.Text.Json;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http.Problems;

/// <summary>A problem (RFC 9457): every error answer of the service.</summary>
public sealed record Problem
{
    /// <summary>What kind of problem it is, one for each status.</summary>
    public required string Type { get; init; }

    /// <summary>Short text for people.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong in this request.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked.</summary>
    public required string Instance { get; init; }

    /// <summary>Trace id to quote when asking for help.</summary>
    public required string TraceId { get; init; }

    /// <summary>Every fault that was found.</summary>
    public required IReadOnlyList<ProblemError> Errors { get; init; }
}

/// <summary>One fault, or one warning.</summary>
public sealed record ProblemError
{
    /// <summary>Stable code.</summary>
    public required string Code { get; init; }

    /// <summary>JSON Pointer into what was sent; empty for the whole of it.</summary>
    public required string Pointer { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>How to mend it.</summary>
    public required string HowToFix { get; init; }

    public static IReadOnlyList<ProblemError> From(IEnumerable<Fault> faults, Language language) =>
    [
        .. faults.Select(f => new ProblemError
        {
            Code = f.Code,
            Pointer = f.Pointer,
            Message = FaultTexts.All[f.Code].Message(language, f.Details),
            HowToFix = FaultTexts.All[f.Code].HowToFix(language, f.Details),
        })
    ];
}

/// <summary>Writes problems.</summary>
public static class Problems
{
    public const string MediaType = "application/problem+json";

    /// <summary>An answer with all faults. Its status is the lowest of theirs: what can not be read goes before what does not fit.</summary>
    public static IResult Answer(HttpContext http, IReadOnlyList<Fault> faults) => new ProblemResult(From(http, faults));

    public static IResult Answer(HttpContext http, Fault fault) => Answer(http, [fault]);

    public static IResult NotFound(HttpContext http) => Answer(http, new Fault(FaultCodes.NotFound, string.Empty));

    public static Task WriteAsync(HttpContext http, Fault fault) => Answer(http, fault).ExecuteAsync(http);

    private static Problem From(HttpContext http, IReadOnlyList<Fault> faults)
    {
        var language = http.LanguageOf();
        var status = faults.Min(f => FaultTexts.All[f.Code].Status);
        var errors = ProblemError.From(faults, language);
        var (sv, en) = FaultTexts.Title(status);
        return new Problem
        {
            Type = $"urn:outcome-api:problem:{status}",
            Title = language == Language.Swedish ? sv : en,
            Status = status,
            Detail = errors.Count == 1
                ? errors[0].Message
                : language == Language.Swedish ? $"{errors.Count} fel hittades." : $"{errors.Count} faults were found.",
            Instance = WithoutNumbers(http.Request.Path.Value ?? string.Empty),
            TraceId = Activity.Current?.TraceId.ToHexString() ?? http.TraceIdentifier,
            Errors = errors,
        };
    }

    /// <summary>A path in which nobody's personal identity number stands. That somebody has sent one in an address is bad enough.</summary>
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
