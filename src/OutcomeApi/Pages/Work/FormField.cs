using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Records;

namespace OutcomeApi.Pages.Work;

/// <summary>A field of a form: a value of a record, as it is shown and filled in.</summary>
public sealed record FormField
{
    /// <summary>Name of the value, as CSV has it.</summary>
    public required string Name { get; init; }

    /// <summary>What the field is called.</summary>
    public required string Label { get; init; }

    /// <summary>An explanation. Null when the label says enough.</summary>
    public string? Hint { get; init; }

    public required FieldForm Form { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>True if the value names the record, so that it stays as it is.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The text of the value. Values of a list are joined as in a cell of CSV. Empty: there is none.</summary>
    public string Value { get; init; } = string.Empty;

    /// <summary>What is stored now, in words, if somebody else has changed it meanwhile. Null otherwise.</summary>
    public string? Meanwhile { get; init; }

    /// <summary>The codes to choose from, with their names.</summary>
    public IReadOnlyList<(string Code, string Text)> Choices { get; init; } = [];

    /// <summary>Labels of the values of a list of ratings.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>What is wrong with the value, and how to mend it.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The values of a list.</summary>
    public string[] Values => Value.Split(Cells.ListSeparator);

    /// <summary>Id of the field on the page.</summary>
    public string Id => "f-" + Name.Replace('.', '-');
}

/// <summary>How a value is filled in.</summary>
public enum FieldForm
{
    Text,
    Number,
    Date,
    Truth,
    Choice,

    /// <summary>Any number of codes.</summary>
    Several,

    /// <summary>A number for each of several areas.</summary>
    Ratings,
}

/// <summary>Turns records into the fields of a form, and a form that was sent into what a sender would have stated.</summary>
internal sealed class FormFields(Type registration, ProjectDefinition project, PageFrame frame)
{
    private const string Voided = "voided";

    private const string Correction = "correction";

    private readonly IReadOnlyList<RecordColumn> _columns = RecordColumn.Of(registration, project);

    /// <summary>Makes the fields.</summary>
    /// <param name="cells">The values to show, by their names.</param>
    /// <param name="faults">What is wrong with them.</param>
    /// <param name="isStored">Whether the record is stored already.</param>
    /// <param name="meanwhile">What somebody else has stored meanwhile. Null: nothing has changed.</param>
    public IReadOnlyList<FormField> Show(
        IReadOnlyDictionary<string, string> cells, IEnumerable<Fault> faults, bool isStored, IReadOnlyDictionary<string, string>? meanwhile = null)
    {
        var wrong = faults.ToLookup(fault => ColumnOf(fault.Pointer));
        return [.. _columns.Where(column => isStored || column.Name is not (Voided or Correction)).Select(Field)];

        FormField Field(RecordColumn column)
        {
            var value = cells.GetValueOrDefault(column.Name, string.Empty);
            var now = meanwhile?.GetValueOrDefault(column.Name, string.Empty);
            var field = new FormField
            {
                Name = column.Name,
                Label = FieldTexts.Name(frame, column.Name),
                Hint = FieldTexts.Hint(frame, column.Name),
                Form = FormOf(column),
                IsRequired = column.IsRequired,
                IsFixed = isStored && IsKey(column.Name),
                Value = value,
                Choices = ChoicesOf(column),
                Parts = column.Type == typeof(IReadOnlyList<int?>) ? ItemNames(cells.GetValueOrDefault("instrument", Instruments.Usual)) : [],
                Faults = [.. ProblemError.From(wrong[column.Name], frame.Texts.Language).Select(error => error.InWords())],
            };
            return now is null || now == value ? field : field with { Meanwhile = InWords(field, now) };
        }
    }

    /// <summary>Returns what is wrong and belongs to no field of the form.</summary>
    public IReadOnlyList<string> Others(IEnumerable<Fault> faults, bool isStored) =>
    [
        .. ProblemError.From(
            faults.Where(fault => _columns.All(column => column.Name != ColumnOf(fault.Pointer) || (!isStored && column.Name is Voided or Correction))),
            frame.Texts.Language).Select(error => error.InWords())
    ];

    /// <summary>Reads a form: the texts of its fields.</summary>
    public Dictionary<string, string> Read(IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        var sent = form.ToDictionary();
        return _columns.ToDictionary(column => column.Name, column =>
        {
            var values = sent.GetValueOrDefault(column.Name);
            var text = string.Join(Cells.ListSeparator, values.Select(value => value?.Trim()));
            return values.All(string.IsNullOrWhiteSpace) ? string.Empty : text;
        });
    }

