namespace OutcomeApi.Http;

/// <summary>The media types that an endpoint answers beside JSON, as metadata. The contract documents them, and <c>Accept</c> may ask for them.</summary>
public sealed record OtherForms(IReadOnlyList<string> MediaTypes);
