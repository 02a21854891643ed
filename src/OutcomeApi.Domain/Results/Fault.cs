namespace OutcomeApi.Domain.Results;

/// <summary>One thing that is wrong with what was sent, or worth a warning.</summary>
/// <param name="Code">Stable kebab-case code, see <see cref="FaultCodes"/>.</param>
/// <param name="Pointer">JSON Pointer (RFC 6901) into what was sent; empty for the whole of it.</param>
/// <param name="Details">Values for the message's placeholders: names, codes and limits of the contract, never values that were sent.</param>
public sealed record Fault(string Code, string Pointer, params IReadOnlyList<string> Details)
{
    /// <summary>The same fault seen from an enclosing document, for example <c>/records/2</c>.</summary>
    public Fault Below(string prefix) => this with { Pointer = prefix + Pointer };
}
