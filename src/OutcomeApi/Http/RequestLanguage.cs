using Microsoft.Net.Http.Headers;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Http;

/// <summary>The language of an answer: Swedish or English by <c>Accept-Language</c>, English when it asks for neither.</summary>
public static class RequestLanguage
{
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
