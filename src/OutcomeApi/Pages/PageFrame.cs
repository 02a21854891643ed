using Microsoft.AspNetCore.Http.Extensions;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Security;

namespace OutcomeApi.Pages;

/// <summary>What the frame around every page shows.</summary>
/// <param name="Texts">Texts in the language of the page.</param>
/// <param name="Address">Path and query of the page, to come back to when the language has been chosen.</param>
/// <param name="Role">The reader's role. Null when nobody has signed in.</param>
public sealed record PageFrame(ReportTexts Texts, string Address, Role? Role)
{
    /// <summary>Returns the frame of the page that a request asks for.</summary>
    public static PageFrame From(HttpContext http) => new(
        new ReportTexts(PageLanguage.Of(http)),
        http.Request.Method == HttpMethods.Get ? http.Request.GetEncodedPathAndQuery() : "/",
        http.User.Identity?.IsAuthenticated == true ? Caller.From(http).Role : null);

    /// <summary>Returns the text in the language of the page.</summary>
    public string In(string sv, string en) => Texts.In(sv, en);
}
