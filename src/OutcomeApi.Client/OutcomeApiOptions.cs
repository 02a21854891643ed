namespace OutcomeApi.Client;

/// <summary>Which service the client asks, with which key, and how long it tries.</summary>
public sealed record OutcomeApiOptions
{
    /// <summary>Where the service is, for example <c>https://api.example.se</c>.</summary>
    public Uri? Url { get; set; }

    /// <summary>The API key.</summary>
    public string? Key { get; set; }

    /// <summary>Language of messages: <c>sv</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "en";

    /// <summary>How long a call may take in all, with every re-send and the time between them.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long one attempt may take before it is sent again.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a batch may take to be sent and, up to 1,000 records, to be worked through.</summary>
    public TimeSpan BatchTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often a request is sent again at most.</summary>
    public int MostResends { get; set; } = 5;

    /// <summary>How long to wait before the first re-send when the service does not say. Later waits are longer, and chance is added to each.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromMilliseconds(500);
}
