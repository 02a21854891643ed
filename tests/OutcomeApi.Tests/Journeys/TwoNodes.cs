using Microsoft.Data.SqlClient;

namespace OutcomeApi.Tests.Journeys;

/// <summary>Two nodes of the program on one database of a SQL Server, with IRIS 2 in it. Both run jobs.</summary>
internal sealed class TwoNodes : IDisposable
{
    /// <summary>How long a node may take to start. The first one makes all tables.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-nodes-");
    private readonly ServiceProcess?[] _nodes = new ServiceProcess?[2];

    /// <param name="connectionString">Connection string of the database.</param>
    public TwoNodes(string connectionString)
    {
        ConnectionString = new SqlConnectionStringBuilder(connectionString) { Pooling = true }.ToString();
        Settings =
        [
            ("Database__Provider", "sqlserver"),
            ("Database__ConnectionString", ConnectionString),
            ("RateLimit__PerMinute", "10000000"),
        ];
    }

    public string ConnectionString { get; }

    /// <summary>The settings of both nodes.</summary>
    public (string Name, string Value)[] Settings { get; }

    /// <summary>The nodes that run, for those who send with <see cref="Key"/>.</summary>
    public CurrentService Current { get; } = new();

    /// <summary>The key of a registrar of IRIS 2.</summary>
    public string Key { get; private set; } = string.Empty;

    /// <summary>The key of the secretariat of Lund.</summary>
    public string SecretariatKey { get; private set; } = string.Empty;

    public ServiceProcess this[int node] => _nodes[node]!;

