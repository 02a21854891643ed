using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Features.Attainment;
using Xunit.Abstractions;

namespace OutcomeApi.Tests.Journeys;

/// <summary>
/// Operations by chance against the service and against <see cref="RegisterModel"/>: after each, both have answered the same and hold the same. When they
/// differ, the shortest sequence that shows it is printed.
/// </summary>
/// <remarks><c>OUTCOMEAPI_TEST_SEQUENCES</c> says how many sequences are tried, <c>OUTCOMEAPI_TEST_SEED</c> which seed is the first.</remarks>
public sealed class RegisterModelTests(RegisterModelTests.Register api, ITestOutputHelper output) : IClassFixture<RegisterModelTests.Register>
{
    private const int Length = 40;

    private int _runs;

    [Fact]
    public async Task Whatever_is_sent_in_whatever_order_the_register_holds_what_the_description_says()
    {
        var first = Setting("OUTCOMEAPI_TEST_SEED") ?? 1;
        var count = Setting("OUTCOMEAPI_TEST_SEQUENCES") ?? 6;
        output.WriteLine($"seeds {first} to {first + count - 1}");
        for (var seed = first; seed < first + count; seed++)
        {
            var chance = new Random(seed);
            var operations = Enumerable.Range(0, Length).Select(_ => RegisterOperation.Next(chance)).ToArray();
            if (await DifferenceAsync(operations) is { } difference)
            {
                Assert.Fail($"Seed {seed}. {await ShortestAsync(operations, difference)}");
            }
        }

        await api.ComputeAsync("iris2");
        await using var scope = api.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CheckProject("iris2"))).Value!.Differences.ShouldBe(0);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;

    /// <summary>Leaves out operations as long as a difference stays.</summary>
    private async Task<string> ShortestAsync(IReadOnlyList<RegisterOperation> operations, string difference)
    {
        var shortest = operations.ToList();
        for (var size = shortest.Count / 2; size >= 1; size /= 2)
        {
            for (var at = 0; at + size <= shortest.Count;)
            {
                var fewer = shortest.ToList();
                fewer.RemoveRange(at, size);
                if (await DifferenceAsync(fewer) is { } still)
                {
                    (shortest, difference) = (fewer, still);
                }
                else
                {
                    at += size;
                }
            }
        }

        return $"{difference}\nThe shortest sequence:\n{string.Join('\n', shortest)}";
    }

    /// <summary>Does the operations in a part of the register that nothing has touched. Null: the service does the same as the model.</summary>
    private async Task<string?> DifferenceAsync(IReadOnlyList<RegisterOperation> operations)
    {
        var prefix = $"M{_runs++}";
        var model = new RegisterModel();
        foreach (var operation in operations)
        {
            if (operation.On(model, prefix) is not { } request)
            {
                continue;
            }

            var expected = model.Send(request);
            var actual = await SendAsync(request);
            if (actual != expected)
            {
                return $"{operation}: {request.Method} {request.Collection}/{request.Key} {request.Body?.ToJsonString()} If-Match {request.IfMatch}"
                    + $" should be {expected}, is {actual}";
            }

            foreach (var (collection, key) in RegisterOperation.KeysOf(prefix, operation.Slot))
            {
                if (await DifferenceAsync(model, collection, key) is { } difference)
                {
                    return $"after {operation}: {difference}";
                }
            }
        }

        for (var slot = 0; slot < RegisterOperation.Slots; slot++)
        {
            foreach (var (collection, key) in RegisterOperation.KeysOf(prefix, slot))
            {
                if (await DifferenceAsync(model, collection, key) is { } difference)
                {
                    return $"at the end: {difference}";
                }
            }
        }

        return null;
    }

    /// <summary>What is read under a key, against what the model holds. Null: the same.</summary>
    private async Task<string?> DifferenceAsync(RegisterModel model, string collection, string key)
    {
        var held = model.Find(collection, key);
        var answer = await api.Registrar.GetAsync($"{api.Address}/{collection}/{key}");
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        var expected = held is null ? 404 : held.Content is null ? 410 : 200;
        if ((int)answer.StatusCode != expected)
        {
            return $"{collection}/{key} should be {expected}, is {(int)answer.StatusCode}";
        }

        if (held?.Content is not { } content)
        {
            return null;
        }

        string[] known =
        [
            "reference", "enrollmentReference", "participant", "birthYear", "consentGivenOn", "anonymous", "gender", "startedOn", "exitedOn", "reason", "kind",
            "on", "months", "followedUpOn", "answer", "voided",
        ];
        var differing = known.Where(name => Shown(content[name]) != Shown(body[name])).ToArray();
        return differing.Length == 0 && body["version"]!.GetValue<int>() == held.Version && answer.Headers.ETag!.Tag == $"\"{held.Version}\""
            ? null
            : $"{collection}/{key} should be version {held.Version} of {content.ToJsonString()}, is {body.ToJsonString()}";

        static string Shown(JsonNode? value) => value?.ToJsonString() is null or "false" ? string.Empty : value.ToJsonString();
    }

    private async Task<ModelAnswer> SendAsync(ModelRequest request)
    {
        var address = request.Method == HttpMethod.Put ? $"{request.Collection}/{request.Key}" : request.Collection;
        using var message = request.Body is null
            ? new HttpRequestMessage(HttpMethod.Post, $"{ApiFactory.Base}/erasures")
            {
                Content = JsonContent.Create(new { project = api.ProjectId, enrollmentReference = request.Key }),
            }
            : new HttpRequestMessage(request.Method, $"{api.Address}/{address}") { Content = JsonContent.Create(request.Body) };
        if (request.IfMatch is not null)
        {
            message.Headers.TryAddWithoutValidation("If-Match", request.IfMatch);
        }

        if (request.IdempotencyKey is not null)
        {
            message.Headers.Add("Idempotency-Key", request.IdempotencyKey);
        }

        var answer = await (request.Body is null ? api.Eraser : api.Registrar).SendAsync(message);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        return answer.IsSuccessStatusCode
            ? new ModelAnswer((int)answer.StatusCode, null, body["version"]?.GetValue<int>())
            : new ModelAnswer(
                (int)answer.StatusCode,
                string.Join(',', body["errors"]!.AsArray().Select(error => error!["code"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal)));
    }

    /// <summary>A register in which no jobs run.</summary>
    public sealed class Register() : ProjectApi("iris2")
    {
        public HttpClient Eraser { get; private set; } = null!;

        protected override bool FiguresFollow => false;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Eraser = Administrator();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}
