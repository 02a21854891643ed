namespace OutcomeApi.Domain.Results;

/// <summary>The languages of texts for people.</summary>
public enum Language
{
    Swedish,
    English,
}
