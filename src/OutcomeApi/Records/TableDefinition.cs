namespace OutcomeApi.Records;

/// <summary>
/// Declares how the records of a kind are stored. All SQL about their rows is composed of it, see <see cref="RecordStatements"/>. Every table
/// also has the columns id, project_id, version, voided, received_at and changed_at.
/// </summary>
/// <remarks>In the pieces of SQL, <c>r</c> is the row of the record, and <c>e</c> is the row of the enrollment that it hangs on.</remarks>
/// <param name="Name">Name of the table.</param>
public sealed record TableDefinition(string Name)
{
    /// <summary>The columns of the registration.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The columns that are filled when a record is inserted, apart from those that every table has.</summary>
    public IReadOnlyList<Column> FilledColumns => HangsOnEnrollment ? [Column.SetByService("enrollment_id"), .. Columns] : Columns;

    /// <summary>
    /// True if a record hangs on an enrollment, by the column enrollment_id. The kind's check sets its value, and the registration gets the
    /// enrollment's reference. Such a record is part of what is held about a person: it is extracted and erased with the enrollment.
    /// </summary>
    public bool HangsOnEnrollment { get; init; }

    /// <summary>True if a record names a person itself. It is found by the person, and its references are renewed.</summary>
    public bool NamesPerson => Columns.Any(column => column.Name == "participant");

    /// <summary>SQL of the sender's key. One that is composed begins with the reference of the enrollment and a slash.</summary>
    public string Key { get; init; } = "r.reference";

    /// <summary>True if the key is a reference of the record's own. False if the key names an enrollment.</summary>
    public bool KeyIsReference => Key == "r.reference";

    /// <summary>True if the key is composed of the enrollment's reference and more, for example <c>E-1/3</c>.</summary>
    public bool KeyIsComposed => Key is not ("r.reference" or "e.reference");

    /// <summary>SQL condition for the records that a caller may list, by the parameters of the kind's reach. Null: all of the project.</summary>
    public string? Reach { get; init; }

    /// <summary>SQL condition for the records that stay when the enrollment's person withdraws the consent.</summary>
    public string StaysWithoutConsent { get; init; } = "1 = 0";
}

/// <summary>A column of a registration.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Member">Name of the registration's member. For a column that the service sets: name of the check's key.</param>
/// <param name="IsStated">False for a column that the service sets and that is not part of the registration.</param>
public sealed record Column(string Name, string Member, bool IsStated = true)
{
    /// <summary>Declares a column of the member that has the same name, for example <c>started_on</c> of <c>StartedOn</c>.</summary>
    public static implicit operator Column(string name) => new(name, MemberOf(name));

    /// <summary>Declares a column whose value the kind's check finds.</summary>
    public static Column SetByService(string name) => new(name, MemberOf(name), IsStated: false);

    private static string MemberOf(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
