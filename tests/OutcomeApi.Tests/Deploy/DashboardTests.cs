using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Deploy;

/// <summary>What the dashboard shows and the guide tells to alarm on is what the service measures.</summary>
public sealed partial class DashboardTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const string Dashboard = "docs/grafana-dashboard.json";

    private const string Guide = "docs/operations.md";

    /// <summary>Where the service has no instrument, but Prometheus itself says it.</summary>
    private static readonly string[] OfPrometheus = ["up"];

    [Theory]
    [InlineData(Dashboard, 12)]
    [InlineData(Guide, 8)]
    public void Every_metric_is_one_that_the_service_measures(string file, int atLeast)
    {
        var named = (file == Dashboard ? Shown() : AlarmedOn()).Except(OfPrometheus).ToArray();

        named.Length.ShouldBeGreaterThanOrEqualTo(atLeast);
        var measured = Measured();
        named.Where(name => !measured.Contains(name) && !measured.Contains(Part().Replace(name, string.Empty))).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_alarmed_on_is_on_the_dashboard()
    {
        AlarmedOn().ShouldNotBeEmpty();
        AlarmedOn().Except(Shown().Select(name => Part().Replace(name, string.Empty))).ShouldBeEmpty();
    }

    [Fact]
    public void Names_are_found_in_expressions() =>
        NamesIn("""histogram_quantile(0.5, sum by (le, state) (rate(a_b_bucket{job="$job", x!="c_d"}[5m]))) / max(e_f) * 60""").ShouldBe(["a_b_bucket", "e_f"]);

    /// <summary>The instruments that the service shows at <c>/metrics</c>, as Prometheus spells them.</summary>
    private HashSet<string> Measured()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var meters = api.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (Metrics.Meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, meters)))
            {
                lock (names)
                {
                    names.Add(instrument.Name.Replace('.', '_'));
                }
            }
        };
        listener.Start();
        names.ShouldContain("http_server_request_duration");
        return names;
    }

    /// <summary>The metrics of every panel.</summary>
    private static IEnumerable<string> Shown()
    {
        var panels = JsonNode.Parse(Repository.Read(Dashboard))!["panels"]!.AsArray();
        panels.Count.ShouldBeGreaterThan(10);
        return panels.SelectMany(panel => panel!["targets"]!.AsArray()).SelectMany(target => NamesIn(target!["expr"]!.GetValue<string>())).Distinct();
    }

    /// <summary>The metrics that the guide tells to watch.</summary>
    private static IEnumerable<string> AlarmedOn() =>
        Quoted().Matches(Repository.Read(Guide).Split("## What to watch")[1]).Select(name => name.Groups[1].Value).Distinct();

    /// <summary>The names in an expression that are no functions, no labels and no words of the language.</summary>
    private static IEnumerable<string> NamesIn(string expression) =>
        Word().Matches(Labels().Replace(expression, string.Empty)).Select(word => word.Value);

    /// <summary>What stands in braces or brackets, and the labels after <c>by</c>.</summary>
    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)")]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b[a-z][a-z0-9_]*\b(?!\s*\()")]
    private static partial Regex Word();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Part();

    [GeneratedRegex(@"`((?:outcome_api|http_server)_[a-z_]+)")]
    private static partial Regex Quoted();
}
