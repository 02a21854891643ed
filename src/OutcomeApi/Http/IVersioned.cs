namespace OutcomeApi.Http;

/// <summary>An answer that comes with an ETag: its version in quotes.</summary>
public interface IVersioned
{
    int Version { get; }
}
