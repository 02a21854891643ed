using OutcomeApi.Security;

namespace OutcomeApi.Projects;

/// <summary>The part of a project that a caller asks about. Its subproject is null for the whole project.</summary>
public sealed record AskedPart(string? Subproject)
{
    /// <summary>
    /// Decides which part a request is about: the one that it names, or the only one that the caller reaches, or the whole project. Who reaches several
    /// parts only must name one of them.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="named">The subproject that the request names. Null when there is none.</param>
    /// <param name="existing">The subprojects of the project. Null when whoever looks the part up decides whether it exists.</param>
    public static Result<AskedPart> From(Caller caller, string project, string? named, IReadOnlyList<string>? existing = null)
    {
        var parts = caller.PartsOf(project);
        return (named ?? (parts is [var only] ? only : null)) switch
        {
            null when parts is null => new AskedPart((string?)null),
            { } part when caller.ReachesPart(project, part) && existing?.Contains(part) != false => new AskedPart(part),
            _ => new Fault(FaultCodes.SubprojectUnknown, "/subproject", string.Join(", ", (parts ?? existing ?? []).DefaultIfEmpty("–"))),
        };
    }
}
