using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Features.TertialReports.Forms;

/// <summary>Compares the figures that a page shows with those of a report.</summary>
internal static class PageCells
{
    /// <summary>
    /// A page shows what there is, and a month once. A section of which nothing is shown is one sentence. All figures of a row are withheld together, and
    /// the page says so once.
    /// </summary>
    /// <returns>The sections that are one sentence.</returns>
    public static string[] ShouldShow(JsonObject report, string html)
    {
        var json = FormCells.OfJson(report);
        var page = FormCells.OfHtml(html);
        string[] Saying(string sentence) =>
        [
            .. Regex.Matches(html, $"<section aria-labelledby=\"(?<id>[a-z-]+)\">(?:(?!</section>).)*{sentence}", RegexOptions.Singleline)
                .Select(m => m.Groups["id"].Value)
        ];
        static string SectionOf(string key) => key[..key.IndexOf('/', StringComparison.Ordinal)];
        var (silent, nothing) = (Saying("Hela avsnittet visas inte"), Saying("Inget är registrerat, 20"));
        var sections = json.GroupBy(c => SectionOf(c.Key), c => c.Value);
        silent.ShouldBe(sections.Where(values => values.All(IsWithheld)).Select(values => values.Key), ignoreOrder: true);
        json.Where(c => nothing.Contains(SectionOf(c.Key))).ShouldAllBe(c => c.Value == "0" || c.Value.Length == 0);
        var expected = json.Where(c => c.Value.Length > 0 && !silent.Concat(nothing).Contains(SectionOf(c.Key)))
            .Where(c => !IsOfMonth(c.Key) || c.Key.Contains("/since-start/", StringComparison.Ordinal)).ToDictionary();

        static string OfAllFigures(string key) => key.Split('/') is var parts ? string.Join('/', [.. parts[..3], "*", parts[4]]) : key;
        var withheld = expected.Where(c => IsWithheld(c.Value)).Select(c => KeyValuePair.Create(OfAllFigures(c.Key), c.Value)).Distinct().ToDictionary();
        Differences(withheld, page.Where(c => IsWithheld(c.Value)).ToDictionary()).ShouldBeEmpty();
        Differences(expected.Where(c => !IsWithheld(c.Value)).ToDictionary(), page.Where(c => !IsWithheld(c.Value)).ToDictionary()).ShouldBeEmpty();
        return [.. silent, .. nothing];
    }

    /// <summary>Cells that are not the same in both, with both values.</summary>
    public static IEnumerable<string> Differences(Dictionary<string, string> json, Dictionary<string, string> form) => json.Keys
        .Union(form.Keys)
        .Where(key => json.GetValueOrDefault(key) != form.GetValueOrDefault(key))
        .Select(key => $"{key}: {json.GetValueOrDefault(key) ?? "missing"}, {form.GetValueOrDefault(key) ?? "missing"}");

    public static bool IsSmall(string cell) => cell.StartsWith('<');

    /// <summary>Is it a cell of a month, or of several small months that are one line?</summary>
    public static bool IsOfMonth(string key) => Regex.IsMatch(key, @"\b20\d\d-\d\d\b|^steps-by-month/[^/]+/merged:");

    private static bool IsWithheld(string cell) => cell == FormCells.Withheld || IsSmall(cell);
}
