using Xunit.Abstractions;

namespace OutcomeApi.Domain.Tests.Disclosure;

public sealed class MatchingTests(ITestOutputHelper output)
{
    [Fact]
    public void Match()
    {
        foreach (var n in new[] { 2, 3, 4 })
        {
            var random = new Random(1);
            var memo = new Dictionary<string, bool[]>();
            int cells = 0, narrow = 0, alone = 0, smallAlone = 0;
            var examples = new List<string>();
            for (var run = 0; run < (n == 4 ? 60 : 150); run++)
            {
                var inner = Enumerable.Range(0, n).Select(_ => random.Next(n == 4 ? 9 : 12)).ToArray();
                var truth = Of(inner).Publish(5);
                var worlds = new List<int[]>();
                Enumerate(inner.Select(i => 0).ToArray(), 0, w =>
                {
                    var t = Of(w);
                    for (var c = 0; c < t.Cells.Count; c++)
                    {
                        var shown = truth.Shown[c];
                        if (shown && t.Cells[c].Value != truth.Table.Cells[c].Value) return;
                    }
                    var key = string.Join(',', w);
                    if (!memo.TryGetValue(key, out var pattern)) memo[key] = pattern = t.Publish(5).Shown;
                    if (pattern.SequenceEqual(truth.Shown)) worlds.Add((int[])w.Clone());
                }, inner.Sum() + 3);
                for (var c = 0; c < truth.Table.Cells.Count; c++)
                {
                    if (truth.Shown[c]) continue;
                    cells++;
                    var vals = worlds.Select(w => truth.Table.Cells[c].Weights.Zip(w, (a, b) => a * b).Sum()).Distinct().Count();
                    if (vals < 4) narrow++;
                    if (vals < 2) { alone++; if (truth.Table.Cells[c].Value < 5) smallAlone++; if (examples.Count < 12) examples.Add($"{string.Join(' ', inner)}: {truth.Table.Cells[c].Name} shown: {string.Join(",", truth.Names)}"); }
                }
            }
            output.WriteLine($"n={n}: withheld {cells}, narrow {narrow}, alone {alone} (small {smallAlone})");
            examples.ForEach(output.WriteLine);
        }
    }

    private static CountedTable Of(int[] inner)
    {
        var t = new CountedTable((int[])inner.Clone());
        t.Add("total", 0, [.. Enumerable.Range(0, inner.Length)]);
        for (var i = 0; i < inner.Length; i++) t.Add($"c{i}", 2, [i]);
        if (inner.Length == 4) { t.Add("r0", 1, [0, 1]); t.Add("r1", 1, [2, 3]); t.Add("k0", 1, [0, 2]); t.Add("k1", 1, [1, 3]); }
        return t;
    }

    private static void Enumerate(int[] w, int at, Action<int[]> act, int max)
    {
        if (at == w.Length) { act(w); return; }
        var used = w.Take(at).Sum();
        for (var v = 0; v <= Math.Min(max - used, w.Length == 4 ? 18 : 26); v++) { w[at] = v; Enumerate(w, at + 1, act, max); }
        w[at] = 0;
    }
}
