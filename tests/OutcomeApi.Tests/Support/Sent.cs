using OutcomeApi.Client;

namespace OutcomeApi.Tests.Support;

/// <summary>Records as a project system states them with the client. They are right in every respect; a test states the members that it is about.</summary>
public static class Sent
{
    public static Enrollment Person(string reference) => new()
    {
        Reference = reference,
        Participant = "P-" + reference,
        ConsentGivenOn = new(2024, 2, 1),
        Gender = Gender.Woman,
        BirthYear = 1990,
        StartedOn = new(2024, 2, 1),
    };
}
