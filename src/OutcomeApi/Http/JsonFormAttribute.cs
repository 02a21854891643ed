using OutcomeApi.Domain.Goals.Vocabulary;

namespace OutcomeApi.Http;

/// <summary>
/// Marks a member, or a whole body, as JSON that its .NET type does not describe. Code of its own reads it, and the contract describes it with a named
/// schema.
/// </summary>
/// <param name="schema">Name of the schema in the contract.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class JsonFormAttribute(string schema) : Attribute
{
    /// <summary>Schema name of a goal definition.</summary>
    public const string Goal = GoalForms.DefinitionName;

    /// <summary>Schema name of an object with one goal definition for each goal key.</summary>
    public const string Goals = "GoalDefinitions";

    /// <summary>Schema name of the limit of a target.</summary>
    public const string Limit = GoalForms.LimitName;

    /// <summary>Name of the schema in the contract.</summary>
    public string Schema { get; } = schema;
}
