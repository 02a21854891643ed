using System.Net.Http.Headers;
using OutcomeApi.NSwagClient;

// A registration, the same again, what is not right, and many at once: with nothing but the types that the contract gives.
using var http = new HttpClient();
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", args[1]);
var client = new Client(http) { BaseUrl = args[0] };
var day = new DateOnly(2025, 2, 1);

var enrollment = new Enrollment
{
    Reference = "E-NS-1", Participant = "P-NS-1", ConsentGivenOn = day, Gender = Gender.Woman, BirthYear = 2001, Subproject = "usb", StartedOn = day,
};
Expect((await client.CreateEnrollmentAsync("iris2", enrollment)).Version == 1, "a registration is stored");
Expect((await client.CreateEnrollmentAsync("iris2", enrollment)).Version == 1, "the same again changes nothing");

try
{
    await client.CreateExitAsync("iris2", new Exit { EnrollmentReference = "E-NS-1", ExitedOn = new DateOnly(2024, 1, 1), Reason = ExitReason.Studies });
    Expect(false, "an exit before the start is refused");
}
catch (ApiException<Problem> refused)
{
    Expect(refused.Result.Errors.Single().Code == "exit-before-start", "the refusal says why");
}

var batch = await client.SendBatchAsync("iris2", new BatchBody
{
    Mode = BatchMode.All,
    Records =
    [
        new BatchExit { EnrollmentReference = "E-NS-1", ExitedOn = new DateOnly(2025, 10, 31), Reason = ExitReason.WorkSubsidised, Extent = 50 },
        new BatchStep { Reference = "S-NS-1", EnrollmentReference = "E-NS-1", Kind = "better-health", On = new DateOnly(2025, 5, 2) },
    ],
});
Expect(batch.Created == 2, "records of several kinds are sent at once");

var attainment = await client.GetAttainmentAsync("iris2", goal: "iris2-usb.work-or-studies", limit: 1);
Expect(attainment.Items.Single().Rows.Count == 5, "figures are read");
Console.WriteLine("NSwag: the client did its calls.");

static void Expect(bool holds, string what)
{
    if (!holds)
    {
        throw new InvalidOperationException($"It does not hold that {what}.");
    }
}
