using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using OutcomeApi.Data;
using OutcomeApi.Security;

namespace OutcomeApi.Demo;

/// <summary>
/// Links that sign somebody in to the pages with a role, once each. The service itself has none: only the demonstration shows everybody everything.
/// </summary>
internal sealed class DemoSignIn
{
    /// <summary>Address below which the links stand. The token follows.</summary>
    public const string Path = "/demo";

    private readonly ConcurrentDictionary<string, (Caller Caller, string Page)> _links = new(StringComparer.Ordinal);

    /// <summary>Makes a link and returns its path.</summary>
    /// <param name="caller">Who follows it.</param>
    /// <param name="page">Where it leads.</param>
    public string Create(Caller caller, string page)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _links[token] = (caller, page);
        return $"{Path}/{token}";
    }

    /// <summary>Maps <c>GET /demo/{token}</c>.</summary>
    public static void Map(WebApplication app) =>
        app.MapGet(Path + "/{token}", async (string token, HttpContext http, DemoSignIn links, BusinessDay day) =>
            {
                if (!links._links.TryRemove(token, out var link))
                {
                    return Results.Text(
                        "Länken har använts. Logga in på startsidan med en av de nycklar som demonstrationen skrev ut.\n"
                        + "The link has been used. Sign in on the first page with one of the keys that the demonstration has printed.\n",
                        "text/plain; charset=utf-8",
                        statusCode: StatusCodes.Status410Gone);
                }

                await Session.BeginAsync(http, link.Caller, SessionKind.Key, day.Now);
                return Results.LocalRedirect(link.Page);
            })
            .AllowAnonymous()
            .ExcludeFromDescription();
}
