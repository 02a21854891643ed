namespace OutcomeApi.Security;

/// <summary>
/// Endpoint metadata: who reaches only parts of a project gets in, too. The endpoint shows and takes nothing but what belongs to these parts. Every
/// other endpoint is about the project as a whole, and is not there for such a caller.
/// </summary>
public sealed record ReachesParts;

/// <summary>Declares endpoints that are there for callers who reach only parts of a project.</summary>
public static class ReachesPartsExtensions
{
    /// <summary>Declares that an endpoint minds the parts that its caller reaches.</summary>
    public static T ForParts<T>(this T endpoint)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new ReachesParts());
}
