using Microsoft.Net.Http.Headers;

namespace OutcomeApi.Http;

/// <summary>Chooses the language of an answer from <c>Accept-Language</c>: Swedish or English. English when the header names neither.</summary>
public static class RequestLanguage
{
    /// <summary>Returns the language for the answer to a request.</summary>
    public static Language LanguageOf(this HttpContext http)
    {
        if (!StringWithQualityHeaderValue.TryParseList(http.Request.Headers.AcceptLanguage, out var wanted))
        {
            return Language.English;
        }

        return wanted
            .Where(w => w.Quality is not 0)
            .OrderByDescending(w => w.Quality ?? 1)
            .Select(w => w.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(tag => tag is "sv" or "en") == "sv" ? Language.Swedish : Language.English;
    }
}
