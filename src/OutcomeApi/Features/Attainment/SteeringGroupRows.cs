using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Features.Attainment;

/// <summary>Names the rows of a figure that can be requested, and those of them that steering groups can request.</summary>
internal static class SteeringGroupRows
{
    /// <summary>All rows: the genders and the total.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Code.All<Gender>(), "total"];

    /// <summary>The fault for a row that steering groups cannot request. It lists the rows that they can.</summary>
    public static Fault NoSuchRow { get; } = new(
        FaultCodes.TypeWrong,
        "/gender",
        "one of " + string.Join(", ", SteeringGroupFigure.Genders.Select(gender => gender is { } one ? Code.Format(one) : "total")));
}
