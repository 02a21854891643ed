namespace OutcomeApi.Http;

/// <summary>An answer that is sent with an ETag. The ETag is the version in quotes, for example <c>"3"</c>.</summary>
public interface IVersioned
{
    /// <summary>Version of the stored content. The first version is 1.</summary>
    int Version { get; }
}
