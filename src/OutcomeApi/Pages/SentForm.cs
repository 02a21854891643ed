using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;

namespace OutcomeApi.Pages;

/// <summary>A form that somebody has sent from a page.</summary>
/// <param name="Fields">What was filled in.</param>
/// <param name="IsOld">True if nothing proves that the form comes from a page of this service, for example because the page was open for too long.</param>
internal sealed record SentForm(IFormCollection Fields, bool IsOld)
{
    /// <summary>Returns the text of a field, without the spaces around it.</summary>
    public string this[string name] => Fields[name].ToString().Trim();

    /// <summary>Reads the form of a request.</summary>
    public static async Task<Result<SentForm>> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return new Fault(FaultCodes.MediaTypeUnsupported, string.Empty, "application/x-www-form-urlencoded");
        }

        try
        {
            var fields = await http.Request.ReadFormAsync(http.RequestAborted);
            return new SentForm(fields, !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http));
        }
        catch (InvalidDataException)
        {
            return new Fault(
                FaultCodes.BodyTooLarge, string.Empty, FormReader.DefaultValueLengthLimit.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Says that the form is old, and what to do.</summary>
    public static string Old(PageFrame frame) => frame.In(
        "Sidan hade legat öppen för länge. Försök igen.", "The page had been open for too long. Try again.");

    /// <summary>Returns the proof that a form of the page that is made now carries.</summary>
    public static AntiforgeryTokenSet TokenOf(HttpContext http) => http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
}
