namespace OutcomeApi.Http;

/// <summary>The member, or the whole body, is JSON that is read by something else than its type. Its form stands in the contract under a name.</summary>
/// <param name="schema">The schema's name.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class JsonFormAttribute(string schema) : Attribute
{
    /// <summary>A goal definition.</summary>
    public const string Goal = "GoalDefinition";

    /// <summary>A goal definition for each goal key.</summary>
    public const string Goals = "GoalDefinitions";

    /// <summary>A limit of a target.</summary>
    public const string Limit = "GoalLimit";

    public string Schema { get; } = schema;
}
