namespace OutcomeApi.Http;

/// <summary>Names the section of the configuration that a type holds. All such types are bound, and checked when the program starts.</summary>
/// <param name="name">The section. A colon separates it from the one that it lies in.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SectionAttribute(string name) : Attribute
{
    /// <summary>The section.</summary>
    public string Name { get; } = name;
}
