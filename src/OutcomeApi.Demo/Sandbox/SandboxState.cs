namespace OutcomeApi.Demo.Sandbox;

/// <summary>The faults that are still to come, and the requests that were seen.</summary>
public sealed class SandboxState(TimeProvider time)
{
    /// <summary>Requests that are remembered at most; the oldest go first.</summary>
    private const int MostSeen = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<SandboxFault> _faults = new();
    private readonly Queue<SeenRequest> _seen = new();
    private readonly long _began = time.GetTimestamp();

    public IReadOnlyList<SeenRequest> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Lets a fault happen after those that are still to come.</summary>
    public void Add(SandboxFault fault)
    {
        lock (_lock)
        {
            for (var i = 0; i < fault.Times; i++)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    /// <summary>Forgets what is still to come and what was seen.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
            _seen.Clear();
        }
    }

    /// <summary>Remembers a request, and says what is to go wrong with it. Null: nothing.</summary>
    public SandboxFault? Next(string method, string path)
    {
        lock (_lock)
        {
            _faults.TryDequeue(out var fault);
            _seen.Enqueue(new SeenRequest
            {
                Method = method,
                Path = path,
                At = (long)time.GetElapsedTime(_began).TotalMilliseconds,
                Fault = fault?.Fault,
                WaitSeconds = fault?.Fault is SandboxFault.Unavailable or SandboxFault.TooManyRequests ? fault.Seconds : null,
            });
            if (_seen.Count > MostSeen)
            {
                _seen.Dequeue();
            }

            return fault;
        }
    }
}
