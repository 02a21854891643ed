using System.Text.Json;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds when a unit of this sort proposed the person. An unknown unit is of no sort.</summary>
/// <param name="Units">The codes of the units. Empty when the sort is meant.</param>
/// <param name="Integrated">Whether the unit is an integrated treatment team. Null when units are named.</param>
public sealed record ReferrerUnitIn(IReadOnlyList<string> Units, bool? Integrated) : Condition
{
    private const string IntegratedName = "integrated", Example = "{\"integrated\": true}";

    private static readonly Form.Object Sort = new(
        "All units of a sort.", (IntegratedName, new Form.Truth("`true`: the unit is an integrated treatment team. `false`: it is known, and is none.")))
    {
        Least = 1,
    };

    internal static readonly Word Word = new(
        "referrerUnit",
        new Form.Choice(
            "The referrer's unit, which proposed the person, is one of these, or an integrated treatment team. An unknown unit is of no sort.",
            new Form.Text("The code of one of the project's units."),
            new Form.List("Several units.", new Form.Text("The code of a unit."), Least: 1),
            Sort),
        Read);

    public override bool Holds(in Subject subject)
    {
        if (subject.Participation.ReferrerUnit is not { } unit)
        {
            return false;
        }

        for (var i = 0; i < Units.Count; i++)
        {
            if (Units[i] == unit)
            {
                return true;
            }
        }

        return Integrated == subject.Participation.UnitIsIntegrated;
    }

    /// <summary>Compares the codes of the units one by one.</summary>
    public bool Equals(ReferrerUnitIn? other) => other is not null && Integrated == other.Integrated && Units.SequenceEqual(other.Units);

    public override int GetHashCode() => HashCode.Combine(Integrated, Units.Count);

    internal override string Clause(GoalWords words, bool holds, bool isPart) => Integrated switch
    {
        true => words.Choose(
            holds,
            "den remitterande enheten är ett integrerat team", "den remitterande enheten inte är ett integrerat team",
            "the referring unit is an integrated team", "the referring unit is not an integrated team"),
        false => words.Choose(
            holds,
            "den remitterande enheten är känd och inte ett integrerat team", "den remitterande enheten är okänd eller ett integrerat team",
            "the referring unit is known and not an integrated team", "the referring unit is not known or an integrated team"),
        null => words.Is(holds, "den remitterande enheten", "the referring unit", Units.Select(words.NameOfUnit)),
    };

    private static ReferrerUnitIn? Read(GoalReading reading, JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return reading.Members(value, at, Sort, Example, reading.Truth) is { } sort ? new ReferrerUnitIn([], sort[IntegratedName]) : null;
        }

        return reading.Units(value, at, "the code of a unit, a list of codes, or {\"integrated\": true}") is { } units ? new ReferrerUnitIn(units, null) : null;
    }
}
