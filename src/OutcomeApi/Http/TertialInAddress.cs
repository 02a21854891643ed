namespace OutcomeApi.Http;

/// <summary>
/// Refuses addresses whose <c>{tertial}</c> is no tertial. The framework binds it to a parameter of type <see cref="Tertial"/>; where that fails, it
/// still calls the filters.
/// </summary>
public sealed class TertialInAddress : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Tertial.TryParse(context.HttpContext.GetRouteValue("tertial") as string, out _)
            ? await next(context)
            : Problems.Problems.Answer(context.HttpContext, new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1"));
}
