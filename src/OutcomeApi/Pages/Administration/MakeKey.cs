using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Features.Administration;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Work;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>The form that makes an API key. The page that answers it is the only one that shows the key.</summary>
internal static class MakeKey
{
    private static readonly string[] Lists = ["projects", "associations", "subprojects", "referrers"];

    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>Maps <c>GET</c> and <c>POST /administration/nycklar/ny</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet(AdministrationPaths.NewKey, (HttpRequest request) => FormAsync(request.HttpContext, new Dictionary<string, string[]>(), []))
            .RequireAuthorization(Policies.Administer);
        site.MapPost(AdministrationPaths.NewKey, MakeAsync).RequireAuthorization(Policies.Administer);
    }

    private static async Task<IResult> MakeAsync(HttpContext http, IMediator mediator)
    {
        var sent = await SentForm.ReadAsync(http);
        if (!sent.IsSuccess)
        {
            return Problems.Answer(http, sent.Faults);
        }

        var filled = new[] { "name", "role", "expiresOn" }.ToDictionary(name => name, name => new[] { sent.Value[name] });
        foreach (var list in Lists)
        {
            filled[list] = [.. sent.Value.Fields[list].SelectMany(text => (text ?? string.Empty).Split([',', ' ', '\n', '\r'], Trimmed))];
        }

        if (sent.Value.IsOld)
        {
            return await FormAsync(http, filled, [], isOld: true);
        }

        var faults = new List<Fault>();
        var request = JsonBodyReader.Read<ApiKeyRequest>(JsonSerializer.SerializeToElement(ToJson(filled)), string.Empty, faults);
        var created = await mediator.Send(new CreateApiKey(Caller.From(http).Credential, request, faults), http.RequestAborted);
        return created.IsSuccess ? await NewKeyAsync(http, created.Value, null) : await FormAsync(http, filled, created.Faults);
    }

    /// <summary>Shows a new key, this once.</summary>
    /// <param name="http">The request.</param>
    /// <param name="created">The key.</param>
    /// <param name="old">The key that it replaces. Null when it replaces none.</param>
    public static Task<IResult> NewKeyAsync(HttpContext http, CreatedApiKey created, ShownKey? old) =>
        Site.PageAsync<NewKeyPage>(http, new Dictionary<string, object?>
        {
            [nameof(NewKeyPage.Created)] = created,
            [nameof(NewKeyPage.Old)] = old,
            [nameof(NewKeyPage.Address)] = http.AbsoluteUrl(Addresses.Base),
        });

    private static Task<IResult> FormAsync(
        HttpContext http, IReadOnlyDictionary<string, string[]> filled, IReadOnlyList<Fault> faults, bool isOld = false)
    {
        var frame = PageFrame.From(http);
        var fields = FormFaults.At(FieldsOf(frame, filled), faults, frame);
        return Site.PageAsync<MakeKeyPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(MakeKeyPage.Form)] = SentForm.TokenOf(http),
                [nameof(MakeKeyPage.Fields)] = fields,
                [nameof(MakeKeyPage.Faults)] = isOld ? [SentForm.Old(frame)] : FormFaults.Beside(fields, faults, frame),
            },
            isOld ? StatusCodes.Status403Forbidden : faults.Count > 0 ? Problems.StatusOf(faults) : StatusCodes.Status200OK);
    }

    private static IEnumerable<FormField> FieldsOf(PageFrame frame, IReadOnlyDictionary<string, string[]> filled)
    {
        string Joined(string name, string separator) => string.Join(separator, filled.GetValueOrDefault(name, []));
        FormField Ids(string name, string label, string hint) =>
            new() { Name = name, Label = label, Hint = hint, Form = FieldForm.Text, Value = Joined(name, ", ") };
        yield return new FormField
        {
            Name = "name",
            Label = frame.In("Namn", "Name"),
            Form = FieldForm.Text,
            IsRequired = true,
            Value = Joined("name", string.Empty),
            Hint = frame.In("Systemet eller den som ska använda nyckeln.", "The system or the person that will use the key."),
        };
        yield return new FormField
        {
            Name = "role",
            Label = frame.In("Roll", "Role"),
            Form = FieldForm.Choice,
            IsRequired = true,
            Value = Joined("role", string.Empty),
            Choices = [.. Enum.GetValues<Role>().Select(role => (Code.Format(role), KeyTexts.Of(frame, role)))],
        };
        yield return Ids(
            "projects", frame.In("Projekt", "Projects"), frame.In("Projektens id, med komma emellan. De behöver inte finnas än.",
                "Ids of projects, with commas between them. They need not exist yet."));
        yield return Ids(
            "subprojects", frame.In("Delprojekt", "Subprojects"), frame.In(
                "Bara delar av ett projekt: projekt/delprojekt, med komma emellan, till exempel iris2/vsb. För registrerare, remittenter och styrgrupper.",
                "Only parts of a project: project/subproject, with commas between them, such as iris2/vsb. For registrars, referrers, steering groups."));
        yield return Ids(
            "associations", frame.In("Samordningsförbund", "Associations"), frame.In("Förbundens id, med komma emellan: alla deras projekt.",
                "Ids of associations, with commas between them: all their projects."));
        yield return new FormField
        {
            Name = "referrers",
            Label = frame.In("Bara anvisade av", "Only referred by"),
            Form = FieldForm.Several,
            Value = Joined("referrers", "|"),
            Choices = [.. Code.All<Referrer>().Select(code => (code, KeyTexts.NameOfReferrer(frame, code)))],
            Hint = frame.In("För remittenter. Inget valt: alla i projekten, vem som än har anvisat dem.",
                "For referrers. None chosen: everybody in the projects, whoever referred them."),
        };
        yield return new FormField
        {
            Name = "expiresOn",
            Label = frame.In("Sista dag", "Last day"),
            Form = FieldForm.Date,
            Value = Joined("expiresOn", string.Empty),
            Hint = frame.In("Tomt: nyckeln gäller tills den återkallas.", "Empty: the key works until it is revoked."),
        };
    }

    /// <summary>Returns what a program would send. Empty fields are left out.</summary>
    private static JsonObject ToJson(Dictionary<string, string[]> filled)
    {
        var json = new JsonObject();
        foreach (var (name, values) in filled.Where(field => field.Value.Any(value => value.Length > 0)))
        {
            json[name] = name == "subprojects" ? PartsOf(values)
                : Lists.Contains(name) ? new JsonArray([.. values.Select(value => (JsonNode)value)])
                : values[0];
        }

        return json;
    }

    /// <summary>Groups parts by their projects. What names no part names an empty one, which the reader of requests refuses.</summary>
    private static JsonObject PartsOf(string[] written) => new(written
        .Select(part => part.Split('/', 2))
        .GroupBy(part => part[0], part => part.ElementAtOrDefault(1) ?? string.Empty)
        .Select(parts => KeyValuePair.Create(parts.Key, (JsonNode?)new JsonArray([.. parts.Select(part => (JsonNode)part)]))));
}
