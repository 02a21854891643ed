namespace OutcomeApi.Http;

/// <summary>
/// Endpoint metadata: the media types that an endpoint can answer with besides JSON, for example <c>text/csv</c>.
/// The contract documents them, and a client can request them with <c>Accept</c>.
/// </summary>
public sealed record OtherForms(IReadOnlyList<string> MediaTypes);
