namespace OutcomeApi.Domain.Results;

/// <summary>The languages that texts for people are written in.</summary>
public enum Language
{
    Swedish,
    English,
}
