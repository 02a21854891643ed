using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Work;

namespace OutcomeApi.Pages;

/// <summary>Puts the faults of a request at the fields of the form that it was sent by.</summary>
internal static class FormFaults
{
    /// <summary>Returns the fields, each with the faults whose pointer leads to it.</summary>
    public static IReadOnlyList<FormField> At(IEnumerable<FormField> fields, IReadOnlyList<Fault> faults, PageFrame frame) =>
        [.. fields.Select(field => field with { Faults = ProblemError.TextsOf(faults.Where(fault => FieldOf(fault) == field.Name), frame.Texts.Language) })];

    /// <summary>Returns the faults that belong to none of the fields.</summary>
    public static IReadOnlyList<string> Beside(IReadOnlyList<FormField> fields, IReadOnlyList<Fault> faults, PageFrame frame) =>
        ProblemError.TextsOf(faults.Where(fault => fields.All(field => field.Name != FieldOf(fault))), frame.Texts.Language);

    private static string? FieldOf(Fault fault) => fault.Pointer.Split('/').ElementAtOrDefault(1);
}
