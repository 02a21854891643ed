using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Features.Attainment;

/// <summary>Names the rows that steering groups can request.</summary>
internal static class SteeringGroupRows
{
    /// <summary>The fault for a row that steering groups cannot request. It lists the rows that they can.</summary>
    public static Fault NoSuchRow { get; } = new(
        FaultCodes.TypeWrong,
        "/gender",
        "one of " + string.Join(", ", SteeringGroupFigure.Genders.Select(gender => gender is { } one ? Code.Format(one) : "total")));
}
