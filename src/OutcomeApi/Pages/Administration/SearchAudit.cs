using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using OutcomeApi.Features.Administration;
using OutcomeApi.Features.Audit;
using OutcomeApi.Pages.Work;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>The page that searches the audit log, newest events first.</summary>
internal static class SearchAudit
{
    private const int OfPage = 50;

    /// <summary>Maps <c>GET /administration/granskning</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(AdministrationPaths.Audit, async Task<IResult> ([AsParameters] AuditSearch search, string? sida, HttpContext http, IMediator mediator) =>
            {
                var frame = PageFrame.From(http);
                var (filter, faults) = search.Read();

                // The log is listed from its oldest event on. The newest come first here, so the pages are counted from its end.
                var total = faults.Count > 0 ? 0 : (await mediator.Send(new ListAuditEvents(filter, 0, 1), http.RequestAborted)).Total;
                var pages = Math.Max(1, (total + OfPage - 1) / OfPage);
                var page = int.TryParse(sida, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, pages) : 1;
                var newest = total - ((page - 1) * OfPage);
                var skip = Math.Max(0, newest - OfPage);
                var found = total == 0 ? [] : (await mediator.Send(new ListAuditEvents(filter, skip, newest - skip), http.RequestAborted)).Items;
                var keys = await mediator.Send(new ListApiKeys(0, int.MaxValue), http.RequestAborted);
                return await Site.PageAsync<AuditPage>(http, new Dictionary<string, object?>
                {
                    [nameof(AuditPage.Search)] = search,
                    [nameof(AuditPage.Fields)] = FormFaults.At(search.FieldsOf(frame), faults, frame),
                    [nameof(AuditPage.Events)] = found.Reverse().ToArray(),
                    [nameof(AuditPage.Total)] = total,
                    [nameof(AuditPage.Page)] = page,
                    [nameof(AuditPage.Pages)] = pages,
                    [nameof(AuditPage.KeyNames)] = keys.Items.ToDictionary(key => key.PublicId, key => key.Name),
                });
            })
            .RequireAuthorization(Policies.Administer);
}

/// <summary>What is searched for in the audit log, as the form sends it. Empty texts match everything.</summary>
public sealed record AuditSearch
{
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    public string? To { get; init; }

    [FromQuery(Name = "project")]
    public string? Project { get; init; }

    [FromQuery(Name = "credential")]
    public string? Credential { get; init; }

    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>The texts by the names of their fields.</summary>
    public IEnumerable<(string Name, string Value)> Terms => new[]
    {
        ("from", From), ("to", To), ("project", Project), ("credential", Credential), ("action", Action),
    }.Select(term => (term.Item1, term.Item2?.Trim() ?? string.Empty));

    /// <summary>Reads what is searched for, with the faults of dates that are none.</summary>
    internal (AuditFilter Filter, IReadOnlyList<Fault> Faults) Read()
    {
        var faults = new List<Fault>();
        var terms = Terms.ToDictionary(term => term.Name, term => term.Value);
        string? Text(string name) => terms[name].Length == 0 ? null : terms[name];
        DateOnly? Date(string name)
        {
            var isDate = DateOnly.TryParseExact(terms[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
            if (!isDate && terms[name].Length > 0)
            {
                faults.Add(new Fault(FaultCodes.TypeWrong, "/" + name, "a date YYYY-MM-DD"));
            }

            return isDate ? date : null;
        }

        return (new AuditFilter(Date("from"), Date("to"), Text("project"), Text("credential"), Text("action")), faults);
    }

    /// <summary>The fields of the form.</summary>
    internal IEnumerable<FormField> FieldsOf(PageFrame frame)
    {
        foreach (var (name, value) in Terms)
        {
            var form = name switch { "from" or "to" => FieldForm.Date, "action" => FieldForm.Choice, _ => FieldForm.Text };
            var label = name switch
            {
                "from" => frame.In("Från och med", "From"),
                "to" => frame.In("Till och med", "To"),
                "project" => frame.In("Projekt (id)", "Project (id)"),
                "credential" => frame.In("Nyckelns id", "Id of the key"),
                _ => frame.In("Handling", "Action"),
            };
            var choices = name == "action" ? AuditActions.All.Select(action => (action, AuditTexts.OfAction(frame, action))) : [];
            yield return new FormField { Name = name, Label = label, Form = form, Value = value, Choices = [.. choices] };
        }
    }
}
