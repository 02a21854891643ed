using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Features.Attainment;

/// <summary>The rows that steering groups ask for.</summary>
internal static class SteeringGroupRows
{
    /// <summary>Says which rows there are.</summary>
    public static Fault NoSuchRow { get; } = new(
        FaultCodes.TypeWrong, "/gender", "one of " + string.Join(", ", SteeringGroupFigure.Genders.Select(gender => gender is { } one ? Code.Format(one) : "total")));
}
