namespace OutcomeApi.Tests.Support;

/// <summary>
/// Many participations that are alike, for a register whose figures can be told by hand. References are <c>E-0</c>, <c>E-1</c> … in the order in
/// which they are added.
/// </summary>
public sealed class People(ProjectApi api)
{
    private readonly List<JsonObject> _enrollments = [];
    private readonly List<(string Collection, JsonObject Body)> _rest = [];

    /// <summary>Adds some who are taking part.</summary>
    /// <returns>Their references.</returns>
    public string[] Add(int count, string? subproject, string gender, params (string Name, JsonNode? Value)[] members) =>
    [
        .. Enumerable.Range(_enrollments.Count, count).Select(number =>
        {
            var body = TestData.Enrollment(
                $"E-{number}", [("subproject", subproject), ("gender", gender), .. members.Select(m => (m.Name, m.Value?.DeepClone()))]);
            _enrollments.Add(body);
            return $"E-{number}";
        })
    ];

    /// <summary>Lets some leave.</summary>
    public string[] Leave(string[] references, string reason, string on, params (string Name, JsonNode? Value)[] members)
    {
        _rest.AddRange(references.Select(r => (
            "exits", TestData.Exit(r, [("reason", reason), ("exitedOn", on), .. members.Select(m => (m.Name, m.Value?.DeepClone()))]))));
        return references;
    }

    /// <summary>Documents a step of each.</summary>
    public string[] Step(string[] references, string kind)
    {
        _rest.AddRange(references.Select(r => ("steps", TestData.Step($"S-{r}-{kind}", r, ("kind", kind)))));
        return references;
    }

    /// <summary>Offers each a job.</summary>
    public string[] Offer(string[] references, bool subsidised, bool otherField)
    {
        _rest.AddRange(references.Select(r => ("job-offers", TestData.JobOffer($"O-{r}", r, ("subsidised", subsidised), ("otherField", otherField)))));
        return references;
    }

    /// <summary>Registers everybody and waits until they are counted.</summary>
    public async Task RegisterAsync()
    {
        await SendAsync(_enrollments.Select(e => ("enrollments", e)));
        await SendAsync(_rest);
        await ApiFactory.UpToDateAsync(api.Registrar, api.ProjectId);
    }

    private async Task SendAsync(IEnumerable<(string Collection, JsonObject Body)> records)
    {
        foreach (var (collection, body) in records)
        {
            await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
        }
    }
}
