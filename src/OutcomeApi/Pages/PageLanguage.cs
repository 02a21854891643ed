namespace OutcomeApi.Pages;

/// <summary>The language of the pages: Swedish, or English for those who have chosen it. A cookie remembers the choice.</summary>
public static class PageLanguage
{
    private const string Cookie = "outcome-api-language";

    /// <summary>Returns the language that the reader has chosen.</summary>
    public static Language Of(HttpContext http) => http.Request.Cookies[Cookie] == "en" ? Language.English : Language.Swedish;

    /// <summary>Maps <c>GET /sprak/{language}?till=</c>: chooses a language, and goes back to the page.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/sprak/{language:regex(^(sv|en)$)}", (string language, string? till, HttpContext http) =>
            {
                http.Response.Cookies.Append(
                    Cookie,
                    language,
                    new CookieOptions
                    {
                        HttpOnly = true,
                        IsEssential = true,
                        MaxAge = TimeSpan.FromDays(365),
                        SameSite = SameSiteMode.Lax,
                        Secure = http.Request.IsHttps,
                    });
                return Site.GoTo(till);
            })
            .AllowAnonymous();
}
