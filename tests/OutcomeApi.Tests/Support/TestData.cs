namespace OutcomeApi.Tests.Support;

/// <summary>Bodies that are right in every respect. A test states the members that it is about.</summary>
public static class TestData
{
    public static JsonObject Enrollment(string reference, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject
        {
            ["reference"] = reference,
            ["participant"] = "P-" + reference,
            ["consentGivenOn"] = "2024-02-01",
            ["gender"] = "woman",
            ["birthYear"] = 1990,
            ["startedOn"] = "2024-02-01",
        },
        members);

    public static JsonObject Exit(string enrollment, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject { ["enrollmentReference"] = enrollment, ["exitedOn"] = "2024-06-01", ["reason"] = "work-unsubsidised" }, members);

    public static JsonObject Step(string reference, string enrollment, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject { ["reference"] = reference, ["enrollmentReference"] = enrollment, ["kind"] = "language", ["on"] = "2024-03-01" }, members);

    public static JsonObject Placement(string reference, string enrollment, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject { ["reference"] = reference, ["enrollmentReference"] = enrollment, ["kind"] = "work", ["startedOn"] = "2024-03-01" }, members);

    public static JsonObject JobOffer(string reference, string enrollment, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject { ["reference"] = reference, ["enrollmentReference"] = enrollment, ["on"] = "2024-03-01", ["subsidised"] = false }, members);

    public static JsonObject SelfAssessment(string reference, string enrollment, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject
        {
            ["reference"] = reference,
            ["enrollmentReference"] = enrollment,
            ["on"] = "2024-02-01",
            ["occasion"] = "start",
            ["ratings"] = new JsonArray(3, 2, 4, null, 3, 5),
        },
        members);

    public static JsonObject FidelityReview(string reference, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject { ["reference"] = reference, ["on"] = "2024-04-29", ["scale"] = "ips-y-35", ["scores"] = new JsonObject { ["1"] = 5, ["3B"] = 4 } },
        members);

    public static JsonObject ReportedFigure(string reference, params (string Name, JsonNode? Value)[] members) => With(
        new JsonObject { ["reference"] = reference, ["figure"] = "baseline-share", ["on"] = "2024-12-31", ["numerator"] = 12, ["denominator"] = 80 }, members);

    /// <summary>The body with other members; a null value removes one.</summary>
    public static JsonObject With(JsonObject body, params (string Name, JsonNode? Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            if (value is null)
            {
                body.Remove(name);
            }
            else
            {
                body[name] = value;
            }
        }

        return body;
    }
}
