namespace OutcomeApi.Demo.Sandbox;

/// <summary>What is to go wrong with the next requests that write.</summary>
public sealed record SandboxFault
{
    public const string Unavailable = "unavailable";

    public const string TooManyRequests = "too-many-requests";

    public const string CutAfterCommit = "cut-after-commit";

    public const string Slow = "slow";

    public static readonly string[] Known = [Unavailable, TooManyRequests, CutAfterCommit, Slow];

    /// <summary>
    /// <c>unavailable</c>: 503, nothing is stored. <c>too-many-requests</c>: 429, nothing is stored. <c>cut-after-commit</c>: the record is stored and the
    /// connection is cut instead of an answer. <c>slow</c>: the record is stored and the answer comes late.
    /// </summary>
    public required string Fault { get; init; }

    /// <summary>With how many requests.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How long the sender is told to wait (503, 429), or the answer waits (slow).</summary>
    public int Seconds { get; init; } = 1;
}

/// <summary>A request that writes, as the sandbox has seen it.</summary>
public sealed record SeenRequest
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>Milliseconds since the sandbox began.</summary>
    public required long At { get; init; }

    /// <summary>What went wrong with it on purpose. Null: nothing.</summary>
    public string? Fault { get; init; }

    /// <summary>How long the sender was told to wait.</summary>
    public int? WaitSeconds { get; init; }
}
