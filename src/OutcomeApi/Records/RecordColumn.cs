using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Records;

/// <summary>A value of a record, as a column of a sheet that is filled in or as a field of a form.</summary>
/// <param name="Name">The member, as CSV names it.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="IsRequired">True if every record must have a value.</param>
/// <param name="Codes">The codes that a cell may hold. Empty: the values are not codes, or a cell holds several.</param>
internal sealed record RecordColumn(string Name, Type Type, bool IsRequired, IReadOnlyList<string> Codes)
{
    /// <summary>Name of the code list that the values are from. Null: they are no codes of a list.</summary>
    public string? List { get; init; }

    /// <summary>True if a value may not be absent: a truth that is false unless it is stated.</summary>
    public bool IsTruth { get; init; }

    public bool IsDate => Type == typeof(DateOnly);

    /// <summary>Returns the columns of a kind of record in a project.</summary>
    public static IReadOnlyList<RecordColumn> Of(Type registration, ProjectDefinition project) =>
        [.. Of(registration, string.Empty, project).OrderByDescending(column => column.IsRequired).ThenBy(column => column.Name == "correction")];

    /// <summary>Returns the value of the example row.</summary>
    public string Example(ProjectDefinition project) => Type switch
    {
        _ when Codes.Count > 0 => Codes[0],
        _ when IsDate => project.Period.StartsOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => string.Empty,
    };

    private static IEnumerable<RecordColumn> Of(Type type, string prefix, ProjectDefinition project)
    {
        foreach (var property in type.GetProperties().Where(IsSent))
        {
            var name = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var member = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (member == typeof(Occupation))
            {
                foreach (var nested in Of(member, name + ".", project))
                {
                    // What is required within an object is not required of a record.
                    yield return nested with { IsRequired = false };
                }
            }
            else
            {
                yield return new RecordColumn(name, member, property.IsDefined(typeof(RequiredAttribute)), CodesOf(type, property, member, project))
                {
                    List = property.GetCustomAttribute<CodeOfAttribute>() is { } codes ? CodeLists.NameOf(codes.List) : null,
                    IsTruth = property.PropertyType == typeof(bool),
                };
            }
        }
    }

    private static bool IsSent(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true }
        && !property.IsDefined(typeof(ComputedAttribute))
        && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always };

    private static string[] CodesOf(Type type, PropertyInfo property, Type member, ProjectDefinition project)
    {
        if (member == typeof(bool))
        {
            return ["ja", "nej"];
        }

        if (property.Name == "Subproject")
        {
            return [.. project.Subprojects.Select(part => part.Id)];
        }

        if (property.Name == nameof(Enrollment.ReferrerUnit))
        {
            return [.. project.ReferrerUnits.Select(unit => unit.Code)];
        }

        if (type == typeof(FollowUp) && property.Name == nameof(FollowUp.Months))
        {
            return [.. project.FollowUpMonths.Select(months => months.ToString(CultureInfo.InvariantCulture))];
        }

        if (member != typeof(string) || property.GetCustomAttribute<CodeOfAttribute>()?.List is not { } list)
        {
            return [];
        }

        var used = list == typeof(ExitReason) ? project.ExitReasons
            : list == typeof(FollowUpAnswer) ? project.FollowUpAnswers
            : list == typeof(Referrer) ? project.Referrers
            : list == typeof(StepKind) ? [.. project.StepKinds.Select(kind => kind.Code)]
            : [];
        return used.Count > 0 ? [.. used] : [.. Enum.GetNames(list).Select(Code.Kebab)];
    }
}