    /// <summary>Starts both nodes at once on an empty database and registers IRIS 2.</summary>
    /// <param name="connectionString">Connection string of the database.</param>
    /// <param name="program">The program: this build, or the path of another one.</param>
    public static async Task<TwoNodes> BeginAsync(string connectionString, string program = ServiceProcess.Program)
    {
        var nodes = new TwoNodes(connectionString);
        try
        {
            await Task.WhenAll(nodes.RunAsync(0, program), nodes.RunAsync(1, program));
            using var administrator = nodes.ClientOf(0, ApiFactory.AdministratorKey);
            (await administrator.PutAsJsonAsync(StubbornSender.Project, ProjectFiles.Read("iris2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
            nodes.Key = await KeyAsync(administrator, new { name = "test", role = "registrar", projects = new[] { "iris2" } });
            nodes.SecretariatKey = await KeyAsync(administrator, new { name = "test", role = "secretariat", associations = new[] { "lund" } });
            nodes.IsUp(0);
            nodes.IsUp(1);
            return nodes;
        }
        catch
        {
            nodes.Dispose();
            throw;
        }
    }

    /// <summary>Makes a key.</summary>
    public static async Task<string> KeyAsync(HttpClient administrator, object body) =>
        (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();

    /// <summary>A client of a node.</summary>
    public HttpClient ClientOf(int node, string key) => this[node].ClientWith(key);

    /// <summary>Starts a node again, and lets it be asked.</summary>
    public async Task StartAsync(int node, string program = ServiceProcess.Program)
    {
        await RunAsync(node, program);
        IsUp(node);
    }

    /// <summary>Ends a node as a power cut would.</summary>
    public void Kill(int node)
    {
        this[node].Kill();
        Current.IsDown(node);
        this[node].Dispose();
    }

    /// <summary>Lets nobody ask a node any more and tells it to stop.</summary>
    public async Task StopAsync(int node)
    {
        Current.IsDown(node);
        (await this[node].StopAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, this[node].Output);
        this[node].Dispose();
    }

    /// <summary>Brings the database up to date for this build, as an account does that may change the schema.</summary>
    public async Task MigrateAsync()
    {
        var (code, said, errors) = await RunAsync("migrate");
        code.ShouldBe(0, said + errors);
    }

    /// <summary>Runs a command of the program on the database.</summary>
    public Task<(int Code, string Output, string Errors)> RunAsync(params string[] args) => ServiceProcess.RunAsync(_folder.FullName, args, Settings);

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            node?.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(int node, string program) => _nodes[node] =
        await ServiceProcess.StartBuildAsync(program, LongestStart, _folder.FullName, ApiFactory.AdministratorKey, Settings);

    private void IsUp(int node) => Current.IsUp(ClientOf(node, Key), node);
}

/// <summary>Senders who work with two nodes, and a reader who follows the changes.</summary>
internal sealed class Load : IDisposable
{
    private const int Senders = 5;

    private readonly TwoNodes _nodes;
    private readonly CancellationTokenSource _enough = new();
    private readonly StubbornSender[] _senders;
    private readonly Task[] _working;
    private readonly Task<IReadOnlyList<Change>> _following;
    private volatile bool _isOver;

    private Load(TwoNodes nodes, int seed)
    {
        _nodes = nodes;
        _senders = [.. Enumerable.Range(1, Senders).Select(number => new StubbornSender(nodes.Current, number, new Random(seed + number)))];
        _working = [.. _senders.Select(sender => Task.Run(() => sender.WorkAsync(_enough.Token)))];
        _following = Task.Run(() => FollowAsync(() => _isOver));
    }

    /// <summary>Lets everybody begin.</summary>
    public static Load Begin(TwoNodes nodes, int seed) => new(nodes, seed);

    /// <summary>Waits until the nodes have given so many more answers.</summary>
    public async Task AnswersAsync(int count)
    {
        await _nodes.Current.AnswersAsync(count, () => _following.IsCompleted || _working.Any(sender => sender.IsCompleted));
        await Task.WhenAll(_working.Append(_following).Where(task => task.IsFaulted));
    }

    /// <summary>
    /// Lets everybody come to an end. What was acknowledged is there once, what was not is whole or absent, and who has followed has seen every change once
    /// and in order, as anybody who reads from the beginning.
    /// </summary>
    /// <returns>The number of versions of all records, how many of them were acknowledged, and how many records nobody has been told about.</returns>
    public async Task<(long Versions, int Acknowledged, int InDoubt)> EndAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_working);
        _isOver = true;
        var followed = await _following;
        followed.Select(change => change.Position).ShouldBe(followed.Select(change => change.Position).Distinct().Order());
        (await FollowAsync(() => true)).ShouldBe(followed, "nothing appears behind what was seen");
        SentRecord[] records = [.. _senders.SelectMany(sender => sender.Records)];
        var versions = await KillTests.ShouldHoldAsync(await _nodes.Current.ClientAsync(), records);
        followed.Count(change => StubbornSender.Collections.Contains(change.Kind + "s")).ShouldBe((int)versions);
        return (versions, _senders.Sum(sender => sender.Acknowledged), records.Count(record => record.Pending is not null));
    }

    public void Dispose()
    {
        _enough.Cancel();
        _isOver = true;
        _enough.Dispose();
    }

    /// <summary>Reads the changes from the first one on, page by page from whichever node runs, until it is over and nothing is left.</summary>
    private async Task<IReadOnlyList<Change>> FollowAsync(Func<bool> isOver)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var seen = new List<Change>();
        var next = $"{StubbornSender.Project}/changes?since=0&limit=50";
        while (true)
        {
            var isLast = isOver();
            HttpResponseMessage answer;
            try
            {
                answer = await (await _nodes.Current.ClientAsync()).GetAsync(next);
            }
            catch (HttpRequestException)
            {
                // The node was gone before it answered.
                continue;
            }

            var page = await answer.ShouldBeAsync(HttpStatusCode.OK);
            var items = page["items"]!.AsArray();
            seen.AddRange(items.Select(item => new Change(
                item!["position"]!.GetValue<long>(), item["record"]!.GetValue<string>(), $"{item["reference"]} {item["version"]}")));
            next = new Uri(page["_links"]!["next"]!["href"]!.GetValue<string>()).PathAndQuery;
            if (items.Count > 0)
            {
                continue;
            }

            if (isLast)
            {
                return seen;
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private sealed record Change(long Position, string Kind, string What);
}
