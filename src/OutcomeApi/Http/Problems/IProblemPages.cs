using Microsoft.Net.Http.Headers;

namespace OutcomeApi.Http.Problems;

/// <summary>Pages that tell a problem to somebody who reads with a browser.</summary>
public interface IProblemPages
{
    /// <summary>Returns the page of a problem. Null when the problem is told as data, as it is to programs.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">Status of the answer.</param>
    /// <param name="faults">What is wrong.</param>
    IResult? Find(HttpContext http, int status, IReadOnlyList<Fault> faults);
}

/// <summary>Tells browsers and programs apart.</summary>
public static class AskedForPage
{
    /// <summary>Returns whether a request asks for a page: it names <c>text/html</c>, and does not rank JSON as high.</summary>
    public static bool AsksForPage(this HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParseList(http.Request.Headers.Accept, out var wanted))
        {
            return false;
        }

        double Rank(string ending) => wanted
            .Where(type => type.MediaType.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            .Select(type => type.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();
        return Rank("text/html") > Rank("json");
    }
}
