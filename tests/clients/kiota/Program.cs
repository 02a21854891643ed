using System.Net.Http.Headers;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using OutcomeApi.KiotaClient;
using OutcomeApi.KiotaClient.Models;

// A registration, the same again, what is not right, and many at once: with nothing but the types that the contract gives.
// The key goes with the HTTP client: Kiota's own providers refuse plain HTTP, which the service that is tried speaks on this machine.
using var http = KiotaClientFactory.Create();
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", args[1]);
using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http) { BaseUrl = args[0] };
var project = new OutcomeApiClient(adapter).Projects["iris2"];
var day = new Date(2025, 2, 1);

var enrollment = new Enrollment
{
    Reference = "E-KI-1", Participant = new() { String = "P-KI-1" }, ConsentGivenOn = day, Gender = Gender.Woman, BirthYear = 2001, Subproject = "usb",
    StartedOn = day,
};
Expect((await project.Enrollments.PostAsync(enrollment))?.Version == 1, "a registration is stored");
Expect((await project.Enrollments.PostAsync(enrollment))?.Version == 1, "the same again changes nothing");

try
{
    await project.Exits.PostAsync(new Exit { EnrollmentReference = "E-KI-1", ExitedOn = new Date(2024, 1, 1), Reason = ExitReason.Studies });
    Expect(false, "an exit before the start is refused");
}
catch (Problem refused)
{
    Expect(refused.Errors?.Single().Code == "exit-before-start", "the refusal says why");
}

var batch = await project.Batches.PostAsync(new BatchBody
{
    Mode = BatchMode.All,
    Records =
    [
        new BatchExit
        {
            Record = "exit", EnrollmentReference = "E-KI-1", ExitedOn = new Date(2025, 10, 31), Reason = ExitReason.WorkSubsidised, Extent = 50,
        },
        new BatchStep { Record = "step", Reference = "S-KI-1", EnrollmentReference = "E-KI-1", Kind = "better-health", On = new Date(2025, 5, 2) },
    ],
});
Expect(batch?.Created == 2, "records of several kinds are sent at once");

var attainment = await project.Attainment.GetAsync(request =>
{
    request.QueryParameters.Goal = "iris2-usb.work-or-studies";
    request.QueryParameters.Limit = 1;
});
Expect(attainment?.Items?.Single().Rows?.Count == 5, "figures are read");
Console.WriteLine("Kiota: the client did its calls.");

static void Expect(bool holds, string what)
{
    if (!holds)
    {
        throw new InvalidOperationException($"It does not hold that {what}.");
    }
}
