using System.Globalization;

namespace OutcomeApi.Http;

/// <summary>An answer that is one stored thing. It is sent with an ETag: its version in quotes, for example <c>"3"</c>.</summary>
public interface IVersioned
{
    /// <summary>Version of the stored content. The first version is 1.</summary>
    int Version { get; }

    /// <summary>Absolute URL of the stored thing.</summary>
    string Address { get; }
}

/// <summary>Answers with what a request has come to: the value, shown as JSON, or every fault that prevented it.</summary>
public static class Reply
{
    /// <summary>Returns the ETag of a version.</summary>
    public static string TagOf(int version) => "\"" + version.ToString(CultureInfo.InvariantCulture) + "\"";

    /// <summary>Answers 200 with JSON that needs no result.</summary>
    public static IResult Ok<T>(T shown) => Results.Json(shown, Json.Options);

    /// <summary>Answers 200 with the value itself.</summary>
    public static IResult Ok<T>(HttpContext http, Result<T> result)
        where T : class => Ok(http, result, value => value);

    /// <summary>Answers 200.</summary>
    public static IResult Ok<T, TShown>(HttpContext http, Result<T> result, Func<T, TShown> show)
        where T : class => result.IsSuccess ? Ok(show(result.Value)) : Problems.Problems.Answer(http, result.Faults);

    /// <summary>Answers 200 with a stored thing and its ETag.</summary>
    public static IResult Versioned<T, TShown>(HttpContext http, Result<T> result, Func<T, TShown> show)
        where T : class
        where TShown : IVersioned => Saved(http, result, _ => false, show);

    /// <summary>Answers a write with the stored thing and its ETag: 201 with its address if it is new, otherwise 200.</summary>
    public static IResult Saved<T, TShown>(HttpContext http, Result<T> result, Func<T, bool> isNew, Func<T, TShown> show)
        where T : class
        where TShown : IVersioned
    {
        if (!result.IsSuccess)
        {
            return Problems.Problems.Answer(http, result.Faults);
        }

        var shown = show(result.Value);
        http.Response.Headers.ETag = TagOf(shown.Version);
        return isNew(result.Value) ? At(http, StatusCodes.Status201Created, shown, shown.Address) : Ok(shown);
    }

    /// <summary>Answers 201 with what was created and its address.</summary>
    public static IResult Created<T, TShown>(HttpContext http, Result<T> result, Func<T, TShown> show, Func<TShown, string> address)
        where T : class
    {
        if (!result.IsSuccess)
        {
            return Problems.Problems.Answer(http, result.Faults);
        }

        var shown = show(result.Value);
        return At(http, StatusCodes.Status201Created, shown, address(shown));
    }

    /// <summary>Answers 202 with what is done later and the address of its progress.</summary>
    public static IResult Accepted<T>(HttpContext http, T shown, string address) => At(http, StatusCodes.Status202Accepted, shown, address);

    /// <summary>Answers 204.</summary>
    public static IResult NoContent<T>(HttpContext http, Result<T> result)
        where T : class => result.IsSuccess ? Results.NoContent() : Problems.Problems.Answer(http, result.Faults);

    private static IResult At<T>(HttpContext http, int status, T shown, string address)
    {
        http.Response.Headers.Location = address;
        return Results.Json(shown, Json.Options, statusCode: status);
    }
}
