namespace OutcomeApi.Client;

/// <summary>Codes of genders.</summary>
public static class Gender
{
    public const string Woman = "woman";

    public const string Man = "man";

    public const string Other = "other";

    public const string Unknown = "unknown";
}

/// <summary>Codes of reasons for a correction.</summary>
public static class Correction
{
    public const string WrongDate = "wrong-date";

    public const string WrongCode = "wrong-code";

    public const string LateInformation = "late-information";

    public const string Duplicate = "duplicate";

    public const string Other = "other";
}
