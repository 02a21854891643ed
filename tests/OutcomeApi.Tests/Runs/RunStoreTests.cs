using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Runs;

/// <summary>Whoever writes waits for no run: its rows are stored in many short turns, and then it is swapped in.</summary>
public sealed class RunStoreTests
{
    [Fact]
    public async Task A_run_is_stored_in_short_turns()
    {
        using var api = new ListeningApi();
        await api.InitializeAsync();
        api.Turns.Clear();

        await api.ComputeAsync("iris2");

        // 27 slots × 10 tertials × 3 windows, and ten reports of the project, its parts and its associations for each tertial.
        var turns = api.Turns.ToArray();
        turns.ShouldAllBe(turn => turn.IsShort);
        turns.Sum(turn => turn.Figures).ShouldBe(810);
        turns.Max(turn => turn.Figures).ShouldBe(250);
        turns.Sum(turn => turn.Reports).ShouldBe(100);
        turns.Max(turn => turn.Reports).ShouldBe(20);
        api.Scalar<long>("SELECT COUNT(*) FROM attainment").ShouldBe(810);
        api.Scalar<string>("SELECT status FROM computations").ShouldBe("completed");
    }

    [Fact]
    public async Task What_a_run_has_left_that_was_never_completed_is_removed()
    {
        using var api = new ListeningApi();
        await api.InitializeAsync();
        await api.ComputeAsync("iris2");
        var complete = api.Scalar<long>("SELECT COUNT(*) FROM attainment");

        // As if its process had died before the swap. Readers see the run before it.
        api.Execute("UPDATE computations SET status = 'storing'");
        api.Execute("DELETE FROM current_runs");
        await api.ComputeAsync("iris2");
        api.Scalar<long>("SELECT COUNT(*) FROM attainment").ShouldBe(2 * complete, "it may still be storing");

        api.Clock.Moved += TimeSpan.FromHours(2);
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        await (await registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1", ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await api.ComputeAsync("iris2");
        api.Scalar<long>("SELECT COUNT(*) FROM attainment WHERE computation_id = 1").ShouldBe(0);
        api.Scalar<long>("SELECT COUNT(*) FROM computations WHERE id = 1").ShouldBe(0);
        api.Scalar<long>("SELECT COUNT(*) FROM run_reports WHERE computation_id = 1").ShouldBe(0);
        api.Scalar<long>("SELECT COUNT(*) FROM attainment WHERE computation_id = 3").ShouldBe(complete);
    }

    private sealed class Turn(bool isShort)
    {
        public bool IsShort => isShort;

        public int Figures { get; set; }

        public int Reports { get; set; }
    }

    private sealed class ListeningApi() : ProjectApi("iris2")
    {
        public ConcurrentQueue<Turn> Turns { get; } = [];

        protected override bool FiguresFollow => false;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<ISqlDialect>(
                new ListeningDialect(NewDialect(), Turns))));
        }
    }

    private sealed class ListeningDialect(ISqlDialect inner, ConcurrentQueue<Turn> turns) : DialectAround(inner)
    {
        public override Task<IWriteTransaction> BeginWriteAsync(Func<CancellationToken, Task<DbConnection>> open, bool isShort, CancellationToken ct)
        {
            turns.Enqueue(new Turn(isShort));
            return base.BeginWriteAsync(open, isShort, ct);
        }

        public override async Task BulkInsertAsync(
            DbConnection connection,
            DbTransaction? transaction,
            string table,
            IReadOnlyList<string> columns,
            IEnumerable<object?[]> rows,
            TimeSpan? time,
            CancellationToken ct)
        {
            var all = rows.ToArray();
            var turn = turns.Last();
            turn.Figures += table == "attainment" ? all.Length : 0;
            turn.Reports += table == "run_reports" ? all.Length : 0;
            await base.BulkInsertAsync(connection, transaction, table, columns, all, time, ct);
        }
    }
}
