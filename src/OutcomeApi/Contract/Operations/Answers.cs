using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace OutcomeApi.Contract.Operations;

/// <summary>
/// Describes all answers of an operation. An endpoint declares only its successful statuses and the problems that are special to it. The other
/// problems follow from the facts of the operation.
/// </summary>
internal sealed class Answers : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var facts = OperationFacts.From(context.Description);
        var document = context.Document!;
        var answers = new OpenApiResponses();
        foreach (var (status, response) in operation.Responses!.Where(r => IsSuccess(r.Key)).OrderBy(r => r.Key))
        {
            var answer = Complete((OpenApiResponse)response, status, facts, document);
            answers[status] = status == "204" ? Shared("NoContent", answer, document) : answer;
        }

        if (facts.HasStateTag)
        {
            answers["304"] = Shared("NotModified", NotModified(document), document);
        }

        var declared = operation.Responses!.Keys.Where(status => !IsSuccess(status)).Select(status => int.Parse(status, CultureInfo.InvariantCulture));
        foreach (var status in declared.Concat(ProblemsOf(facts)).Distinct().Order())
        {
            answers[status.ToString(CultureInfo.InvariantCulture)] = ProblemAnswers.Shared(status, document);
        }

        operation.Responses = answers;
        return Task.CompletedTask;
    }

    private static bool IsSuccess(string status) => status[0] == '2';

    private static OpenApiResponse Complete(OpenApiResponse response, string status, OperationFacts facts, OpenApiDocument document)
    {
        response.Description = (status, facts) switch
        {
            ("200", { Registers: true }) => "A record with this reference and the same content was already stored. The answer is the stored record.",
            ("200", { Corrects: true }) => "The content was corrected. If the stored content was already the same, nothing was changed.",
            ("200", _) => "The request succeeded. The body holds the result.",
            ("201", _) => "Created. Location is the address of what was created.",
            ("202", _) => "Accepted for processing. Location is the address at which to ask for the progress.",
            _ => "The request succeeded. The answer has no body.",
        };
        response.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["traceparent"] = ResponseHeaders.TraceParent(document),
            ["RateLimit"] = ResponseHeaders.RateLimit(document),
            ["RateLimit-Policy"] = ResponseHeaders.RateLimitPolicy(document),
        };
        foreach (var form in facts.OtherForms)
        {
            response.Content![form] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        if (facts.AnswersOneRecord)
        {
            response.Headers["ETag"] = ResponseHeaders.ETag(document);
        }

        if (facts.HasStateTag)
        {
            response.Headers["ETag"] = ResponseHeaders.StateTag(document);
        }

        if (status is "201" or "202")
        {
            response.Headers["Location"] = ResponseHeaders.Location(document);
        }

        return response;
    }

    private static OpenApiResponseReference Shared(string name, OpenApiResponse answer, OpenApiDocument document)
    {
        document.AddComponent<IOpenApiResponse>(name, answer);
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiResponse NotModified(OpenApiDocument document) => new()
    {
        Description = "Nothing has changed since the answer whose ETag was sent in If-None-Match. The answer has no body.",
        Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["ETag"] = ResponseHeaders.StateTag(document),
            ["traceparent"] = ResponseHeaders.TraceParent(document),
            ["RateLimit"] = ResponseHeaders.RateLimit(document),
            ["RateLimit-Policy"] = ResponseHeaders.RateLimitPolicy(document),
        },
    };

    private static IEnumerable<int> ProblemsOf(OperationFacts facts)
    {
        IEnumerable<int> always =
        [
            StatusCodes.Status400BadRequest,
            StatusCodes.Status406NotAcceptable,
            StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable,
        ];
        return
        [
            .. always,
            .. When(facts.Roles is not null, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden),
            .. When(facts.PathNames.Any(), StatusCodes.Status404NotFound),
            .. When(
                facts.Body is not null,
                StatusCodes.Status408RequestTimeout,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType),
            .. When(facts.HasCodes, StatusCodes.Status422UnprocessableEntity),
            .. When(facts.TakesIdempotencyKey, StatusCodes.Status409Conflict),
            .. When(facts.AnswersOneRegistration, StatusCodes.Status410Gone),
            .. When(facts.Corrects, StatusCodes.Status412PreconditionFailed, StatusCodes.Status428PreconditionRequired),

            // Reads of people are written down, too.
            .. When(facts.Method != "GET" || facts.HasPersonRows, StatusCodes.Status507InsufficientStorage),
        ];
    }

    private static int[] When(bool condition, params int[] statuses) => condition ? statuses : [];
}
