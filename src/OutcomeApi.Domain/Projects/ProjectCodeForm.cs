namespace OutcomeApi.Domain.Projects;

/// <summary>Decides the form of codes that a project makes itself: of the units of its referrers, and of its own kinds of steps.</summary>
public static class ProjectCodeForm
{
    /// <summary>The greatest length of such a code, in characters.</summary>
    public const int MaxLength = 40;

    /// <summary>Words that mean something else in goals and in the rows of reports.</summary>
    public static readonly IReadOnlyList<string> Reserved = ["any", "earlier", "merged", "not-stated", "referred", "started", "total"];

    /// <summary>Determines whether a text has the form: words of lower-case letters and digits, joined by hyphens.</summary>
    public static bool IsCode(string text) => text.Length is > 0 and <= MaxLength && !Reserved.Contains(text)
        && text.Split('-').All(word => word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
}
