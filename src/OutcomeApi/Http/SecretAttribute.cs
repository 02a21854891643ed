namespace OutcomeApi.Http;

/// <summary>Marks a setting whose value is never shown.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