    /// <summary>Returns the texts of a stored record.</summary>
    public static Dictionary<string, string> Of(JsonObject content)
    {
        var cells = new Dictionary<string, string>();
        foreach (var (name, node) in content)
        {
            if (node is JsonObject nested)
            {
                foreach (var (inner, value) in nested.Where(member => member.Value is not null))
                {
                    cells[$"{name}.{inner}"] = TextOf(value);
                }
            }
            else if (node is not null)
            {
                cells[name] = TextOf(node);
            }
        }

        return cells;
    }

    /// <summary>Returns what a sender would state of a new record.</summary>
    public JsonObject ToRecord(IReadOnlyDictionary<string, string> cells) => Cells.ToJson(registration, cells);

    /// <summary>Returns what a sender would state of a correction: every field of the form, and null where it is empty.</summary>
    public JsonObject ToPatch(IReadOnlyDictionary<string, string> cells)
    {
        var patch = ToRecord(cells);
        foreach (var column in _columns.Where(column => cells.GetValueOrDefault(column.Name, string.Empty).Length == 0 && column.Name != Correction))
        {
            var dot = column.Name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                patch[column.Name] = null;
            }
            else if (patch[column.Name[..dot]] is JsonObject nested)
            {
                nested[column.Name[(dot + 1)..]] = null;
            }
            else
            {
                patch[column.Name[..dot]] = null;
            }
        }

        return patch;
    }

    private static string TextOf(JsonNode? node) => node is JsonArray list
        ? string.Join(Cells.ListSeparator, list.Select(TextOf))
        : node?.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node?.ToJsonString() ?? string.Empty;

    /// <summary>Returns the name of the value that a pointer leads to. The place within a list is left out.</summary>
    private string ColumnOf(string pointer)
    {
        var name = pointer.TrimStart('/').Replace('/', '.');
        return _columns.FirstOrDefault(column => name == column.Name || name.StartsWith(column.Name + ".", StringComparison.Ordinal))?.Name ?? name;
    }

    private bool IsKey(string column) =>
        column == "reference" || (_columns.All(other => other.Name != "reference") && column is "enrollmentReference" or "months");

    private static FieldForm FormOf(RecordColumn column) => column switch
    {
        { IsTruth: true } => FieldForm.Truth,
        { IsDate: true } => FieldForm.Date,
        { Type: var type } when type == typeof(IReadOnlyList<int?>) => FieldForm.Ratings,
        { Type: var type } when type == typeof(IReadOnlyList<string>) => FieldForm.Several,
        { Codes.Count: > 0 } or { Name: "instrument" } => FieldForm.Choice,
        { Type: var type } when type == typeof(int) => FieldForm.Number,
        _ => FieldForm.Text,
    };

    private (string Code, string Text)[] ChoicesOf(RecordColumn column)
    {
        var texts = new GoalTexts(frame.Texts);
        if (column.Type == typeof(bool))
        {
            return [("true", frame.In("Ja", "Yes")), ("false", frame.In("Nej", "No"))];
        }

        if (column.Name == "subproject")
        {
            return [.. column.Codes.Select(part => (part, texts.NameOf(project, part)))];
        }

        if (column.Name == "referrerUnit")
        {
            return [.. column.Codes.Select(unit => (unit, frame.Texts.Of(project.UnitOf(unit)?.Name, unit)))];
        }

        if (column.Name == "instrument")
        {
            return [.. Instruments.All.Select(instrument => (instrument.Id, frame.Texts.Of(instrument.Name, instrument.Id)))];
        }

        var codes = column.Codes.Count > 0 || column.List is null ? column.Codes : CodeLists.All[column.List].Select(entry => entry.Code);
        return [.. codes.Select(code => (code, column.List is null ? code : texts.NameOf(project, column.List, code)))];
    }

    /// <summary>
    /// Names the items of an instrument. Where each item is an area of its own, they are called so; the texts of other items are their publisher's.
    /// </summary>
    private string[] ItemNames(string instrument) => (Instruments.Find(instrument) ?? Instruments.Find(Instruments.Usual)!) is var rated
        && rated.Areas.All(area => area.Items.Count == 1)
            ? [.. rated.Areas.Select(area => frame.Texts.OfArea(area.Code))]
            : [.. Enumerable.Range(1, rated.Items).Select(item => frame.In($"Fråga {item}", $"Item {item}"))];

    private string InWords(FormField field, string value)
    {
        var words = value.Split(Cells.ListSeparator)
            .Select(one => field.Choices.FirstOrDefault(choice => choice.Code == one).Text ?? one)
            .Where(one => one.Length > 0);
        return value.Length == 0 ? frame.In("inget", "nothing") : string.Join(", ", words);
    }
}
