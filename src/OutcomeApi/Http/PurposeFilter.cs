using System.Globalization;

namespace OutcomeApi.Http;

/// <summary>
/// The purpose for which a caller reads or writes data about people, as stated in the <c>Purpose</c> header. It goes to the audit log. One that is too
/// long is refused, not dropped: the log would say that none was stated.
/// </summary>
public sealed class PurposeFilter : IEndpointFilter
{
    private const string Header = "Purpose";

    private const int Longest = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.Request.Headers[Header].ToString().Length <= Longest
            ? await next(context)
            : Problems.Problems.Answer(http, new Fault(FaultCodes.TextTooLong, "/" + Header, Longest.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Returns the purpose of a request. Null when it states none.</summary>
    public static string? Of(HttpContext http) => http.Request.Headers[Header].ToString() is { Length: > 0 } purpose ? purpose : null;
}
